"""The three steps of a country: what was adopted, what still stands, and what was lost, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.pages.people import Behind, no_address
from indicators import figures
from indicators.figures import PHASES, SINCE_2016
from indicators.pages.published import PublishedResult
from rmt.text import grouped

MOST_NAMED = 2
TITLES = {1: gettext_lazy("Strategy"), 2: gettext_lazy("Law or scheme"), 3: gettext_lazy("Operations")}


@dataclass(frozen=True)
class StaircaseStep:
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
    lost_count: int = 0
    phase_urls: tuple[str, ...] = ()

    @property
    def phases(self) -> list[tuple[int, str]]:
        """How many there were in each phase, and where they are listed."""
        return list(zip(self.by_phase, self.phase_urls or [""] * len(self.by_phase), strict=True))


def steps_of(results: Iterable[PublishedResult], *, day: date, behind: Behind = no_address) -> list[StaircaseStep]:
    """The staircase of one country: changes since 2016, and which of them still stood on `day`.

    Where `behind` gives the address of the results of an indicator in a period, only the last losses are named.
    """
    by_key = {r.entry.key: r for r in results}
    return [_step(number, by_key, day, behind) for number in TITLES]


def _step(number: int, results: dict[str, PublishedResult], day: date, behind: Behind) -> StaircaseStep:
    entries = [r.entry for r in results.values()]
    taken = figures.reported_in_period(figures.changes(entries, period=SINCE_2016, step=number), SINCE_2016)
    lost = [results[e.key] for e in figures.lost(taken, period=SINCE_2016, day=day)]
    latest = results[taken[-1].key] if taken else None
    code = f"R{number}"
    url = behind(SINCE_2016, indicator=code)
    return StaircaseStep(
        number=number,
        title=str(TITLES[number]),
        count=len(taken),
        in_force=len(taken) - len(lost),
        by_phase=tuple(len(figures.changes(entries, period=phase, step=number)) for phase in PHASES.values()),
        latest=f"{latest.title}, {latest.date_text}" if latest else "",
        latest_url=latest.url if latest else "",
        lost=_lost_in_words(lost[-MOST_NAMED:] if url else lost, len(lost)),
        href=(url or "#results") if taken else "",
        lost_count=len(lost),
        phase_urls=tuple(behind(phase, indicator=code) for phase in PHASES.values()),
    )


def _lost_in_words(named: list[PublishedResult], count: int) -> tuple[str, ...]:
    """What was lost and why, and how many more were."""
    texts = [_("%(title)s. %(standing)s") % {"title": one.title, "standing": one.standing} for one in named]
    if count > len(named):
        texts.append(_("and %(count)s more") % {"count": grouped(count - len(named))})
    return tuple(texts)
