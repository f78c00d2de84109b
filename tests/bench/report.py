"""What an annual report costs: `python -m tests.bench.report 2000`, on so many made-up results of sixty countries.

On SQLite in a new folder; with DATABASE_URL on a database of yours, and on its results if it has any. Each step by
itself, for a year, a phase and all years, so that the growth with the number of sheets is seen: seconds on the clock,
seconds of processors (of what it starts as well), and the most memory so far.
"""

import io
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import tests.environment  # noqa: F401 (imported for what it does: it sets what the settings read)

PERIODS = {"a year": (2024, 2024), "a phase": (2021, 2025), "all years": (2016, 2026)}
LIMITS = "limits of an annual report over sixty countries: PDF 10 s, Word file 30 s, 600 MB"


def main() -> None:
    if "DATABASE_URL" not in os.environ or "rmt-tests-" in os.environ["DATABASE_URL"]:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(tempfile.mkdtemp(prefix='rmt-bench-')) / 'db.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "rmt.settings"
    import django
    from django.core.management import call_command

    django.setup()
    from indicators.ledger import pin_edition
    from indicators.models import Publication
    from rmt.models import User

    for command in ("migrate", "createcachetable", "build_assets"):
        call_command(command, verbosity=0, stdout=io.StringIO())
    if not Publication.objects.exists():
        call_command("generate_load", results=int(sys.argv[1]), stdout=io.StringIO())
    by = User.objects.first()
    assert by is not None
    edition = pin_edition(note="Benchmark", by=by)
    say("report", "step", "seconds", "processor", "MB so far", "")
    for name, (first, last) in PERIODS.items():
        measure(name, edition, by, date(first, 1, 1), date(last + 1, 1, 1))
    sys.stdout.write(f"{LIMITS}\n")


def measure(name: str, edition: Any, by: Any, start: date, end: date) -> None:
    """Every step of one report, and how large what came of it is."""
    from django.utils import timezone
    from pypdf import PdfReader

    from briefs import documents, figures_in_text, writing
    from briefs.models import Report

    about = {"title": f"Report on {name}", "language": "en", "edition": edition, "by": by, "at": timezone.now()}
    report = Report(kind=Report.Kind.ANNUAL, slug=str(start.year), period_start=start, period_end=end, **about)
    reading = step(name, "reading", lambda: figures_in_text.reading_of(edition))
    inputs = step(name, "gathering", lambda: writing.inputs_of(report, reading, timezone.now()))
    document = step(name, "writing", lambda: writing.report_document(report, reading, inputs, {}))
    step(name, "page", lambda: documents.page_of(document))
    pdf = step(name, "PDF", lambda: documents.pdf_of(document))
    step(name, "Word file", lambda: documents.word_of(document))
    sheets = len(PdfReader(io.BytesIO(pdf)).pages)
    sys.stdout.write(f"{'':<12}{sheets} sheets, {len(document.notes)} notes, {len(document.figures)} figures\n")


def step(name: str, what: str, make: Callable[[], Any]) -> Any:
    """What a step makes, with a line on what it cost."""
    start, used = perf_counter(), processor()
    made = make()
    size = f"{len(made) / 1_000_000:.1f} MB" if isinstance(made, bytes | str) else ""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    say(name, what, f"{perf_counter() - start:.1f}", f"{processor() - used:.1f}", f"{memory / 1024:.0f}", size)
    return made


def processor() -> float:
    """Seconds of processors that this process and what it started have used."""
    kinds = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in kinds)


def say(*cells: str) -> None:
    sys.stdout.write("".join(f"{cell:<12}" for cell in cells).rstrip() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
