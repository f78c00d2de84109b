"""Every statement of the ledger by its values, held by each process: what the explorer counts.

A set of statements is a whole number with one bit for each of them, in the order in which they were published: what
fits two conditions is `one & other`, and how many those are is its `bit_count`. A hundred thousand statements take some
tens of megabytes and are counted for all facets in milliseconds, on a past day as well as now.

Nothing can be stale. The ledger only grows, and its hashes are a chain: as long as the last row that was read is still
there by its hash, so is all before it, and only what was published since is read.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Model

from indicators.figures import LOST
from indicators.models import LedgerHead, Publication, PublishedContribution, PublishedStanding, PublishedTag
from rmt.records import end_of

FEW = 500
Bits = int
COLUMNS = (
    "pk", "seq", "hash", "kind", "result_id", "number", "recorded_at", "country_id", "indicator_id", "round_id",
    "instrument_id", "achieved_first", "achieved_last",
)  # fmt: skip


def bits_of(places: Sequence[int]) -> Bits:
    """The set of these statements.

    >>> bin(bits_of([0, 3]))
    '0b1001'
    """
    if len(places) < 2:
        return 1 << places[0] if places else 0
    signs = bytearray(max(places) // 8 + 1)
    for place in places:
        signs[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(signs, "little")


def places_of(bits: Bits) -> Iterator[int]:
    """The statements of a set.

    >>> list(places_of(0b1001))
    [0, 3]
    """
    for at, eight in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        while eight:
            lowest = eight & -eight
            yield at * 8 + lowest.bit_length() - 1
            eight ^= lowest


def either(sets: Iterable[Bits]) -> Bits:
    """What is in any of some sets."""
    found = 0
    for each in sets:
        found |= each
    return found


class Statements:
    """The statements of a ledger up to one row: read once, never changed; `extended` is the next of its kind."""

    def __init__(self) -> None:
        self.seq, self.hash = 0, ""
        self.keys: list[int] = []
        self.recorded: list[datetime] = []
        self.superseded: list[tuple[datetime, int]] = []
        self.in_force: dict[int, int] = {}  # the statement of each result that readers get now
        self.by_number: dict[int, int] = {}
        self.now: Bits = 0
        self.values: dict[str, dict[Hashable, Bits]] = {
            name: {} for name in ("country", "indicator", "round", "theme", "project", "first_year", "last_year")
        }
        self.days: list[tuple[int, int, int]] = []  # what sorts a list: the last achieved first, then by number
        self.by_day: list[int] = []
        self.of_instrument: dict[int, list[int]] = {}
        self.standings: dict[int, list[tuple[date, int, str]]] = {}
        self._lost: tuple[date, Bits] | None = None
        self._branches: tuple[Sequence[tuple[int, int]], dict[int, Bits]] | None = None

    def extended(self) -> "Statements":
        """These and what was published since."""
        new = Statements()
        new.seq, new.hash, new.now = self.seq, self.hash, self.now
        new.keys, new.recorded, new.superseded = [*self.keys], [*self.recorded], [*self.superseded]
        new.days, new.by_day = [*self.days], [*self.by_day]
        new.in_force, new.by_number, new.standings = {**self.in_force}, {**self.by_number}, {**self.standings}
        new.of_instrument = {key: [*places] for key, places in self.of_instrument.items()}
        new.values = {name: {**sets} for name, sets in self.values.items()}
        new._read()
        return new

    def _read(self) -> None:
        """Add what stands in the ledger after `seq`."""
        added: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
        places: dict[int, int] = {}
        ended: list[int] = []
        rows = Publication.objects.filter(seq__gt=self.seq).order_by("seq").values_list(*COLUMNS)
        for row in rows.iterator():
            pk, self.seq, self.hash, kind, result, number, at, country, indicator, of_round, law, first, last = row
            if result in self.in_force:
                before = self.in_force.pop(result)
                ended.append(before)
                self.superseded.append((at, before))
                self.by_number.pop(number, None)
            if kind != Publication.Kind.STATEMENT:
                continue
            place = places[pk] = len(self.keys)
            self.keys.append(pk)
            self.recorded.append(at)
            self.days.append((-last.toordinal(), -first.toordinal(), number))
            self.in_force[result] = self.by_number[number] = place
            added["country", country].append(place)
            added["indicator", indicator].append(place)
            added["first_year", first.year].append(place)
            added["last_year", last.year].append(place)
            if of_round:
                added["round", of_round].append(place)
            if law:
                self.of_instrument.setdefault(law, []).append(place)
        for pk, theme in _beside(PublishedTag, places, "theme_id", state="confirmed"):
            added["theme", theme].append(places[pk])
        for pk, project in _beside(PublishedContribution, places, "project_id"):
            added["project", project].append(places[pk])
        for pk, day, key, kind in _beside(PublishedStanding, places, "day", "pk", "kind"):
            self.standings.setdefault(places[pk], []).append((day, key, kind))
        for (name, key), some in added.items():
            self.values[name][key] = self.values[name].get(key, 0) | bits_of(some)
        self.by_day = sorted([*self.by_day, *places.values()], key=self.days.__getitem__)
        self.now = (self.now | bits_of([*places.values()])) & ~bits_of(ended)

    def as_of(self, day: date | None) -> Bits:
        """The statements in force at the end of a day; `None` is now (rule 3)."""
        if day is None:
            return self.now
        moment = end_of(day)
        return self.written(day) & ~bits_of([place for at, place in self.superseded if at < moment])

    def written(self, day: date | None) -> Bits:
        """Every statement that was published by the end of a day; `None` is now."""
        return (1 << (bisect_left(self.recorded, end_of(day)) if day else len(self.recorded))) - 1

    def lost(self, *, on: date) -> Bits:
        """Those of which it was last said, by a day, that what they report was lost (rule 7)."""
        held = self._lost  # of one day at a time; another thread may ask for another
        if held is None or held[0] != on:
            last = {place: max((s for s in said if s[0] <= on), default=None) for place, said in self.standings.items()}
            held = on, bits_of([place for place, said in last.items() if said and said[2] == LOST])
            self._lost = held
        return held[1]

    def branches(self, pairs: Sequence[tuple[int, int]]) -> Mapping[int, Bits]:
        """The statements of each branch, by `pairs` of an instrument and one of the branches that it has today."""
        held = self._branches
        if held is None or held[0] != pairs:
            found: dict[int, list[int]] = defaultdict(list)
            for instrument, branch in pairs:
                found[branch] += self.of_instrument.get(instrument, ())
            held = pairs, {branch: bits_of(places) for branch, places in found.items()}
            self._branches = held
        return held[1]

    def latest_first(self, some: Bits) -> Iterator[int]:
        """The places of some statements, the last achieved first: as `PublicationQuerySet.by_achievement` sorts."""
        if some.bit_count() <= FEW:
            yield from sorted(places_of(some), key=self.days.__getitem__)
            return
        signs = some.to_bytes(len(self.keys) // 8 + 1, "little")
        yield from (place for place in self.by_day if signs[place >> 3] >> (place & 7) & 1)

    def by_pk(self) -> dict[int, int]:
        """Where each publication stands, by its key."""
        return {pk: place for place, pk in enumerate(self.keys)}

    @property
    def is_current(self) -> bool:
        """Whether nothing was published since."""
        head = LedgerHead.objects.filter(pk=1).values_list("seq", "hash").first()
        return (self.seq, self.hash) == (head or (0, ""))

    @property
    def is_part_of_the_ledger(self) -> bool:
        """Whether the ledger at hand begins with these: false for another database, and after a rollback."""
        return self.seq == 0 or Publication.objects.filter(seq=self.seq, hash=self.hash).exists()


def _beside(model: type[Model], places: Mapping[int, int], *columns: str, **only: Any) -> Iterator[tuple]:
    """Rows of a projection of the publications in `places`: the key of the publication, then `columns`."""
    rows = model._default_manager.filter(**only).order_by()
    if len(places) <= FEW:
        rows = rows.filter(publication__in=list(places))
    for row in rows.values_list("publication_id", *columns).iterator():
        if row[0] in places:
            yield row


_held: dict[str, Statements] = {}
_lock = Lock()
DATABASES_HELD = 4  # the site's, and of practice desks, which are small, those with most in them


def statements() -> Statements:
    """The statements of the ledger as it is now; only what was published since the last time is read.

    One thread reads, and the others wait for it instead of reading the same.
    """
    name = str(connection.settings_dict["NAME"])
    with _lock:
        held = _held.get(name) or Statements()
        if not held.is_current:
            held = (held if held.is_part_of_the_ledger else Statements()).extended()
            _held[name] = held
            for smallest in sorted(_held, key=lambda each: len(_held[each].keys))[:-DATABASES_HELD]:
                del _held[smallest]
    return held
