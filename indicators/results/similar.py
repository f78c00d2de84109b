"""Results that are possibly the same as one that is being entered. They are shown; they never block."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from countries.models import Country, Instrument
from indicators.models import Indicator, Publication, Result
from indicators.results.title_words import likeness, plain
from rmt.models import User
from rmt.text import span

ALIKE = 0.6
WITHIN = timedelta(days=366)
MOST = 3

Days = tuple[date, date]


@dataclass(frozen=True)
class Twin:
    """A result that may be the same: as the public reads it, or, where the person may know of it, as it stands."""

    title: str
    url: str
    when: str
    state: str


@dataclass(frozen=True)
class Candidate:
    """What is compared, and how it would be shown."""

    title: str
    indicator_id: int | None
    instrument_id: int | None
    days: Days | None
    twin: Twin


def possible_duplicates(
    *,
    user: User,
    country: Country | None,
    indicator: Indicator | None,
    title: str | None,
    instrument: Instrument | None = None,
    days: Days | None = None,
    besides: Result | None = None,
) -> list[Twin]:
    """Results of the same country with a similar title, on the same indicator or instrument, within a year.

    Only what is public, or what `user` may know of: somebody else's draft is never shown. The likeliest come first.
    """
    if not title or indicator is None:
        return []
    rows = [
        row
        for row in _candidates(user, country, besides)
        if row.indicator_id == indicator.pk or (instrument and row.instrument_id == instrument.pk)
    ]
    alike = [(likeness(title, row.title), row.twin) for row in rows if is_near(days, row.days)]
    found = sorted((pair for pair in alike if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [twin for _likeness, twin in found[:MOST]]


def is_near(one: Days | None, other: Days | None) -> bool:
    """Whether two dates may lie within a year of each other; one that is not known may lie anywhere.

    >>> from rmt.forms.fields import days_of
    >>> is_near(days_of(2021, 10), days_of(2022)), is_near(days_of(2018), days_of(2021)), is_near(None, days_of(2021))
    (True, False, True)
    """
    if one is None or other is None:
        return True
    return one[0] <= other[1] + WITHIN and other[0] <= one[1] + WITHIN


def _candidates(user: User, country: Country | None, besides: Result | None) -> Iterable[Candidate]:
    known = Result.objects.visible_to(user).filter(country=country).exclude(status=Result.Status.DISCARDED)
    public = Publication.objects.as_of(None).filter(country=country)
    if besides is not None:
        known, public = known.exclude(pk=besides.pk), public.exclude(result=besides)
    seen = set()
    for row in known.values(*COLUMNS, "pk", "uuid", "status"):
        seen.add(row["pk"])
        yield _of_the_desk(row)
    for row in public.exclude(result__in=seen).values(*COLUMNS, "number"):
        yield _of_the_public(row)


COLUMNS = ("title", "indicator_id", "instrument_id", "achieved_first", "achieved_last")


def _of_the_desk(row: dict[str, Any]) -> Candidate:
    url = Result(uuid=row["uuid"]).get_absolute_url()
    return _candidate(row, url=url, state=str(Result.Status(row["status"]).label))


def _of_the_public(row: dict[str, Any]) -> Candidate:
    return _candidate(row, url=Publication(number=row["number"]).get_absolute_url(), state=_("published"))


def _candidate(row: dict[str, Any], *, url: str, state: str) -> Candidate:
    first, last = row["achieved_first"], row["achieved_last"]
    title = row["title"] or ""
    twin = Twin(title=title, url=url, when=span(first, last), state=state)
    return Candidate(title, row["indicator_id"], row["instrument_id"], (first, last) if first else None, twin)


def twins_among(results: Iterable[Result]) -> dict[int, list[str]]:
    """Other results that are public or wait for review and say the same: title, law and date; one query.

    By the ids of those that have any, each named as a reviewer finds it.
    """
    listed = list(results)
    sent = Result.objects.filter(status__in=[Result.Status.SUBMITTED, Result.Status.VALIDATED])
    same_countries = Q(country__in={row.country_id for row in listed} - {None}) | Q(country=None)
    fact = ("country_id", "indicator_id", "instrument_id", "achieved_first", "achieved_last")
    by_fact: dict[tuple, list[tuple[int, str]]] = defaultdict(list)
    for pk, title, number, *same in sent.filter(same_countries).values_list("pk", "title", "number", *fact):
        name = _("No. %(number)s") % {"number": number} if number else f"“{title}”"
        by_fact[(plain(title), *same)].append((pk, name))
    found = {}
    for row in listed:
        key = (plain(row.title or ""), *(getattr(row, name) for name in fact))
        twins = [name for pk, name in by_fact.get(key, ()) if pk != row.pk]
        if twins:
            found[row.pk] = twins
    return found
