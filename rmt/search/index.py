"""Search over everything that is public: one table, written when something becomes public, read by one function.

What is found begins with the words that were asked for, whatever their accents and capitals. Results come from their
publications in force alone, so a draft is never here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_, attrgetter
from typing import Any, NamedTuple, overload

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, RowNumber
from django.urls import get_script_prefix
from django.utils.translation import get_language, override

from rmt.models import SearchEntry
from rmt.search.rows import WEIGHTS
from rmt.text import key_of

MOST_WORDS = 12
MANY = SearchEntry.Kind.RESULT
"""The one kind of which there are thousands."""
FEW = [kind for kind in SearchEntry.Kind if kind != MANY]
AT_ONCE = 500
COLUMNS = ("title", "names", "called", "text", "path", "detail", "weight", "day")


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
    found = _matching(words_of(query))
    counts = dict(found.filter(kind__in=FEW).values_list("kind").annotate(n=Count("pk")).order_by())
    of_many = found.count() - sum(counts.values())  # an index counts all of them without reading one
    return counts | ({MANY: of_many} if of_many else {})


def numbers_of(query: str) -> models.QuerySet:
    """The numbers of the results that are found by every word of `query`, to narrow a list of them."""
    found = _matching(words_of(query)).filter(weight=WEIGHTS[MANY])
    return found.order_by().annotate(number=Cast("key", models.BigIntegerField())).values("number")


def words_that_find(query: str) -> list[tuple[str, int]]:
    """The words of a query that each find something, with how much; for a query that finds nothing."""
    words = list(dict.fromkeys(words_of(query)))[:4]
    if len(words) < 2:
        return []
    found = [(word, _matching([word]).count()) for word in words]
    return [(word, number) for word, number in found if number]


def words_of(query: str) -> list[str]:
    """The words to look for: letters and digits only, so that none of them means anything to a database.

    >>> words_of("Côte d’Ivoire, 100%"), words_of("' OR 1=1 --"), words_of("%_")
    (['cote', 'd', 'ivoire', '100'], ['or', '1', '1'], [])
    """
    return key_of(query).split()[:MOST_WORDS]


ORDER = (F("rank").asc(), F("weight").asc(), F("day").desc(nulls_last=True), F("title").asc(), F("pk").asc())


class HasWords(models.Func):
    """Whether a text has words that begin as a query of PostgreSQL says: as the index of words has it."""

    template = "array_to_tsvector(array_remove(string_to_array(%(expressions)s::tsquery"
    arg_joiner = ", ' '), '')) @@ "
    output_field = models.BooleanField()


def _matching(words: Sequence[str]) -> models.QuerySet[SearchEntry]:
    """The entries that have them all: letters of English by the index, others by reading every text."""
    if not words:
        return SearchEntry.objects.none()
    indexed = [word for word in words if word.isascii()]
    found = SearchEntry.objects.filter(*(Q(text__contains=f" {word}") for word in words if not word.isascii()))
    if not indexed:
        return found
    if connection.vendor == "postgresql":
        return found.filter(HasWords(F("text"), Value(" & ".join(f"{word}:*" for word in indexed))))
    rows = "SELECT rowid FROM rmt_searchentry_words WHERE rmt_searchentry_words MATCH %s"
    begin_so = " ".join(f'"{word}"*' for word in indexed)
    return found.filter(pk__in=RawSQL(rows, [begin_so]))  # noqa: S611 (a parameter of letters and digits only)


def _ranked(query: str, kind: str = "") -> models.QuerySet[SearchEntry]:
    words = words_of(query)
    found = _matching(words)
    if kind:
        # Of the one kind that is nearly everything, its weight: SQLite would read all of it, not what has the words.
        found = found.filter(weight=WEIGHTS[MANY]) if kind == MANY else found.filter(kind=kind)
    if not words:
        return found
    name = " ".join(words)
    rank = Case(
        When(called__contains=f"| {name} |", then=Value(0)),
        When(called__contains=f"| {name}", then=Value(1)),
        When(reduce(and_, (Q(called__contains=f" {word}") for word in words)), then=Value(2)),
        default=Value(3),
    )
    return found.annotate(rank=rank).order_by(*ORDER)


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
        SearchEntry.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["kind", "key"], update_fields=list(COLUMNS)
        )


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(things)
    while some := list(islice(source, AT_ONCE)):
        yield some
