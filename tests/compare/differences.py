"""Two folders that were taken, side by side."""

import difflib
import sys
from pathlib import Path


def differences(before: Path, after: Path, *, lines: int) -> int:
    """Print what differs, at most so many lines of it; 1 if anything does, else 0."""
    old, new = pages(before), pages(after)
    both = sorted(old.keys() & new.keys())
    differing = [name for name in both if old[name].read_bytes() != new[name].read_bytes()]
    left = lines
    for name in differing:
        shown = list(_unified(name, old[name], new[name]))
        say(*shown[:left])
        left = max(0, left - len(shown))
    for where, names in ((before, old.keys() - new.keys()), (after, new.keys() - old.keys())):
        say(*(f"Only in {where}: {name}" for name in sorted(names)))
    if differing:
        say("", "Different:", *(f"  {name}" for name in differing))
    say(*_newly_missed(before, after))
    alone = old.keys() ^ new.keys()
    say(f"{len(both)} pages compared, {len(differing)} differ, {len(alone)} are only on one side.")
    return 1 if differing or alone or not both else 0


def pages(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in folder.rglob("*.txt")}


def _unified(name: str, old: Path, new: Path):
    sides = (path.read_text().splitlines() for path in (old, new))
    return difflib.unified_diff(*sides, fromfile=f"before/{name}", tofile=f"after/{name}", lineterm="", n=1)


def _newly_missed(before: Path, after: Path) -> list[str]:
    """Names that templates ask for in vain now and did not before: a note, since the text may be the same."""
    found = (
        {line for path in folder.rglob("missed-by-templates") for line in path.read_text().splitlines()}
        for folder in (before, after)
    )
    old, new = found
    return [f"Note: templates now ask in vain for {name}" for name in sorted(new - old)]


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
