"""The three steps of a country: what was adopted, what still stands, and what was lost, by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.pages.people import Behind, no_address
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.pages.published import PublishedResult, Window
from rmt.text import grouped, isolated

MOST_NAMED = 2
TITLES = {1: gettext_lazy("Strategy"), 2: gettext_lazy("Law or scheme"), 3: gettext_lazy("Operations")}


@dataclass(frozen=True)
class StaircaseStep:
    """One step since 2016, in records; what the component `staircase` reads.

    `cells` are the same window by window, each with its count and its address; `countries` is in how many, where
    there are several; `in_no_phase` are dated across two phases, and stand in "since 2016" only (rule 6). `remarks` is
    on how many the editors remark (that they are contested, say), `latest_remark` what they say of the latest.
    """

    number: int
    title: str
    count: int
    not_lost: int
    cells: tuple[tuple[Window, int, str], ...]
    latest: str
    latest_url: str
    lost: tuple[str, ...]
    href: str
    lost_count: int = 0
    countries: int | None = None
    in_no_phase: int = 0
    remarks: int = 0
    latest_remark: str = ""


def steps_of(
    results: Iterable[PublishedResult], *, windows: Sequence[Window], behind: Behind = no_address
) -> list[StaircaseStep]:
    """The staircase of one country: changes since 2016, and which of them were not reported lost since.

    Where `behind` gives the address of the results of an indicator in a period, only the last losses are named.
    """
    by_key = {r.entry.key: r for r in results}
    return [_step(number, by_key, windows, behind) for number in TITLES]


def cells_of(
    entries: Sequence[Entry], number: int, windows: Sequence[Window], behind: Behind
) -> tuple[tuple[Window, int, str], ...]:
    """The changes of a step window by window: how many, and where they are listed."""
    cells = []
    for window in windows:
        taken = figures.changes(entries, period=window.period, step=number)
        cells.append((window, len(taken), behind(window.period, indicator=f"R{number}") if taken else ""))
    return tuple(cells)


def _step(number: int, results: dict[str, PublishedResult], windows: Sequence[Window], behind: Behind) -> StaircaseStep:
    entries = [r.entry for r in results.values()]
    taken = figures.reported_in_period(figures.changes(entries, period=SINCE_2016, step=number), SINCE_2016)
    lost = [results[e.key] for e in figures.lost(taken, period=SINCE_2016, day=windows[-1].day)]
    latest = results[taken[-1].key] if taken else None
    code = f"R{number}"
    url = behind(SINCE_2016, indicator=code)
    return StaircaseStep(
        number=number,
        title=str(TITLES[number]),
        count=len(taken),
        not_lost=len(taken) - len(lost),
        cells=cells_of(entries, number, windows, behind),
        latest=f"{latest.title}, {latest.date_text}" if latest else "",
        latest_url=latest.url if latest else "",
        lost=_lost_in_words(lost[-MOST_NAMED:] if url else lost, len(lost)),
        href=(url or "#results") if taken else "",
        lost_count=len(lost),
        remarks=len([e for e in taken if results[e.key].remark]),
        latest_remark=latest.remark if latest else "",
        in_no_phase=len(figures.in_no_period(taken, [w.period for w in windows if w.is_phase])),
    )


def _lost_in_words(named: list[PublishedResult], count: int) -> tuple[str, ...]:
    """What was lost and why, and how many more were."""
    texts = [_("%(title)s. %(standing)s") % {"title": isolated(one.title), "standing": one.standing} for one in named]
    if count > len(named):
        texts.append(_("and %(count)s more") % {"count": grouped(count - len(named))})
    return tuple(texts)
