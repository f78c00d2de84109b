"""The switch between programme-and-budget periods, and what counts for their output indicators (rule 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from countries.models import Country
from countries.pages.country.data import Held, Row, day_of
from countries.pages.country.links import Behind
from indicators import figures
from indicators.figures import Entry, Period


@dataclass(frozen=True)
class Choice:
    """One period to choose, or all years."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class OutputLine:
    """An output indicator of the programme and budget: the changes that name it, and that the country counts once."""

    name: str
    changes: int
    counts: int


@dataclass(frozen=True)
class Biennium:
    """A programme-and-budget period, as one country counts in it."""

    label: str
    period: Period
    outputs: Sequence[OutputLine]
    without_output: int
    url: str


def biennium_of(label: str, held: Held, entries: Sequence[Entry], country: Country, behind: Behind) -> Biennium | None:
    """The period that was asked for; `None` for all years, also where there is no such period."""
    rows = [row for row in held.outputs if row["biennium"] == label]
    if not rows:
        return None
    period = Period(day_of(rows[0]["start"]), day_of(rows[0]["end"]))
    taken = figures.changes(entries, period=period)
    reached = figures.countries_by_output(taken, biennium=period)
    return Biennium(
        label=label,
        period=period,
        outputs=[_line(row, taken, country.iso3 in reached.get(_key(row), ())) for row in rows],
        without_output=len([e for e in taken if not e.pb_output]),
        url=behind.in_period("R1 R2 R3", period),
    )


def choices(held: Held, chosen: Biennium | None, behind: Behind) -> list[Choice]:
    """All years, then each period, the last first; an address for each, on the day of the page."""
    labels = [label for label, _rows in groupby(held.outputs, key=lambda row: row["biennium"])]
    page = behind.country.get_absolute_url()
    all_years = Choice(_("All years"), f"{behind.past.at(page)}#results", chosen is None)
    return [all_years, *(_choice(label, page, chosen, behind) for label in reversed(labels))]


def _choice(label: str, page: str, chosen: Biennium | None, behind: Behind) -> Choice:
    asked = {"as_of": behind.past.day.isoformat()} if behind.past.day else {}
    is_chosen = chosen is not None and chosen.label == label
    return Choice(label.replace("-", "–"), f"{page}?{urlencode(asked | {'biennium': label})}#results", is_chosen)


def _key(row: Row) -> str:
    return f"{row['biennium']} {row['code']}"


def _line(row: Row, taken: Iterable[Entry], is_reached: bool) -> OutputLine:
    name = row["name_en"] if row["wording_known"] else _("its wording is not entered yet")
    changes = len([e for e in taken if e.pb_output == _key(row)])
    return OutputLine(f"{row['code']} · {name}", changes, int(is_reached))
