"""Which earlier results a result may follow from: what the public reads, and what the person may know of."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from countries.models import Country
from indicators.models import Publication, Result
from rmt.models import User
from rmt.text import isolated, span

MOST = 100


class EarlierResult(NamedTuple):
    """A result that can be named as an earlier one; `note` says what a reader would not see."""

    uuid: str
    title: str
    note: str
    first: date | None
    last: date | None
    instrument_id: int | None

    @property
    def words(self) -> str:
        about = ", ".join(filter(None, [span(self.first, self.last), self.note]))
        return f"{isolated(self.title)} ({about})"


def earlier_results(user: User, *, country: Country | None, besides: Result | None) -> list[tuple[str, str]]:
    """Choices for "which earlier results led to it": on the same instrument first, then the latest.

    Every published result of the country, and the drafts and sent ones that `user` may know of. Whatever was chosen
    stays a choice; if it was withdrawn meanwhile, its line says so.
    """
    chosen = set(besides.follows.values_list("pk", flat=True)) if besides else set()
    found = {row.uuid: row for row in _working_copies(user, country, chosen)}
    columns = ("result__uuid", "title", "achieved_first", "achieved_last", "instrument_id")
    for uuid, title, *rest in Publication.objects.as_of(None).filter(country=country).values_list(*columns):
        found[str(uuid)] = EarlierResult(str(uuid), title, "", *rest)
    if besides:
        found.pop(str(besides.uuid), None)
    instrument = besides.instrument_id if besides else None
    first = {str(uuid) for uuid in Result.objects.filter(pk__in=chosen).values_list("uuid", flat=True)}
    latest = sorted(found.values(), key=attrgetter("title"))
    latest.sort(key=lambda row: row.last or date.max, reverse=True)
    latest.sort(key=lambda row: (row.uuid not in first, instrument is None or row.instrument_id != instrument))
    return [(row.uuid, row.words) for row in latest[:MOST]]


def _working_copies(user: User, country: Country | None, chosen: set[int]) -> Iterator[EarlierResult]:
    """Drafts and results that were sent; one that the person may not know of is named by its number alone."""
    known = Result.objects.visible_to(user).exclude(status=Result.Status.DISCARDED)
    open_to = set(known.filter(country=country).values_list("pk", flat=True))
    columns = ("pk", "uuid", "number", "title", "status", "achieved_first", "achieved_last", "instrument_id")
    rows = Result.objects.filter(pk__in=open_to | chosen)
    for pk, uuid, number, title, status, first, last, instrument in rows.values_list(*columns):
        if pk in open_to:
            name = title or _("untitled")
        elif number:
            name = _("Result No. %(number)s") % {"number": number}
        else:
            name = _("A result that is not public")
        yield EarlierResult(str(uuid), name, str(Result.Status(status).label), first, last, instrument)


def named(uuids: Iterable[str]) -> list[Result]:
    """The results with these keys."""
    return list(Result.objects.filter(uuid__in=[UUID(uuid) for uuid in uuids]))
