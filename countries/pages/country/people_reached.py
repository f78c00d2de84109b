"""Who was reached: from law to practice as bars, and how many are known to be women or to live with a disability."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.pages.people import PeopleBlock, PeopleLine
from indicators import figures
from indicators.figures import Breakdown, Entry
from indicators.wording import percent_text
from rmt.charts import Bar

DIMENSIONS = {
    "sex": (gettext_lazy("sex"), {"women": gettext_lazy("women"), "men": gettext_lazy("men")}),
    "disability": (
        gettext_lazy("disability"),
        {"yes": gettext_lazy("with disabilities"), "no": gettext_lazy("without disabilities")},
    ),
}


@dataclass(frozen=True)
class Reached:
    """One period: bars with bounds, and for each headline what is known of who the people are."""

    id: str
    years: str
    bars: Sequence[Bar]
    known: Sequence[tuple[str, Sequence[str]]]


def reached(blocks: Iterable[PeopleBlock], entries: Iterable[Entry]) -> list[Reached]:
    """The periods in which somebody was counted; a bar that is missing says so, and is never 0."""
    series: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in entries:
        series[figures.series_key(entry)].append(entry)
    return [
        Reached(
            id=f"reached-{block.period.start.year}" + ("-on" if block.is_of_all_years else ""),
            years=block.years,
            bars=[_bar(line) for line in _shown(block)],
            known=[(line.label, _known(line, series)) for line in block.headlines if _counted(line)],
        )
        for block in blocks
        if any(_counted(line) for line in block.lines)
    ]


def _shown(block: PeopleBlock) -> list[PeopleLine]:
    """From law to practice: entitled, registered only, covered, better protected."""
    lines = {line.code: line for line in block.headlines}
    registered = [line for line in block.lines if line.code == "registered"]
    return [lines["i2"], *registered, lines["i3"], lines["i4"]]


def _counted(line: PeopleLine) -> bool:
    return line.found is not None and line.found.quantity is not None


def _bar(line: PeopleLine) -> Bar:
    quantity = line.found.quantity if line.found else None
    if quantity is None:
        return Bar(line.label, line.text, None, href=line.url)
    low, high = quantity.rounded()
    return Bar(line.label, line.text, low, high, href=line.url)


def _known(line: PeopleLine, series: dict[tuple, list[Entry]]) -> list[str]:
    """ "Sex is known for 64 per cent": what is withheld counts as not known (rule 12)."""
    counted = line.found.counted if line.found else ()
    divided = [(entry, figures.people_divided(entry, series[figures.series_key(entry)])) for entry in counted]
    together = sum((total for _entry, total in divided), Decimal(0))
    if together <= 0:
        return []
    found = figures.divided_together(divided, dimensions=DIMENSIONS)
    return [_share(name, found[name]) for name in DIMENSIONS]


def _share(name: str, found: Breakdown) -> str:
    """What is known of all of them, group by group, and how many are not known."""
    label, categories = DIMENSIONS[name]
    if not found.share_known:
        return _("%(dimension)s: not known") % {"dimension": label}
    shares = {cell.category: cell.value * 100 / found.total for cell in found.cells if cell.value}
    said = [f"{text} {percent_text(shares[code])}" for code, text in categories.items() if code in shares]
    if found.not_known:
        said.append(_("not known %(share)s") % {"share": percent_text(found.not_known * 100 / found.total)})
    return f"{label}: {', '.join(said)}"
