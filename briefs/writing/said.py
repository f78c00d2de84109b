"""All that was said on a country, by date, as a document: the chronicle up to an edition."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs.documents import Document, Run, words
from briefs.figures_in_text import Asked, EditionReading, figure_of
from briefs.models import OwnParagraph, Report
from briefs.writing.chronicle import ChronicleEntry, beside_the_ledger, in_order, of_issues, of_the_ledger
from briefs.writing.method import finished
from briefs.writing.sheet import Sheet
from rmt.text import day as day_text
from rmt.text import grouped, isolated

CHAPTERS: tuple[tuple[str, Any], ...] = ()
HEADLINES = ("changes", "entitled", "covered", "better")


def inputs_of(report: Report, reading: EditionReading, now: datetime) -> dict[str, Any]:
    """What was said on the country outside its results, up to the edition."""
    country = reading.countries[report.asked["country"]]
    return {
        "read_on": now.date().isoformat(),
        "beside": [
            {**asdict(entry), "at": entry.at.isoformat() if entry.at else ""}
            for entry in beside_the_ledger(country, until=reading.moment)
        ],
    }


def document_of(
    report: Report,
    reading: EditionReading,
    inputs: Mapping[str, Any],
    own: Mapping[str, OwnParagraph],
    *,
    warning: str = "",
) -> Document:
    """The chronicle in its language, a chapter a year; what it says now of people stands at the top."""
    country = reading.countries[report.asked["country"]]
    with override(report.language):
        sheet = Sheet(own, reading)
        beside = [
            ChronicleEntry(**{**row, "at": datetime.fromisoformat(row["at"]) if row["at"] else None})
            for row in inputs["beside"]
        ]
        issues = of_issues(country, until=reading.moment)
        entries = in_order([*of_the_ledger(country, until=reading.moment), *beside, *issues])
        _now(sheet, report.asked["country"], len(entries))
        for year, some in groupby(entries, key=lambda entry: entry.day.year if entry.day else None):
            sheet.heading(str(year) if year else _("Without a day"), 1, f"year-{year or 'none'}")
            if year is None:
                sheet.small(words(_("Of these, the day on which they became public is not kept.")))
            for entry in some:
                _put(sheet, entry)
        said = {"edition": reading.edition.code, "day": day_text(reading.day)}
        return finished(
            sheet,
            report,
            reading,
            path=country.get_absolute_url(),
            facts=(_("Everything that was public by %(day)s, edition %(edition)s.") % said,),
            warning=warning,
        )


def _now(sheet: Sheet, iso3: str, count: int) -> None:
    """What the record says as of the edition, before how it came to say so."""
    sheet.heading(_("What is said as of this edition"), 1, "now")
    found = [figure for what in HEADLINES if (figure := figure_of(sheet.reading, Asked(what, country=iso3)))]
    sheet.items(
        sheet.sentence(_("%(label)s since 2016: %(figure)s."), label=f"{f.label[:1].upper()}{f.label[1:]}", figure=f)
        for f in found
    )
    text = _(
        "Below, in the order of days: %(count)s texts and figures. What had to be hidden stays hidden in all of them."
    )
    sheet.say("", words(text % {"count": grouped(count)}))


def _put(sheet: Sheet, entry: ChronicleEntry) -> None:
    """One entry: its day, kind and title; line by line what it says; why; and where that is from."""
    when = day_text(entry.day) if entry.day else ""
    about = " · ".join(filter(None, [when, entry.kind]))
    sheet.say("", words(f"{about}: ", Run(isolated(entry.title), bold=True, href=entry.href)))
    sheet.items(words(isolated(line)) for line in entry.text.splitlines() if line.strip())
    reason = _("Why: %(reason)s") % {"reason": isolated(entry.reason)} if entry.reason else ""
    source = _("Source: %(source)s") % {"source": isolated(entry.source)} if entry.source else ""
    sheet.small(words(reason), words(source))
