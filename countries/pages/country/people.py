"""Who was reached: from law to practice as bars, and how many are known to be women or to live with a disability."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.pages.people import PeopleInPeriod, PeopleLine
from indicators import figures
from indicators.figures import Breakdown, Entry, Period
from indicators.pages.published import bar_of
from indicators.wording import percent_text
from rmt.charts import Bar

DIMENSIONS = {
    "sex": (gettext_lazy("sex"), {"women": gettext_lazy("women"), "men": gettext_lazy("men")}),
    "disability": (
        gettext_lazy("disability"),
        {"yes": gettext_lazy("with disabilities"), "no": gettext_lazy("without disabilities")},
    ),
}


TERMS = {"i2": "legal coverage", "i3": "effective coverage", "i4": "adequate benefits"}
"""The word of the glossary that explains a line."""


def reached(
    periods: Iterable[PeopleInPeriod], entries: Iterable[Entry], *, complete: Collection[Period]
) -> list[dict[str, Any]]:
    """The periods in which somebody was counted: bars with bounds, and what is known of who the people are.

    From law to practice: entitled, registered only, covered, better protected. A bar that is missing says so, and is
    never 0. Of a period that is not among the `complete` ones, figures stand in `lines` and no bar is drawn (rule 13).
    """
    series: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in entries:
        series[figures.series_key(entry)].append(entry)
    found = []
    for period in periods:
        if any(line.is_counted for line in period.lines):
            lines = {line.code: line for line in period.headlines}
            registered = [line for line in period.lines if line.code == "registered"]
            shown = (lines["i2"], *registered, lines["i3"], lines["i4"])
            found.append(
                {
                    "id": f"reached-{period.period.start.year}" + ("-on" if period.is_of_all_years else ""),
                    "years": period.years,
                    "period": period.period,
                    "name": period.name,
                    "is_complete": period.period in complete,
                    "bars": [_bar(line) for line in shown],
                    "lines": [_panel_line(line) for line in shown if line.is_reported],
                    "known": [(line.label, _known(line, series)) for line in period.headlines if line.is_counted],
                }
            )
    return found


def _panel_line(line: PeopleLine) -> dict[str, str]:
    """A figure without a bar, with the way to the results behind it and the word that explains it."""
    term = TERMS.get(line.code, "")
    return {"text": line.exact_text, "label": line.label, "href": line.url, "note": "", "term": term}


def _bar(line: PeopleLine) -> Bar:
    return bar_of(line.label, line.found.quantity if line.found else None, unknown=line.text, href=line.url)


def _known(line: PeopleLine, series: dict[tuple, list[Entry]]) -> list[str]:
    """ "Sex is known for 64 per cent": what is withheld counts as not known (rule 12)."""
    counted = line.found.counted if line.found else ()
    divided = [(entry, figures.people_divided(entry, series[figures.series_key(entry)])) for entry in counted]
    if sum((total for _entry, total in divided), Decimal(0)) <= 0:
        return []
    found = figures.divided_together(divided, dimensions=DIMENSIONS)
    return [_shares_text(name, found[name]) for name in DIMENSIONS]


def _shares_text(name: str, found: Breakdown) -> str:
    """What is known of all of them, group by group, and how many are not known."""
    label, categories = DIMENSIONS[name]
    if not found.share_known:
        return _("%(dimension)s: not known") % {"dimension": label}
    shares = {cell.category: cell.value * 100 / found.total for cell in found.cells if cell.value}
    texts = [f"{text} {percent_text(shares[code])}" for code, text in categories.items() if code in shares]
    if found.not_known:
        texts.append(_("not known %(share)s") % {"share": percent_text(found.not_known * 100 / found.total)})
    return f"{label}: {', '.join(texts)}"
