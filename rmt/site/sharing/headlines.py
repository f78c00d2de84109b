"""The headline figures of a country, a theme, a partner or the site, in few words: for pictures and for cards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.pages.steps import TITLES
from indicators import figures
from indicators.figures import PHASE_1, PHASE_2, SINCE_2016, Entry, People, Period
from indicators.wording import is_decline, quantity_text, size_of

MOST_LINES = 3
BETTER = "better"
IMPACT = frozenset({figures.LEGAL, figures.EFFECTIVE, figures.ADEQUATE, figures.COMPREHENSIVE})
MORE = {
    figures.EFFECTIVE: gettext_lazy("more people covered in practice"),
    figures.LEGAL: gettext_lazy("more people entitled by law"),
    BETTER: gettext_lazy("people with better or wider benefits"),
}
FEWER = MORE | {
    figures.EFFECTIVE: gettext_lazy("fewer people covered in practice"),
    figures.LEGAL: gettext_lazy("fewer people entitled by law"),
}


@dataclass(frozen=True)
class Line:
    """One figure of people: the number in words, and what it counts."""

    text: str
    label: str


@dataclass(frozen=True)
class StepCount:
    """How many changes of one step since 2016, and how many of them were lost since."""

    number: int
    title: str
    count: int
    lost: int

    @property
    def lost_text(self) -> str:
        return _("%(count)s since lost") % {"count": self.lost} if self.lost else ""


@dataclass(frozen=True)
class Headlines:
    """Institutional changes since 2016 by step, and people phase by phase; never added up (rule 10)."""

    changes: int
    steps: Sequence[StepCount]
    lines: Sequence[Line]

    @property
    def changes_text(self) -> str:
        said = ngettext(
            "%(count)s institutional change since 2016", "%(count)s institutional changes since 2016", self.changes
        )
        return said % {"count": self.changes}

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.lines


def headlines_of(entries: Iterable[Entry], *, today: date) -> Headlines:
    """The headlines of some published entries, as they stand today."""
    found = list(entries)
    day = figures.last_day(SINCE_2016, as_of=today)
    return Headlines(
        changes=len(figures.changes(found, period=SINCE_2016)),
        steps=[_step(number, found, day) for number in TITLES],
        lines=list(_lines(found, today))[:MOST_LINES],
    )


def _step(number: int, entries: Sequence[Entry], day: date) -> StepCount:
    taken = figures.changes(entries, period=SINCE_2016, step=number)
    lost = figures.lost(taken, period=SINCE_2016, day=day)
    return StepCount(number, str(TITLES[number]), len(taken), len(lost))


def _lines(entries: Sequence[Entry], today: date) -> Iterator[Line]:
    """People, the last phase first; what belongs to no phase stands in "since 2016" with everything else (rule 6)."""
    for period, years in _periods([e for e in entries if e.indicator in IMPACT]):
        day = figures.last_day(period, as_of=today)
        for code in MORE:
            found = _people(code, entries, period, day).quantity
            if found is not None:
                label = (FEWER if is_decline(found) else MORE)[code]
                size = found if code == BETTER else size_of(found)
                yield Line(quantity_text(size) or "", f"{label}, {years}")


def _periods(entries: Sequence[Entry]) -> list[tuple[Period, str]]:
    phases = [(p, f"{p.start.year}–{p.last.year}") for p in (PHASE_2, PHASE_1)]
    in_a_phase = {e.key for p, _years in phases for e in figures.reported_in_period(entries, p)}
    if any(e.key not in in_a_phase for e in figures.reported_in_period(entries, SINCE_2016)):
        return [(SINCE_2016, _("since 2016"))]
    return phases


def _people(code: str, entries: Sequence[Entry], period: Period, day: date) -> People:
    if code == BETTER:
        return figures.better_protected(entries, period=period, day=day)
    return figures.people(entries, indicator=code, period=period, day=day)
