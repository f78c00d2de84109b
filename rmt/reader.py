"""How the person who is signed in writes numbers (rule 17) and reads moments.

`PersonOfTheDeskMiddleware` sets it for a request of the desk. Public pages, the same for everyone, have no reader.
What counts as today does not depend on it: rules, deadlines and the ledger go by UTC or by a country's capital.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Reader:
    """The language in which somebody writes numbers, and the zone in which they read moments."""

    language: str
    zone: tzinfo = UTC


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def reading_as(person) -> Iterator[None]:
    """Read and write as `person` chose, until the end of the block."""
    token = _reader.set(Reader(person.language, zone_named(person.time_zone)))
    try:
        yield
    finally:
        _reader.reset(token)


def reading_language() -> str:
    """The language in which numbers are typed now: the person's, else the page's."""
    reader = _reader.get()
    return (reader.language if reader else get_language() or "en")[:2]


def local(moment: datetime) -> datetime:
    """The moment in the person's time zone; in UTC where nobody is signed in."""
    reader = _reader.get()
    return moment.astimezone(reader.zone if reader else UTC)


def zone_named(name: str) -> tzinfo:
    """The time zone of that name; UTC if this machine does not know it.

    >>> zone_named("Nowhere/At_all").tzname(None)
    'UTC'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
