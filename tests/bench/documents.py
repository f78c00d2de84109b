"""What a document costs with its pages: time and memory of PDF and Word file, for one, two and four times as many.

Each is made in a process of its own, so that its memory is its own; what the process takes without a document is
taken off. Times are those of the processor. Ratios to the smallest say how it grows, on any machine.
"""

import os
import resource
import subprocess
import sys
from time import process_time

import tests.environment  # noqa: F401 (imported for what it does: it sets what the settings read)

COUNTRIES = 15  # of the smallest; four times as many are a report of the whole programme
TIMES = (1, 2, 4)
FORMS = ("pdf", "word")


def main() -> None:
    titles = ("time 2×", "time 4×", "memory 2×", "memory 4×")
    sys.stdout.write(f"\nA report of {COUNTRIES} countries, and what twice and four times as many take:\n")
    say("form", *titles, "4×: seconds", "4×: MB in all")
    for form in FORMS:
        (seconds, for_it, _whole), *larger = [measured(form, COUNTRIES * times) for times in TIMES]
        ratios = [one[0] / seconds for one in larger] + [one[1] / for_it for one in larger]
        say(form, *(f"{ratio:.2f}" for ratio in ratios), f"{larger[-1][0]:.1f}", f"{larger[-1][2]:.0f}")


def measured(form: str, countries: int) -> tuple[float, float, float]:
    """Seconds of the processor, megabytes for the document, and those of the whole process."""
    call = [sys.executable, "-m", "tests.bench.documents", form, str(countries)]
    seconds, for_it, whole = subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()[-3:]
    return float(seconds), float(for_it), float(whole)


def make_one(form: str, countries: int) -> None:
    """Make one document in this process, and say what `measured` reads."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "rmt.settings"
    import django

    django.setup()
    from briefs.documents import pdf_of, word_of
    from tests.documents.make import report

    made = report(countries)
    before, start = peak(), process_time()
    {"pdf": pdf_of, "word": word_of}[form](made)
    sys.stdout.write(f"{process_time() - start} {peak() - before} {peak()}\n")


def peak() -> float:
    """The most memory that this process has taken so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(form: str, *columns: str) -> None:
    sys.stdout.write(f"{form:<12}" + "".join(f"{column:>15}" for column in columns) + "\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        make_one(sys.argv[1], int(sys.argv[2]))
    else:
        main()
