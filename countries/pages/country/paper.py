"""The page of a country on paper: a brief of at most four sheets, with what the page on screen says as plain data."""

import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import segno
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
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

MOST_SHEETS = 4
MOST_RESULTS = (24, 16, 10, 5)
"""How many results are listed: the first number with which the paper has four sheets at most."""
MOST_SOURCES = 3
MOST_SIGNS = 1_500
NO_BAR = gettext_lazy(
    "No bar is drawn where not all that happened in these years is recorded here yet: a bar would look like the whole."
)
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def country_paper(page: CountryPage, *, day: date) -> bytes:
    """The PDF of a page; `day` is its date, so that one day has one file."""
    paper = b""
    for most in MOST_RESULTS:
        paper = compile_pdf("countries/country/country.typ", words_of(page, day=day, most_results=most), day=day)
        if len(SHEET.findall(paper)) <= MOST_SHEETS:
            break
    return paper


def words_of(page: CountryPage, *, day: date, most_results: int = MOST_RESULTS[0]) -> dict[str, Any]:
    """Everything that the paper says, in the reader's language."""
    on_its_day = f"{settings.SITE_URL}{page.country.get_absolute_url()}?as_of={day.isoformat()}"
    seal = latest_seal(page.past.day)
    as_it_is = _("As it was at the end of %(day)s, UTC") if page.past.day else _("As it is on %(day)s")
    return {
        "language": (get_language() or "en")[:2],
        "site": _("Results Monitoring Tool"),
        "programme": _("Building Social Protection Floors for All"),
        "kind": _("Country brief"),
        "title": str(page.country),
        "region": str(page.country.region),
        "chips": list(_chips(page)),
        "quote": isolated(page.quote),
        "nothing": "" if page.quote else _("No result has been published for %(c)s.") % {"c": page.country},
        "address": page.address,
        "code": code_of(on_its_day),
        "code_leads_to": _("This page as it was on %(day)s") % {"day": day_text(day)},
        "printed": as_it_is % {"day": day_text(day)},
        "citation": _citation(page, day_text(day), on_its_day),
        "demo": demonstration(),
        "licence": f"{settings.RECORD_LICENCE}, {settings.RECORD_LICENCE_URL}",
        "seal": seal.line if seal else "",
        "rule": _(
            "Figures show change in countries that the programme supported. Each result says what the programme "
            "contributed and, where its source says so, what others did; no figure is claimed for the programme "
            "or for one partner alone."
        ),
        "headings": _headings(),
        "columns": [window.label for window, _count, _url in page.steps[0].cells] if page.steps else [],
        "steps": [_step(step) for step in page.steps] if page.has_steps else [],
        "reached": [_reached(one, largest=page.largest_bar) for one in page.reached],
        "bars": _about_bars(page),
        "people": [
            {"years": period.years, "lines": [_line(line) for line in period.lines]}
            for period in (page.people if not page.is_long else ())
        ],
        "story": _story(page.record.story),
        "years": _years(page.results, most_results),
        "not_listed": _not_listed(page.results, most_results),
        "projects": _projects(page.projects),
        "facts": [
            {"label": fact.label, "value": fact.value or _("not known"), "source": isolated(fact.source)}
            for fact in (*page.record.statistics, *page.record.conventions)
        ],
        "situation": _situation(page.record.profile),
    }


def _headings() -> dict[str, str]:
    return {
        "steps": _("Steps taken since 2016"),
        "lost": _("Reported lost since"),
        "latest": _("Latest"),
        "story": _("From law to people"),
        "doubt": _("What does not fit, or is not known"),
        "sources": _("Sources"),
        "projects": _("Projects and who funds them"),
        "notes": _("Notes"),
        "licence": _("Licence"),
        "seal": _("Seal"),
        "people": _("Who was reached"),
        "results": _("What changed, and how"),
        "facts": _("Where the country stands"),
        "situation": _("The situation, and what comes next"),
        "cite": _("How to cite"),
        "step": _("Step"),
        "not_lost": _("Adopted, not reported lost"),
    }


def _citation(page: CountryPage, day: str, url: str) -> str:
    """How to cite the page: its name, the day, that nothing was reviewed here if so, and the address on that day."""
    words = {"title": page.country, "day": day, "url": url, "source": page.record.updated.text}
    if page.record.updated and not page.record.updated.moment:
        return _("Results Monitoring Tool: %(title)s, as on %(day)s. %(source)s. %(url)s") % words
    return _("Results Monitoring Tool: %(title)s, as on %(day)s. %(url)s") % words


def _chips(page: CountryPage) -> Iterable[str]:
    record = page.record
    yield record.priority
    if record.updated:
        yield record.updated.text
    if record.checked:
        yield _("Checked by the country team on %(day)s") % {"day": day_text(record.checked)}


def _step(step: StaircaseStep) -> dict[str, Any]:
    name = _("Step %(number)s · %(title)s") % {"number": step.number, "title": step.title}
    counts = [*(grouped(count) for _window, count, _url in step.cells), grouped(step.not_lost)]
    remark = _("(a remark by the editors stands below)") if step.latest_remark else ""
    latest = " ".join(filter(None, [step.latest, remark]))
    return {
        "name": name,
        "total": grouped(step.count),
        "counts": counts,
        "latest": latest,
        "lost": list(step.lost[-2:]),
        "lost_count": step.lost_count,
    }


def _reached(one: Mapping[str, Any], *, largest: Decimal) -> dict[str, Any]:
    """Bars in per cent of the longest of the page; none where it is not known, or the record has gaps (rule 13)."""
    return {
        "years": one["years"],
        "bars": [
            {
                "label": placed["bar"].label,
                "text": placed["bar"].text,
                "known": one["is_complete"] and placed["is_known"],
                "certain": float(placed["certain"]),
                "possible": float(placed["possible"]),
            }
            for placed in bars(one["bars"], largest=largest)
        ],
        "known": [{"label": label, "shares": shares} for label, shares in one["known"] if shares],
    }


def _about_bars(page: CountryPage) -> list[str]:
    """How to read the bars, and why some figures have none."""
    said = []
    if any(one["is_complete"] for one in page.reached):
        said.append(
            _(
                "A lighter bar: groups may overlap, so it lies between the two ends. What is not known has no bar. All "
                "bars share one scale."
            )
        )
    if any(not one["is_complete"] for one in page.reached):
        said.append(str(NO_BAR))
    return said


def _line(line: PeopleLine) -> dict[str, Any]:
    sources = [f"{isolated(result.title)} ({reported})" for result, reported in line.sources[-MOST_SOURCES:]]
    left_out = line.not_named + len(line.sources) - len(sources)
    if left_out:
        sources.append(_("and %(count)s more") % {"count": grouped(left_out)})
    is_known = line.is_counted or bool(line.sources)
    return {"text": line.text, "label": line.label, "known": is_known, "why": line.why, "sources": sources}


def _years(results: ResultsByYear, most: int) -> list[dict[str, Any]]:
    """The newest results, year by year."""
    left, found = most, []
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


def _not_listed(results: ResultsByYear, most: int) -> str:
    if results.count <= most:
        return ""
    words = {"shown": grouped(most), "all": grouped(results.count)}
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
    return [{"heading": heading, "text": _short(text)} for heading, text in paragraphs if text]


def _story(story: Mapping[str, Any]) -> dict[str, Any]:
    if not story:
        return {}
    return {
        "text": _short(story["text"]),
        "doubt": _short(story["doubt"]),
        "rests-on": _("Told in our own words; taken from these sources, not reviewed here."),
        "sources": [isolated(f"{words}, {address}" if address else words) for words, address in story["sources"]],
    }


def _short(text: str) -> str:
    """The words of others, cut where they are long: the whole stands on the page."""
    return isolated(Truncator(text.strip()).chars(MOST_SIGNS))


def _projects(here: Mapping[str, Any] | None) -> dict[str, Any]:
    """Projects at work and who funds them; nothing on a past day, for the record does not keep them day by day."""
    if not here or not here["all"]:
        return {}
    lines = [
        {
            "title": isolated(line["project"].title),
            "when": line["when"] or _("dates not known"),
            "partners": ", ".join(isolated(partner["name"]) for partner in line["partners"]),
            "is_active": line["project"].is_active,
        }
        for line in here["lines"]
    ]
    left_out = here["all"] - len(lines)
    more = _("and %(count)s more on the page") % {"count": grouped(left_out)} if left_out else ""
    funded = _("Funded by %(partners)s.") % {"partners": ", ".join(isolated(p["name"]) for p in here["partners"])}
    return {
        "lines": lines,
        "more": more,
        "active": _("active today"),
        "funded": funded if here["partners"] else "",
        "rule": str(here["rule"]),
    }


def code_of(address: str) -> str:
    """An address as a code that telephones read: a picture in SVG, the same for the same address."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return file.getvalue().decode()
