"""Search over everything that is public: one table, written when something becomes public, read by one function.

What is found begins with the words that were asked for, whatever their accents and capitals. Results come from their
publications in force alone, so a draft is never here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, overload

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import Cast, Length, RowNumber
from django.urls import get_script_prefix
from django.utils.translation import get_language, override

from rmt.models import SearchEntry, SearchWord
from rmt.search.rows import WEIGHTS
from rmt.search.words import distance, nearness_asked, stems_of, words_of
from rmt.text import key_of

MOST_WORDS = 12
BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~’‘“”«»–—·]+")
MANY = SearchEntry.Kind.RESULT
"""The one kind of which there are thousands."""
FEW = [kind for kind in SearchEntry.Kind if kind != MANY]
AT_ONCE = 500
COLUMNS = ("title", "names", "called", "text", "stems", "path", "detail", "weight", "day")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, as a reader sees it."""

    kind: str
    key: str
    title: str
    url: str
    detail: str


# Reading


def find(query: str, limit: int, *, kind: str = "") -> list[Found]:
    """Whatever has, for each word of `query`, a word that begins with it; the best first, of one kind if it is named.

    First what is called exactly so, then what begins so, then what has the words in its name, then the rest; among
    equals, countries before themes and so on to results, the latest first.
    """
    return list(ranked(query, kind)[:limit])


def ranked(query: str, kind: str = "") -> "Ranking":
    """The same as a lazy sequence: a page of it reads only its own rows."""
    return Ranking(_ranked(query, kind))


class Ranking(Sequence[Found]):
    """What was found, the best first; counts and slices are asked of the database."""

    def __init__(self, rows: models.QuerySet[SearchEntry]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, some: int) -> Found: ...

    @overload
    def __getitem__(self, some: slice) -> list[Found]: ...

    def __getitem__(self, some: int | slice) -> Found | list[Found]:
        if isinstance(some, slice):
            return [_found(row) for row in self.rows[some]]
        return _found(self.rows[some])


def find_by_kind(query: str, each: int) -> dict[str, list[Found]]:
    """The best of each kind, at most `each` of it; the kind with the best comes first."""
    if not words_of(query):
        return {}
    place = Window(RowNumber(), partition_by=F("kind"), order_by=ORDER)
    few = _ranked(query).filter(kind__in=FEW).annotate(place=place).filter(place__lte=each)
    best = sorted([*few, *_ranked(query, MANY)[:each]], key=attrgetter("rank", "weight"))
    groups: dict[str, list[Found]] = {}
    for row in best:
        groups.setdefault(row.kind, []).append(_found(row))
    return groups


def count(query: str) -> dict[str, int]:
    """How many of each kind are found, without kinds of which there are none."""
    found = _matching(asked_by(query))
    counts = dict(found.filter(kind__in=FEW).values_list("kind").annotate(n=Count("pk")).order_by())
    of_many = found.count() - sum(counts.values())  # the index counts all of them without reading one
    return counts | ({MANY: of_many} if of_many else {})


def numbers_of(query: str) -> models.QuerySet:
    """The numbers of the results that are found by every word of `query`, to narrow a list of them."""
    found = _matching(asked_by(query)).filter(weight=WEIGHTS[MANY])
    return found.order_by().annotate(number=Cast("key", models.BigIntegerField())).values("number")


def words_that_find(query: str) -> list[tuple[str, int]]:
    """The words of a query that each find something, with how much; for a query that finds nothing."""
    asked = asked_by(query)[:4]
    if len(asked) < 2:
        return []
    found = [(each.word, _matching([each]).count()) for each in asked]
    return [(word, number) for word, number in found if number]


def meant(query: str) -> str:
    """The question with words of names in place of those that find nothing; "" if none is near, or these find nothing.

    Near is a word with one or two letters put in, left out, changed or exchanged.
    """
    asked = asked_by(query)[:4]
    alone = {each.word: each.word if _matching([each]).exists() else "" for each in asked}
    if not asked or all(alone.values()):
        return ""
    for word in [word for word, found in alone.items() if not found][:2]:
        alone[word] = _nearest(word)
    better = " ".join(alone.values())
    return _as_spelled(better) if all(alone.values()) and _matching(asked_by(better)).exists() else ""


def _nearest(word: str) -> str:
    """The word of a name that is nearest to this one, of several the one that finds most; "" if none is near."""
    most = nearness_asked(word)
    names = SearchWord.objects.filter(is_name=True, is_stem=False).annotate(length=Length("word"))
    lengths = range(max(len(word) - most, 3), len(word) + most + 1)
    spelled = names.filter(length__in=lengths).values_list("word", flat=True).distinct() if most else ()
    near = [(far, other) for other in spelled if (far := distance(word, other, most)) <= most]
    nearest = [other for far, other in near if far == min(near)[0]]
    finds = dict(names.filter(word__in=nearest).values_list("word").annotate(n=Count("pk"))) if nearest else {}
    return max(nearest, key=lambda other: (finds[other], other), default="")


def _as_spelled(words: str) -> str:
    """The words with the capitals and accents of the name that they find first."""
    best = _ranked(words)[0]
    spelled = {
        key_of(word): word for name in (*best.names.values(), best.title) for word in re.findall(r"[^\W_]+", name)
    }
    return " ".join(spelled.get(word, word) for word in words.split())


ORDER = (F("rank").asc(), F("weight").asc(), F("day").desc(nulls_last=True), F("title").asc(), F("pk").asc())


class Begins(models.Lookup):
    """Whether a word begins with some letters and digits: those that come from there on, in the order of bytes."""

    lookup_name = "begins"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} >= %s AND {column} < %s", (*params, self.rhs, *params, f"{self.rhs}\U0010ffff")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*params, f"{self.rhs}%")  # its index is in the order of bytes for this alone


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question: what it finds begins so, or has one of its stems."""

    word: str
    stems: frozenset[str]

    def rows(self) -> models.QuerySet[SearchWord]:
        """The words of the index that answer it."""
        begins = Begins(F("word"), self.word)
        others = {stem for stem in self.stems if not stem.startswith(self.word)}
        return SearchWord.objects.filter(Q(begins) | Q(word__in=sorted(others)) if others else begins)


def asked_by(query: str) -> list[Asked]:
    """The words of a question with their stems in all four languages; as many words as are looked up."""
    words: dict[str, Asked] = {}
    for text in BETWEEN_WORDS.split(unicodedata.normalize("NFC", query)):
        for word in words_of(text):
            words.setdefault(word, Asked(word, frozenset(stems_of(text))))
    return list(words.values())[:MOST_WORDS]


def _have(asked: Iterable[Asked], **only: bool) -> Q:
    """The entries that have a word for each that is asked for."""
    return Q(*(Q(pk__in=each.rows().filter(**only).values("entry")) for each in asked))


def _matching(asked: Sequence[Asked]) -> models.QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(_have(asked)) if asked else SearchEntry.objects.none()


def _ranked(query: str, kind: str = "") -> models.QuerySet[SearchEntry]:
    asked = asked_by(query)
    found = _matching(asked)
    if kind:
        # Of the one kind that is nearly everything, its weight: SQLite would read all of it, not what has the words.
        found = found.filter(weight=WEIGHTS[MANY]) if kind == MANY else found.filter(kind=kind)
    if not asked:
        return found
    name = " ".join(each.word for each in asked)
    rank = Case(
        When(called__contains=f"| {name} |", then=Value(0)),
        When(called__contains=f"| {name}", then=Value(1)),
        When(_have(asked, is_name=True), then=Value(2)),
        default=Value(3),
    )
    return found.annotate(rank=rank).order_by(*ORDER).defer("called", "text", "stems")


def _found(row: SearchEntry) -> Found:
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    prefix = "" if language == settings.LANGUAGE_CODE[:2] else f"{language}/"
    url = get_script_prefix() + prefix + row.path.removeprefix("/")
    return Found(row.kind, row.key, row.names.get(language) or row.title, url, row.detail)


# Writing: in the transaction of what is published or renamed


class RowSource(NamedTuple):
    """Where the rows of one kind come from, and `how_many` there should be, where that is cheaper to ask."""

    rows: Callable[[], Iterable[SearchEntry]]
    how_many: Callable[[], int] | None


SOURCES: dict[str, RowSource] = {}


def register(kind: str, rows: Callable[[], Iterable[SearchEntry]], *, count: Callable[[], int] | None = None) -> None:
    """Register where the rows of one kind come from; each app does so for its own in `ready()`.

    Kinds without `count` are names, few enough to be read again whenever one may have changed.
    """
    SOURCES[kind] = RowSource(rows, count)


def write(rows: Callable[[], Iterable[SearchEntry]]) -> None:
    """Make rows findable, or correct them; in English, whoever writes."""
    with override("en"):
        _write(rows())


def forget(kind: str, *keys: str) -> None:
    """Make something unfindable."""
    for some in _batches(keys):
        SearchEntry.objects.filter(kind=kind, key__in=some).delete()


def refresh_names() -> None:
    """Make countries, themes, indicators, pages, projects and partners findable by what they are called now."""
    _update([kind for kind, source in SOURCES.items() if source.how_many is None])


def mend() -> None:
    """Repair the table: names always, results if there are more or fewer than are published.

    It also fills the table after an update from a release that had none.
    """
    refresh_names()
    _update(
        kind
        for kind, source in SOURCES.items()
        if source.how_many is not None and SearchEntry.objects.filter(kind=kind).count() != source.how_many()
    )


def rebuild() -> None:
    """Bring the whole table up to date. Only differences are written, so it may run at any time."""
    _update(SOURCES)
    SearchEntry.objects.exclude(kind__in=SOURCES).delete()


def _update(kinds: Iterable[str]) -> None:
    """Bring some kinds up to date: write the rows that differ, delete those that are gone."""
    kinds = list(kinds)
    stored: dict[tuple[str, str], tuple[int, list]] = {}
    for pk, kind, key, *values in SearchEntry.objects.filter(kind__in=kinds).values_list("pk", "kind", "key", *COLUMNS):
        stored[kind, key] = pk, values

    def differing() -> Iterator[SearchEntry]:
        for kind in kinds:
            for row in SOURCES[kind].rows():
                _pk, values = stored.pop((row.kind, row.key), (0, None))
                if values != [getattr(row, name) for name in COLUMNS]:
                    yield row

    with override("en"):
        _write(differing())
    for some in _batches(pk for pk, _values in stored.values()):
        SearchEntry.objects.filter(pk__in=some).delete()


def _write(entries: Iterable[SearchEntry]) -> None:
    for some in _batches(entries):
        written = SearchEntry.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["kind", "key"], update_fields=list(COLUMNS)
        )
        _index(written)


def _index(entries: Sequence[SearchEntry]) -> None:
    """Write the words of some entries that were just written, and take away those that they have no more."""
    stored = SearchWord.objects.filter(entry__in=[entry.pk for entry in entries])
    before = {tuple(row): pk for pk, *row in stored.values_list("pk", "entry", "word", "is_name", "is_stem")}
    now = {(entry.pk, *row) for entry in entries for row in _words_in(entry)}
    for some in _batches(pk for row, pk in before.items() if row not in now):
        SearchWord.objects.filter(pk__in=some).delete()
    new = sorted(now - before.keys())
    SearchWord.objects.bulk_create(
        (SearchWord(entry_id=pk, word=word, is_name=is_name, is_stem=is_stem) for pk, word, is_name, is_stem in new),
        batch_size=AT_ONCE,
    )


def _words_in(entry: SearchEntry) -> Iterator[tuple[str, bool, bool]]:
    """Each word by which something is found: whether its name holds it, and whether it is only a stem."""
    of_name, _bar, of_text = entry.stems.partition("|")
    seen: set[str] = set()
    for text, is_name, is_stem in (
        (entry.called, True, False), (of_name, True, True), (entry.text, False, False), (of_text, False, True),
    ):  # fmt: skip
        for word in words_of(text):
            if word not in seen:
                seen.add(word)
                yield word, is_name, is_stem


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(things)
    while some := list(islice(source, AT_ONCE)):
        yield some
