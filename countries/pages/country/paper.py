"""The page of a country on paper: what the page on screen says, as plain data."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from countries.pages.country.page import CountryPage
from countries.pages.country.results import ResultsByYear
from countries.pages.people import PeopleLine
from countries.pages.steps import StaircaseStep
from indicators.ledger import latest_seal
from indicators.pages.published import PublishedResult
from rmt.charts import bars
from rmt.files import compile_pdf
from rmt.text import day as day_text
from rmt.text import demonstration, grouped, isolated

MOST_RESULTS = 24
MOST_SOURCES = 3


def country_paper(page: CountryPage, *, day: date) -> bytes:
    """The PDF of a page; `day` is its date, so that one day has one file."""
    return compile_pdf("countries/country/country.typ", words_of(page, day=day), day=day)


def words_of(page: CountryPage, *, day: date) -> dict[str, Any]:
    """Everything that the paper says, in the reader's language."""
    seal = latest_seal(page.past.day)
    as_it_is = _("As it was at the end of %(day)s, UTC") if page.past.day else _("As it is on %(day)s")
    return {
        "language": (get_language() or "en")[:2],
        "site": _("Results Monitoring Tool"),
        "title": str(page.country),
        "region": str(page.country.region),
        "chips": list(_chips(page)),
        "quote": isolated(page.quote),
        "nothing": "" if page.quote else _("No result has been published for %(c)s.") % {"c": page.country},
        "address": page.address,
        "printed": as_it_is % {"day": day_text(day)},
        "citation": page.citation,
        "demo": demonstration(),
        "licence": f"{settings.RECORD_LICENCE}, {settings.RECORD_LICENCE_URL}",
        "seal": seal.line if seal else "",
        "rule": _(
            "Figures show change in countries that the programme supported. Each result says what the programme "
            "contributed and what others did; no figure is claimed for the programme or for one partner alone."
        ),
        "headings": _headings(),
        "columns": [window.label for window, _count, _url in page.steps[0].cells] if page.steps else [],
        "steps": [_step(step) for step in page.steps] if page.has_steps else [],
        "reached": [_reached(one, largest=page.largest_bar) for one in page.reached],
        "people": [
            {"years": period.years, "lines": [_line(line) for line in period.lines]}
            for period in (page.people if not page.is_long else ())
        ],
        "years": _years(page.results),
        "not_listed": _not_listed(page.results),
        "facts": [
            {"label": fact.label, "value": fact.value or _("not known"), "source": isolated(fact.source)}
            for fact in (*page.record.statistics, *page.record.conventions)
        ],
        "situation": _situation(page.record.profile),
    }


def _headings() -> dict[str, str]:
    return {
        "steps": _("Steps taken"),
        "people": _("Who was reached"),
        "figures": _("For people, figure by figure"),
        "results": _("What changed, and how"),
        "facts": _("Where the country stands"),
        "situation": _("The situation, and what comes next"),
        "cite": _("How to cite"),
        "step": _("Step"),
        "not_lost": _("Adopted, not reported lost"),
        "overlap": _(
            "A lighter bar: groups may overlap, so it lies between the two ends. What is not known has no bar. All "
            "bars share one scale."
        ),
    }


def _chips(page: CountryPage) -> Iterable[str]:
    record = page.record
    if record.phases:
        words = ngettext(
            "Priority country, phase %(phases)s", "Priority country, phases %(phases)s", len(record.phases)
        )
        yield words % {"phases": _(" and ").join(record.phases)}
    if record.updated:
        yield record.updated.text
    if page.round:
        yield page.round.text
        if page.round.count_text:
            yield page.round.count_text
    if record.checked:
        yield _("Checked by the country team on %(day)s") % {"day": day_text(record.checked)}


def _step(step: StaircaseStep) -> dict[str, Any]:
    name = _("Step %(number)s · %(title)s") % {"number": step.number, "title": step.title}
    counts = [*(grouped(count) for _window, count, _url in step.cells), grouped(step.not_lost)]
    remark = _("(a remark by the editors stands below)") if step.latest_remark else ""
    latest = " ".join(filter(None, [step.latest, remark]))
    return {"name": name, "counts": counts, "latest": latest, "lost": list(step.lost[-2:])}


def _reached(one: Mapping[str, Any], *, largest: Decimal) -> dict[str, Any]:
    """Bars in per cent of the longest of the page; what is not known has none."""
    return {
        "years": one["years"],
        "bars": [
            {
                "label": placed["bar"].label,
                "text": placed["bar"].text,
                "known": placed["is_known"],
                "certain": float(placed["certain"]),
                "possible": float(placed["possible"]),
            }
            for placed in bars(one["bars"], largest=largest)
        ],
        "known": [{"label": label, "shares": shares} for label, shares in one["known"] if shares],
    }


def _line(line: PeopleLine) -> dict[str, Any]:
    sources = [f"{isolated(result.title)} ({reported})" for result, reported in line.sources[-MOST_SOURCES:]]
    left_out = line.not_named + len(line.sources) - len(sources)
    if left_out:
        sources.append(_("and %(count)s more") % {"count": grouped(left_out)})
    return {"text": line.text, "label": line.label, "why": line.why, "sources": sources}


def _years(results: ResultsByYear) -> list[dict[str, Any]]:
    """The newest results, year by year."""
    left, found = MOST_RESULTS, []
    for year in results.years:
        shown = [*year["full"], *year["short"]][:left]
        left -= len(shown)
        if shown:
            lines = [
                {
                    "title": isolated(r.title),
                    "badge": r.badge,
                    "when": r.date_text,
                    "standing": r.standing,
                    "level": r.level,
                    "notes": list(_notes(r)),
                }
                for r in shown
            ]
            found.append({"year": str(year["label"]), "results": lines})
    return found


def _notes(result: PublishedResult) -> Iterable[str]:
    """What the page prints below a result: what it was taken from, the note on its source, our remark (rule 15)."""
    if result.taken_from:
        yield isolated(result.taken_from)
    if result.note:
        yield _("Note on the source: %(note)s") % {"note": isolated(result.note)}
    if result.remark:
        yield _("Remark by the editors: %(remark)s") % {"remark": isolated(result.remark)}


def _not_listed(results: ResultsByYear) -> str:
    if results.count <= MOST_RESULTS:
        return ""
    words = {"shown": grouped(MOST_RESULTS), "all": grouped(results.count)}
    return _("The newest %(shown)s of %(all)s results; all of them stand at the address above.") % words


def _situation(profile: Mapping[str, str]) -> list[dict[str, str]]:
    if not profile:
        return []
    said = _("Situation, as written on %(day)s") % {"day": profile["written"]}
    if profile["source"]:
        said = _("Situation, as told by documents about %(years)s") % {"years": profile["period"]}
    paragraphs = [
        (said, profile["situation"]),
        (_("Priorities"), profile["priorities"]),
        (_("Where help would change most"), profile["opportunities"]),
        (_("What is in doubt"), profile["doubt"]),
        (_("Source"), profile["source"]),
    ]
    return [{"heading": heading, "text": isolated(text)} for heading, text in paragraphs if text]
