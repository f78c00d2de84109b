"""Reporting rounds: which one a result belongs to, when a country's update is due, and who answers for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from countries.models import Country, FocalPoint
from indicators.models import CountryUpdate, Round
from rmt.models import User


def round_for(day: date) -> Round | None:
    """The open round that began last by `day`; if none is open, the next planned one; `None` if there is none.

    A result is never refused because no round is open: it belongs to the next (docs/design.md, "Workflow", submit).
    """
    return open_round(day) or Round.objects.filter(state=Round.State.PLANNED, end__gt=day).order_by("start").first()


def open_round(day: date) -> Round | None:
    """The open round that began last by `day`; `None` if none is open."""
    return Round.objects.filter(state=Round.State.OPEN, start__lte=day).order_by("-start").first()


def due_moment(reporting_round: Round, country: Country) -> datetime:
    """The first moment that is late: midnight after the day it is due, in the country's capital."""
    midnight = datetime.combine(reporting_round.due + timedelta(days=1), datetime.min.time())
    return midnight.replace(tzinfo=ZoneInfo(country.time_zone))


def is_late(reporting_round: Round, country: Country, *, sent_at: datetime) -> bool:
    """Whether what was sent at `sent_at` came after the day it was due; 23:59 in the capital is in time."""
    return sent_at >= due_moment(reporting_round, country)


def was_asked_for(reporting_round: Round) -> bool:
    """Whether countries were asked for updates in this round: not before it opens, and not before this tool existed.

    Rounds from before were loaded closed, and nothing was ever done with them.
    """
    if reporting_round.state == Round.State.CLOSED:
        return reporting_round.events.exists()
    return reporting_round.state == Round.State.OPEN


def today_in(country: Country, *, now: datetime) -> date:
    """The day that it is in the country's capital."""
    return now.astimezone(ZoneInfo(country.time_zone)).date()


def accepts(reporting_round: Round, update: CountryUpdate | None, *, today: date) -> bool:
    """Whether answers can be written on `today`: while the round is open, or until the day a return is open."""
    if reporting_round.state == Round.State.OPEN:
        return True
    if update is None or update.status != CountryUpdate.Status.RETURNED:
        return False
    return update.return_open_until is not None and today <= update.return_open_until


def validated_until(reporting_round: Round) -> date | None:
    """The day by which it is to be validated: the one that was set, or 25 January for the second half of a year."""
    is_second_half = reporting_round.end.month == 1
    return reporting_round.validate_by or (reporting_round.end.replace(day=25) if is_second_half else None)


def focal_points_of(countries: Iterable[Country], *, day: date) -> Mapping[int, list[User]]:
    """Focal points and deputies of each country who can sign in, by id of the country; a focal point comes first."""
    roles = FocalPoint.objects.on(day).filter(country__in=list(countries), user__is_active=True)
    people: dict[int, list[User]] = defaultdict(list)
    for row in roles.select_related("user").order_by("is_deputy", "start", "pk"):
        if row.user not in people[row.country_id]:
            people[row.country_id].append(row.user)
    return people
