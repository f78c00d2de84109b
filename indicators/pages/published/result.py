"""A published result as pages show it: from its publication only, never from the working copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators import figures
from indicators.fields import BY_NAME
from indicators.figures import CONFIRMED_TAG, Entry
from indicators.ledger import entry_of, hidden_groups, shown_payload
from indicators.models import Publication
from indicators.pages.published.periods import Past
from indicators.wording import kind_text, taken_from_text
from rmt.text import LEVELS, STEPS, day, isolated, level_number, span

LEDE_WORDS = 45


@dataclass(frozen=True, eq=False)
class PublishedResult:
    """One result, as the components `result_entry` and `result_card` read it.

    What is costly is worked out when it is printed: the page of a country counts hundreds of results and prints fifty.
    """

    entry: Entry
    title: str
    level: int
    payload: Mapping[str, Any]
    themes: Mapping[str, Theme | str]
    past: Past
    of_country: Country | None
    round: str | None
    is_among_countries: bool = False
    lede_words: int = LEDE_WORDS
    neighbours: Mapping[str, "PublishedResult"] = field(default_factory=dict)
    """The other results of the page, by the keys of their entries."""

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def url(self) -> str:
        return self.past.at(reverse("result", args=[self.number]))

    @property
    def country(self) -> str:
        return str(self.of_country or _("Global"))

    @property
    def country_url(self) -> str:
        return self.past.at(self.of_country.get_absolute_url()) if self.of_country else ""

    @property
    def badge(self) -> str:
        """The step or the kind; with the country in front, where the list is not of one country."""
        step = self.entry.step
        kind = str(STEPS[step]) if step else kind_text(self.entry.indicator, str(LEVELS[self.level]))
        return f"{self.country} · {kind}" if self.is_among_countries else kind

    @property
    def lede(self) -> str:
        return Truncator(self.payload["outcome"] or "").words(self.lede_words)

    @property
    def date_text(self) -> str:
        return span(self.entry.first, self.entry.last)

    @property
    def year(self) -> int:
        """The year by the end of which it had happened."""
        return self.entry.last.year

    @property
    def day(self) -> date:
        """Where it stands on a line of years: the middle of the days on which it may have happened."""
        return self.entry.first + (self.entry.last - self.entry.first) / 2

    @property
    def tags(self) -> list[str]:
        """Its themes as chips say them: the lead confirmed it, or has not checked it yet."""
        tags = [(str(self.themes[t["theme"]]), t["state"]) for t in self.payload["tags"] if t["theme"] in self.themes]
        unchecked = _("%(theme)s (not yet checked)")
        return [theme if state == CONFIRMED_TAG else unchecked % {"theme": theme} for theme, state in tags]

    @property
    def note(self) -> str:
        return self.payload["note"] or ""

    @property
    def remark(self) -> str:
        """A remark of ours, with what it rests on; it stands apart from the note on the source (rule 15)."""
        remark, source = self.payload.get("remark"), self.payload.get("remark_source")
        return f"{remark} ({source})" if remark else ""

    @property
    def taken_from(self) -> str:
        """What a historical entry was taken from, and that it was not reviewed here; empty for any other (rule 15)."""
        return taken_from_of(self.payload)

    @property
    def standing(self) -> str:
        """What was said last of whether it still stands; empty if nothing was."""
        if not self.entry.standings:
            return ""
        last = sorted(self.payload["standings"], key=lambda standing: standing["day"])[-1]
        words = {
            "confirmed": _("Confirmed on %(day)s: %(reason)s"),
            "lost": _("Lost on %(day)s: %(reason)s"),
            "restored": _("Restored on %(day)s: %(reason)s"),
        }
        return words[last["kind"]] % {"day": day(date.fromisoformat(last["day"])), "reason": isolated(last["reason"])}

    @property
    def instrument(self) -> str:
        instrument = self.payload["instrument"]
        return instrument["title"] if instrument else ""

    @property
    def followed_from(self) -> list["PublishedResult"]:
        """The results of the page that it says it followed from."""
        return [self.neighbours[key] for key in self.payload["follows"] if key in self.neighbours]


def listed(
    publications: Iterable[Publication], *, themes: Mapping[str, Theme], past: Past, with_country: bool = False
) -> list[PublishedResult]:
    """Publications `with_labels` as a list shows them; with the country in front, where the list is not of one."""
    publications = list(publications)
    # Of few results only what is withheld of these is read; of many, one question without a list of them is cheaper.
    few = [publication.result_id for publication in publications] if len(publications) <= 100 else None
    hidden = hidden_groups(few)
    return [
        published_result(p, shown_payload(p, hidden), themes=themes, past=past, with_country=with_country)
        for p in publications
    ]


def published_result(
    publication: Publication,
    payload: Mapping[str, Any],
    *,
    themes: Mapping[str, Theme],
    past: Past,
    with_country: bool = False,
) -> PublishedResult:
    """One publication, of which readers get `payload`."""
    indicator = publication.indicator
    return PublishedResult(
        entry=entry_of(dict(payload), step=indicator.step),
        title=payload["title"],
        level=level_number(indicator.level),
        payload=payload,
        themes=themes,
        past=past,
        of_country=publication.country,
        round=payload["round"],
        is_among_countries=with_country,
    )


def taken_from_of(payload: Mapping[str, Any]) -> str:
    """What a payload of a historical entry was taken from; empty for any other."""
    first, last = (BY_NAME[name].type.read(payload.get(name)) for name in ("source_first", "source_last"))
    return taken_from_text(payload["origin"], payload.get("source_kind"), first, last)


def themes_by_slug() -> dict[str, Theme]:
    """Every theme, by its slug."""
    return {theme.slug: theme for theme in Theme.objects.all()}


def years_of(results: Iterable[PublishedResult]) -> list[tuple[int, list[PublishedResult]]]:
    """Results under their years, the last year first."""
    ordered = sorted(results, key=lambda r: figures.in_order(r.entry), reverse=True)
    return [(year, list(some)) for year, some in groupby(ordered, key=lambda r: r.year)]
