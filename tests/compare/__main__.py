"""`take DIR` saves the text of every page; `diff BEFORE AFTER` compares what was taken twice."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tests.compare.datasets import DATASETS
from tests.compare.differences import differences
from tests.compare.taking import take

LINES_SHOWN = 400


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.compare", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("take", help="save the text of every page below DIR")
    taking.add_argument("folder", type=Path, metavar="DIR")
    taking.add_argument("--only", choices=DATASETS, help="one of the datasets, in this process")
    comparing = commands.add_parser("diff", help="compare two folders that were taken")
    comparing.add_argument("before", type=Path, metavar="BEFORE")
    comparing.add_argument("after", type=Path, metavar="AFTER")
    comparing.add_argument("--lines", type=int, default=LINES_SHOWN, help="how many lines of diff to print at most")
    asked = parser.parse_args()
    if asked.command == "diff":
        raise SystemExit(differences(asked.before, asked.after, lines=asked.lines))
    if asked.only:
        take(asked.only, asked.folder / asked.only)
    else:
        take_all(asked.folder)


def take_all(folder: Path) -> None:
    """Each dataset in a process of its own, at the same time."""
    if not shutil.which("pdftotext"):
        raise SystemExit("No pdftotext: apt-get install poppler-utils.")
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty: name another folder, or remove it.")
    command = [sys.executable, "-m", "tests.compare", "take", str(folder), "--only"]
    processes = [subprocess.Popen([*command, dataset]) for dataset in DATASETS]
    codes = [process.wait() for process in processes]
    if any(codes):
        raise SystemExit("Not everything was taken.")


if __name__ == "__main__":
    main()
