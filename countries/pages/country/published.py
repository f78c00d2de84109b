"""The published results of one country: all of them as entries, and each as it is told once somebody reads it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.text import Truncator

from countries.models import Country
from indicators.figures import Entry
from indicators.ledger import entries_of
from indicators.models import Publication
from indicators.pages.published import LEVEL_NUMBERS, Listed, Past, standing_text, tag_text
from indicators.wording import kind_text
from rmt.text import LEVELS, STEPS, span

LEDE_WORDS = 30
COLUMNS = ("number", "title", "indicator__level", "round__code", "payload")


@dataclass(frozen=True, eq=False)
class Told:
    """One result, as `Listed` is; what is costly to say is worked out when it is printed."""

    entry: Entry
    title: str
    kind: str
    round: str | None
    payload: str
    shelf: "Shelf"

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def url(self) -> str:
        return self.shelf.address_of(self.number)

    @property
    def level(self) -> int:
        return LEVEL_NUMBERS[self.kind]

    @property
    def badge(self) -> str:
        step = self.entry.step
        return str(STEPS[step]) if step else kind_text(self.entry.indicator, str(LEVELS[self.level]))

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

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """Everything that it says."""
        return json.loads(self.payload)

    @property
    def lede(self) -> str:
        return Truncator(self.said["outcome"] or "").words(LEDE_WORDS)

    @property
    def tags(self) -> list[str]:
        themes = self.shelf.themes
        return [tag_text(tag["state"], themes[tag["theme"]]) for tag in self.said["tags"] if tag["theme"] in themes]

    @property
    def note(self) -> str:
        return self.said["note"] or ""

    @property
    def standing(self) -> str:
        return standing_text(self.said["standings"]) if self.entry.standings else ""

    @property
    def instrument(self) -> str:
        return self.said["instrument"]["title"] if self.said["instrument"] else ""

    @property
    def followed_from(self) -> "list[Told]":
        """The results of the country that it says it followed from."""
        return [self.shelf[key] for key in self.said["follows"] if key in self.shelf]


AnyResult = Listed | Told


class Shelf(Mapping[str, Told]):
    """The results of a country by the keys of their entries, in the order in which they were published."""

    def __init__(self, country: Country, *, past: Past, themes: Mapping[str, str]) -> None:
        self.past, self.themes = past, themes
        found = Publication.objects.as_of(past.day).filter(country=country)
        rows = {number: row for number, *row in found.order_by().values_list(*COLUMNS)}
        self.entries = [entry for entry in entries_of(found) if entry.number in rows]
        self._told = {entry.key: self._tell(entry, rows[entry.number]) for entry in self.entries}
        self._start = Publication(number=0).get_absolute_url().removesuffix("0/")

    def _tell(self, entry: Entry, row: Sequence[Any]) -> Told:
        title, kind, reported_in, payload = row
        return Told(entry, title, kind, reported_in, payload, self)

    def address_of(self, number: int) -> str:
        """The page of a result, on the day of this one; reversed once, not a thousand times."""
        return self.past.at(f"{self._start}{number}/")

    def __getitem__(self, key: str) -> Told:
        return self._told[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)
