"""The dashboard of a quarter: two sheets that nobody writes (docs/how-to/documents-that-are-asked-for.md)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from briefs import documents
from briefs.documents import Break, Document, Run, words
from briefs.figures_in_text import EditionReading
from briefs.models import Issue, OwnParagraph, Report
from briefs.writing.frozen import frozen_subject
from briefs.writing.impact import put_impact
from briefs.writing.lists import KINDS, linked, taken_from_sources
from briefs.writing.method import finished
from briefs.writing.phrases import country_name, last_first
from briefs.writing.quarters import NewInQuarter, Restatement, new_in
from briefs.writing.sheet import Sheet
from indicators.figures import Entry, Period
from indicators.models import CountryUpdate, Round, Target
from indicators.rounds import SENT, countries_of
from projects.figures import Money, total
from projects.models import Funding
from projects.wording import amount_text as money_in_words
from rmt.text import countries_in_words, grouped, isolated, span
from rmt.text import day as day_text

CHAPTERS: tuple[tuple[str, Any], ...] = ()
"""Nobody writes in it, so nothing of it is assigned."""

MOST_SHEETS = 2
MOST_LISTED = (10, 7, 5, 3, 2, 1, 0)
"""How much of each list is named: the first number with which the dashboard has two sheets at most."""
FEW, MOST_LATEST = 3, 6
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def inputs_of(report: Report, reading: EditionReading, now: datetime) -> dict[str, Any]:
    """What the dashboard says that is not in the ledger: aims, updates, money, what was published, what comes next."""
    period = Period(report.period_start, report.period_end)
    today = now.date()
    return {
        "read_on": today.isoformat(),
        "targets": [
            frozen_subject(target)
            for target in Target.objects.filter(country=None, state=Target.State.IN_USE).select_related("indicator")
        ],
        "updates": _updates(today),
        "money": _money(period.last.year),
        "published": _published(period),
        "rounds": [
            {"start": r.start.isoformat(), "due": r.due.isoformat(), "meeting": _iso(r.review_meeting)}
            for r in Round.objects.filter(Q(due__gte=today)).order_by("start")[:2]
        ],
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _updates(today: date) -> dict[str, Any]:
    """How many updates of the last round that was due are in, of how many: a sum, and never of which countries."""
    due = Round.objects.filter(due__lt=today).exclude(state=Round.State.PLANNED).order_by("-start").first()
    if due is None:
        return {}
    asked = countries_of(due).values("pk")
    sent = CountryUpdate.objects.filter(round=due, country__in=asked, status__in=SENT).count()
    return {"start": due.start.isoformat(), "sent": sent, "asked": asked.count()}


def _money(year: int) -> dict[str, Any]:
    """Sums of what is recorded, and of how many rows each amount is known; of the year, and of all years."""
    rows = Funding.objects.of_current().as_money()
    found: dict[str, Any] = {"year": year}
    for name, some in (("of_year", [row for row in rows if row.year == year]), ("of_all", rows)):
        found[name] = {kind: _sum(some, kind) for kind in KINDS}
    return found


def _sum(rows: Sequence[Money], kind: Any) -> dict[str, Any]:
    amount = total(rows, kind)
    known = len([row for row in rows if getattr(row, kind) is not None])
    return {"text": money_in_words(amount) or "", "known": known, "of": len(rows)}


def _published(period: Period) -> list[dict[str, str]]:
    """Briefs and reports that became public within the quarter, each once."""
    of_briefs = Issue.objects.filter(
        brief__isnull=False, recorded_at__date__gte=period.start, recorded_at__date__lt=period.end
    )
    issues = of_briefs.exclude(cause=Issue.Cause.HIDDEN).select_related("brief").order_by("recorded_at", "pk")
    found = {
        (issue.slug, issue.language): {"title": issue.title, "href": issue.brief.get_absolute_url()}
        for issue in issues
        if issue.brief
    }
    reports = Report.objects.filter(
        kind__in=[Report.Kind.ANNUAL, Report.Kind.PERIOD],
        public_from__date__gte=period.start,
        public_from__date__lt=period.end,
    )
    listed = [{"title": one.title, "href": one.get_absolute_url()} for one in reports]
    return [*listed, *found.values()]


def document_of(
    report: Report,
    reading: EditionReading,
    inputs: Mapping[str, Any],
    own: Mapping[str, OwnParagraph],
    *,
    warning: str = "",
) -> Document:
    """The dashboard in its language, with its lists as long as two sheets allow."""
    with override(report.language):
        news = new_in(reading, Period(report.period_start, report.period_end))
        for most in MOST_LISTED:
            document = _document(report, reading, inputs, own, news, most=most, warning=warning)
            if len(SHEET.findall(documents.pdf_of(document))) <= MOST_SHEETS:
                break
    return document


def _document(
    report: Report,
    reading: EditionReading,
    inputs: Mapping[str, Any],
    own: Mapping[str, OwnParagraph],
    news: NewInQuarter,
    *,
    most: int,
    warning: str,
) -> Document:
    sheet = Sheet(own, reading)
    period = Period(report.period_start, report.period_end)
    put_impact(sheet, inputs, period)
    sheet.blocks.append(Break())
    _news(sheet, news, period, most)
    _in(sheet, inputs)
    _money_of(sheet, inputs)
    _other(sheet, inputs, most)
    words_ = {"edition": reading.edition.code, "day": day_text(reading.day)}
    return finished(
        sheet,
        report,
        reading,
        path=report.get_absolute_url(),
        subtitle=_("Building Social Protection Floors for All"),
        facts=(_("Every figure as of edition %(edition)s, pinned on %(day)s.") % words_,),
        remark=_("Written from the record by the tool itself: no hand has changed a word of it."),
        has_contents=False,
        warning=warning,
    )


def _news(sheet: Sheet, news: NewInQuarter, period: Period, most: int) -> None:
    """What became public in the quarter: new results, what was restated, and what was withdrawn."""
    reading: EditionReading = sheet.reading
    months = span(period.start, period.last)
    sheet.heading(_("New in %(months)s") % {"months": months}, 1, "new")
    sheet.say("new", words(_how_many(news, months)))
    newest = sorted(news.results, key=lambda entry: entry.last, reverse=True)
    lines = [
        words(*linked(reading, e), f", {country_name(reading, e)}, {span(e.first, e.last)}") for e in newest[:most]
    ]
    sheet.items(lines)
    _and_more(sheet, len(newest) - len(lines))
    if len(newest) < FEW:
        _latest(sheet, newest, most)
    if news.restated:
        sheet.heading(_("Restated"), 2, "restated")
        sheet.items(_restated_line(reading, one) for one in news.restated[-most:] if most)
        _and_more(sheet, len(news.restated) - min(most, len(news.restated)))
    if news.withdrawn:
        sheet.heading(_("Withdrawn"), 2, "withdrawn")
        sheet.items(
            words(_("No. %(number)s: %(reason)s") % {"number": number, "reason": isolated(reason)})
            for number, reason in news.withdrawn[-most:]
            if most
        )
        _and_more(sheet, len(news.withdrawn) - min(most, len(news.withdrawn)))


def _latest(sheet: Sheet, newest: Sequence[Entry], most: int) -> None:
    """After a quarter with little news, the latest changes and gains for people on record, whenever they were told."""
    reading: EditionReading = sheet.reading
    known = {entry.key for entry in newest}
    told = [e for e in reading.entries if (e.step or e.indicator.startswith("I")) and e.key not in known]
    latest = last_first(told)[: min(most, MOST_LATEST)]
    if not latest:
        return
    sheet.heading(_("The latest on record"), 2, "latest")
    sheet.items(
        words(*linked(reading, entry), f", {country_name(reading, entry)}, {span(entry.first, entry.last)}")
        for entry in latest
    )
    sheet.small(words(taken_from_sources(reading, latest)))


def _and_more(sheet: Sheet, left: int) -> None:
    if left > 0:
        text = ngettext("%(count)s more stands in the record.", "%(count)s more stand in the record.", left)
        sheet.small(words(text % {"count": grouped(left)}))


def _how_many(news: NewInQuarter, months: str) -> str:
    """How many results became public in the quarter, in how many countries, and what was taken from sources."""
    count = len(news.results)
    places = len({entry.country for entry in news.results if entry.country})
    said = {"count": grouped(count), "months": months, "where": countries_in_words(places)}
    if not count:
        sentences = [_("No new result became public in %(months)s.") % said]
    elif places:
        text = ngettext(
            "%(count)s new result became public, %(where)s.", "%(count)s new results became public, %(where)s.", count
        )
        sentences = [text % said]
    else:
        text = ngettext("%(count)s new result became public.", "%(count)s new results became public.", count)
        sentences = [text % said]
    if loaded := len(news.from_sources):
        text = ngettext(
            "%(count)s more was taken from a published source; it has the day of that source, and was not reviewed "
            "here.",
            "%(count)s more were taken from published sources; they have the days of those sources, and were not "
            "reviewed here.",
            loaded,
        )
        sentences.append(text % {"count": grouped(loaded)})
    return " ".join(sentences)


def _restated_line(reading: EditionReading, one: Restatement) -> Any:
    """What was restated: old → new, and why."""
    title = linked(reading, one.entry)[0]
    said = f"{one.before} → {one.after}."
    why = f" {isolated(one.reason)}" if one.reason else ""
    return words(title, ": ", said, why)


def _in(sheet: Sheet, inputs: Mapping[str, Any]) -> None:
    """ "31 of the 51 updates are in": the sum, and nothing of which countries (rule 19)."""
    updates = inputs["updates"]
    if not updates:
        return
    sheet.heading(_("Reporting"), 1, "reporting")
    said = {
        "sent": grouped(updates["sent"]),
        "asked": grouped(updates["asked"]),
        "round": str(Round(start=date.fromisoformat(updates["start"]))),
        "day": day_text(date.fromisoformat(inputs["read_on"])),
    }
    text = ngettext(
        "%(sent)s of the %(asked)s updates of %(round)s is in, as of %(day)s.",
        "%(sent)s of the %(asked)s updates of %(round)s are in, as of %(day)s.",
        updates["sent"],
    )
    if not updates["sent"]:
        text = _("None of the %(asked)s updates of %(round)s is in, as of %(day)s.")
    sheet.say("reporting", words(text % said))


def _money_of(sheet: Sheet, inputs: Mapping[str, Any]) -> None:
    """What is recorded as planned, received and spent, and of how many rows each is known; nothing is split."""
    money = inputs["money"]
    sheet.heading(_("Money"), 1, "money")
    if not money["of_all"]["planned"]["of"]:
        sheet.say("money", words(_("No money is recorded in our sources. What is not recorded is not zero.")))
        return
    labels = {"planned": _("Planned"), "received": _("Received"), "spent": _("Spent")}
    rows = [(labels[kind], _sum_text(money["of_year"][kind]), _sum_text(money["of_all"][kind])) for kind in KINDS]
    header = ("", str(money["year"]), _("All years and whole projects"))
    sheet.table(_("Money recorded for the programme's projects"), header, rows)
    sheet.small(
        words(_("A sum holds the amounts that are known, each currency without a rate by itself.")),
        words(_("Nothing is split between partners or attributed to one of them.")),
    )


def _sum_text(one: Mapping[str, Any]) -> str:
    """A sum, and for how many entries it is known."""
    if not one["known"]:
        return _("not recorded")
    said = {"sum": one["text"], "known": grouped(one["known"]), "of": grouped(one["of"])}
    text = ngettext(
        "%(sum)s (amounts known for %(known)s of %(of)s funding entry)",
        "%(sum)s (amounts known for %(known)s of %(of)s funding entries)",
        one["of"],
    )
    return text % said


def _other(sheet: Sheet, inputs: Mapping[str, Any], most: int) -> None:
    """Briefs and reports of the quarter, and what comes next."""
    if listed := inputs["published"]:
        sheet.heading(_("Published in the quarter"), 1, "published")
        shown = listed[: max(most, 1)]
        sheet.items(words(Run(isolated(one["title"]), href=one["href"])) for one in shown)
        _and_more(sheet, len(listed) - len(shown))
    sheet.heading(_("What comes next"), 1, "next")
    sheet.items([*(_round_line(one) for one in inputs["rounds"]), words(_annual_line(inputs))])


def _round_line(one: Mapping[str, str]) -> Any:
    """When the updates of a round are due, and when the partners meet, if that is known."""
    said = {
        "round": str(Round(start=date.fromisoformat(one["start"]))),
        "day": day_text(date.fromisoformat(one["due"])),
    }
    text = _("Updates of %(round)s: due on %(day)s.") % said
    if one["meeting"]:
        text += " " + _("Review meeting: %(day)s.") % {"day": day_text(date.fromisoformat(one["meeting"]))}
    return words(text)


def _annual_line(inputs: Mapping[str, Any]) -> str:
    """When the next annual report is published: each March, on the year before."""
    read = date.fromisoformat(inputs["read_on"])
    year = read.year if read < date(read.year, 4, 1) else read.year + 1
    return _("Annual report on %(year)s: to be published in March %(next)s.") % {"year": year - 1, "next": year}
