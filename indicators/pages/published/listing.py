"""A published result as lists show it: from its publication only, never from the working copy."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from countries.models import Theme
from indicators import figures
from indicators.figures import CONFIRMED_TAG, Entry
from indicators.ledger import entry_of
from indicators.models import Publication
from indicators.wording import kind_text
from rmt.records import end_of
from rmt.text import LEVELS, STEPS, day, span

LEVEL_NUMBERS = {"deliverable": 1, "result": 2, "impact": 3}
LEDE_WORDS = 45


@dataclass(frozen=True)
class Past:
    """The day that a page is asked for; `day` is `None` for the current page."""

    day: date | None
    before_first: bool = False

    def at(self, url: str, anchor: str = "") -> str:
        """An address that stays on this day."""
        return url + (f"?as_of={self.day.isoformat()}" if self.day else "") + (f"#{anchor}" if anchor else "")

    @property
    def query(self) -> str:
        """What a link of a past page carries on."""
        return self.at("")


def past_of(as_of: date | None) -> Past:
    """The day asked for, and whether anything had been published by its end."""
    if as_of is None:
        return Past(None)
    return Past(as_of, before_first=not Publication.objects.filter(recorded_at__lt=end_of(as_of)).exists())


@dataclass(frozen=True)
class Listed:
    """One result of a list: what the components `result_entry` and `result_card` read, and what stands below."""

    entry: Entry
    number: int
    title: str
    url: str
    level: int
    badge: str
    lede: str
    date_text: str
    tags: tuple[str, ...]
    note: str
    standing: str
    instrument: str
    country: str
    country_url: str

    @property
    def year(self) -> int:
        """The year by the end of which it had happened."""
        return self.entry.last.year

    @property
    def day(self) -> date:
        """Where it stands on a line of years: the middle of the days on which it may have happened."""
        return self.entry.first + (self.entry.last - self.entry.first) / 2


def listed(publication: Publication, *, themes: Mapping[str, Theme], past: Past, with_country: bool = False) -> Listed:
    """A publication as a list shows it; with its country in front, where the list is not of one country."""
    said = json.loads(publication.payload)
    indicator, country = publication.indicator, publication.country
    level = LEVEL_NUMBERS[indicator.level]
    badge = str(STEPS[indicator.step]) if indicator.step else kind_text(indicator.code, str(LEVELS[level]))
    return Listed(
        entry=entry_of(said, step=indicator.step),
        number=publication.number,
        title=publication.title,
        url=past.at(publication.get_absolute_url()),
        level=level,
        badge=f"{country or _('Global')} · {badge}" if with_country else badge,
        lede=Truncator(said["outcome"] or "").words(LEDE_WORDS),
        date_text=span(publication.achieved_first, publication.achieved_last),
        tags=tuple(tag_text(tag["state"], themes[tag["theme"]].name) for tag in said["tags"] if tag["theme"] in themes),
        note=said["note"] or "",
        standing=standing_text(said["standings"]),
        instrument=said["instrument"]["title"] if said["instrument"] else "",
        country=str(country or _("Global")),
        country_url=past.at(country.get_absolute_url()) if country else "",
    )


def tag_text(state: str, theme: str) -> str:
    """A theme as a chip says it: its lead confirmed it, or has not checked it yet."""
    return theme if state == CONFIRMED_TAG else _("%(theme)s (not yet checked)") % {"theme": theme}


def standing_text(standings: Iterable[Mapping[str, str]]) -> str:
    """What was said last of whether it still stands; empty if nothing was."""
    said = sorted(standings, key=lambda s: s["day"])
    if not said:
        return ""
    words = {
        "confirmed": _("Confirmed on %(day)s: %(reason)s"),
        "lost": _("Lost on %(day)s: %(reason)s"),
        "restored": _("Restored on %(day)s: %(reason)s"),
    }
    last = said[-1]
    return words[last["kind"]] % {"day": day(date.fromisoformat(last["day"])), "reason": last["reason"]}


def themes_by_slug() -> dict[str, Theme]:
    """Every theme, by its slug."""
    return {theme.slug: theme for theme in Theme.objects.all()}


def years_of(results: Iterable[Listed]) -> list[tuple[int, list[Listed]]]:
    """Results under their years, the last year first."""
    ordered = sorted(results, key=lambda r: figures.in_order(r.entry), reverse=True)
    return [(year, list(some)) for year, some in groupby(ordered, key=lambda r: r.year)]
