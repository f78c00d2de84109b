"""A row of a comparison, and the rows of figures that themes, regions and one country on two days share."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from indicators import figures
from indicators.figures import SINCE_2016, STEP_INDICATORS, Entry, People
from indicators.models import Level
from indicators.pages.published import Past, behind
from indicators.wording import people_text
from rmt.text import STEPS, grouped

BETTER = (figures.ADEQUATE, figures.COMPREHENSIVE)


class Cell(NamedTuple):
    """What one column says: a text that may lead somewhere, or several `items`, each a text and its address.

    `value` is its exact number and `year` that of the number, where there are.
    """

    text: str = ""
    href: str = ""
    items: Sequence[tuple[str, str]] = ()
    value: Decimal | int | None = None
    year: int | None = None

    @property
    def plain(self) -> str:
        """The same as one text."""
        return "; ".join([self.text] * bool(self.text) + [text for text, _href in self.items])


class Row(NamedTuple):
    """What is compared, with a cell for each column; `source` is that of all cells."""

    label: str
    cells: Sequence[Cell]
    source: str = ""


class Part(NamedTuple):
    """Rows about one thing."""

    title: str
    rows: Sequence[Row]


def figures_of(
    columns: Sequence[Sequence[Entry]],
    links: Sequence[Mapping[str, Any]],
    levels: Mapping[str, str],
    past: Past,
    day: date,
) -> list[Row]:
    """Results since 2016, a column for each group of entries; `links` narrows the explorer to what is behind each."""

    def counted(found: Sequence[Entry], link: Mapping[str, Any], **asked: Any) -> Cell:
        href = behind(past, SINCE_2016, **link, **asked) if found else ""
        return Cell(grouped(len(found)), href, value=len(found))

    def people(found: People, link: Mapping[str, Any], indicator: Any) -> Cell:
        href = behind(past, SINCE_2016, **link, indicator=indicator) if found.counted or found.apart else ""
        is_one_number = found.quantity is not None and found.quantity.low == found.quantity.at_most
        return Cell(people_text(found), href, value=found.quantity.low if found.quantity and is_one_number else None)

    def deliverables(own: Sequence[Entry]) -> list[Entry]:
        return [e for e in figures.reported_in_period(own, SINCE_2016) if levels.get(e.indicator) == Level.DELIVERABLE]

    both = list(zip(columns, links, strict=True))
    rows = []
    for code, step in STEP_INDICATORS.items():
        taken = [figures.changes(own, period=SINCE_2016, step=step) for own in columns]
        cells = [counted(found, link, indicator=code) for found, link in zip(taken, links, strict=True)]
        rows.append(Row(str(STEPS[step]), cells))
    cells = [counted(deliverables(own), link, level=Level.DELIVERABLE) for own, link in both]
    rows.append(Row(_("Knowledge, training and other deliverables"), cells))
    for label, indicator in (
        (_("More people entitled by law"), figures.LEGAL),
        (_("More people covered in practice"), figures.EFFECTIVE),
    ):
        reached = [figures.people(own, indicator=indicator, period=SINCE_2016, day=day) for own in columns]
        rows.append(Row(label, [people(found, link, indicator) for found, link in zip(reached, links, strict=True)]))
    better = [figures.better_protected(own, period=SINCE_2016, day=day) for own in columns]
    cells = [people(found, link, BETTER) for found, link in zip(better, links, strict=True)]
    return [*rows, Row(_("People with better or wider benefits"), cells)]
