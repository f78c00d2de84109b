"""The three steps of a country: what was adopted, what still stands, and what was lost, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.selectors.listing import Listed
from indicators import figures
from indicators.figures import PHASES, SINCE_2016

TITLES = {1: gettext_lazy("Strategy"), 2: gettext_lazy("Law or scheme"), 3: gettext_lazy("Operations")}


@dataclass(frozen=True)
class Step:
    """One step since 2016, in records; what the component `staircase` reads, and the same by phase."""

    number: int
    title: str
    count: int
    in_force: int
    by_phase: tuple[int, ...]
    latest: str
    latest_url: str
    lost: tuple[str, ...]
    href: str


def steps_of(results: Iterable[Listed], *, day: date) -> list[Step]:
    """The staircase of one country: changes since 2016, and which of them still stood on `day`."""
    by_key = {r.entry.key: r for r in results}
    return [_step(number, by_key, day) for number in TITLES]


def _step(number: int, results: dict[str, Listed], day: date) -> Step:
    entries = [r.entry for r in results.values()]
    taken = figures.reported_in_period(figures.changes(entries, period=SINCE_2016, step=number), SINCE_2016)
    lost = {e.key for e in figures.lost(taken, period=SINCE_2016, day=day)}
    latest = results[taken[-1].key] if taken else None
    return Step(
        number=number,
        title=str(TITLES[number]),
        count=len(taken),
        in_force=len([e for e in taken if figures.stands(e, on=day)]),
        by_phase=tuple(len(figures.changes(entries, period=phase, step=number)) for phase in PHASES.values()),
        latest=f"{latest.title}, {latest.date_text}" if latest else "",
        latest_url=latest.url if latest else "",
        lost=tuple(
            _("%(title)s. %(standing)s") % {"title": results[key].title, "standing": results[key].standing}
            for key in (e.key for e in taken)
            if key in lost
        ),
        href="#results" if taken else "",
    )
