"""How far each country is in a round: on one screen, in a file, as one card; the same rows for all three."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators.models import Answer, CountryUpdate, Indicator, Result, Round, SentUpdate
from indicators.rounds import countries_of, focal_points_of, is_late, open_round, today_in, was_asked_for
from indicators.updates import SENT, expected_by_country
from rmt.models import MailSent, User

NOT_STARTED, IN_PROGRESS, RETURNED = "not-started", "in-progress", "returned"
WAITING, VALIDATED = "submitted", "validated"
LATE, NOBODY = "late", "nobody"
STATES = {
    NOT_STARTED: gettext_lazy("Not started"),
    IN_PROGRESS: gettext_lazy("In progress"),
    RETURNED: gettext_lazy("Returned"),
    WAITING: gettext_lazy("Sent"),
    VALIDATED: gettext_lazy("Validated"),
}
FILTERS = {**STATES, LATE: gettext_lazy("Late"), NOBODY: gettext_lazy("Without a focal point")}
CHIPS = {WAITING: "branch", VALIDATED: "success", RETURNED: "due"}


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One country in a round. `sent` is when it was first sent; late is what was sent late, or is late and not sent."""

    country: Country
    url: str
    state: str
    sent_on: date | None
    open_until: date | None
    is_late: bool
    answered: int
    expected: int
    results: int
    people: tuple[User, ...]
    reminded: datetime | None

    @property
    def is_sent(self) -> bool:
        return self.state in (WAITING, VALIDATED)

    @property
    def word(self) -> str:
        return str(STATES[self.state])

    @property
    def chip(self) -> str:
        """The kind of the chip: what is late and not sent is an error."""
        return "error" if self.is_late and not self.is_sent else CHIPS.get(self.state, "")

    @property
    def punctuality(self) -> str:
        """ "in time", "late", or nothing while there is still time."""
        if self.is_late:
            return _("late")
        return _("in time") if self.is_sent else ""

    def fits(self, state: str) -> bool:
        if state == LATE:
            return self.is_late
        if state == NOBODY:
            return not self.people
        return not state or self.state == state


@dataclass(frozen=True)
class RegionRows:
    """The countries of a region that are shown, and how many of all its countries have sent."""

    name: str
    code: str
    rows: list[CountryRow]
    sent: int
    of: int


@dataclass(frozen=True)
class Board:
    """A round on one screen: counts over every country that the reader may know of, rows as they were asked for."""

    regions: list[RegionRows]
    countries: int
    by_state: Counter[str] = field(default_factory=Counter)
    late: int = 0
    results: int = 0
    without_people: int = 0
    was_asked_for: bool = True

    @property
    def sent(self) -> int:
        return self.by_state[WAITING] + self.by_state[VALIDATED]

    @property
    def not_sent(self) -> int:
        return self.countries - self.sent

    @property
    def rows(self) -> list[CountryRow]:
        """Every row that is shown, region by region."""
        return [row for region in self.regions for row in region.rows]


def board(
    reporting_round: Round, *, now: datetime, regions: Iterable[int] | None = None, region: str = "", state: str = ""
) -> Board:
    """How far each country is. `regions` are those that the reader may know of (`None`: all); the rest narrows it."""
    listed = countries_of(reporting_round).select_related("region").order_by("region__order", "name_en")
    if regions is not None:
        listed = listed.filter(region__in=regions)
    rows = rows_of(reporting_round, list(listed), now=now)
    by_region: dict[str, list[CountryRow]] = defaultdict(list)
    for row in rows:
        by_region[row.country.region.code].append(row)
    shown = [
        RegionRows(
            name=str(own[0].country.region),
            code=code,
            rows=[row for row in own if row.fits(state)],
            sent=sum(row.is_sent for row in own),
            of=len(own),
        )
        for code, own in by_region.items()
        if region in ("", code)
    ]
    return Board(
        regions=[each for each in shown if each.rows],
        countries=len(rows),
        by_state=Counter(row.state for row in rows),
        late=sum(row.is_late for row in rows),
        results=sum(row.results for row in rows),
        without_people=sum(not row.people for row in rows),
        was_asked_for=reporting_round.state == Round.State.PLANNED or was_asked_for(reporting_round),
    )


def rows_of(reporting_round: Round, countries: Sequence[Country], *, now: datetime) -> list[CountryRow]:
    """One row for each country: a fixed number of queries, however many there are."""
    updates = {
        update.country_id: update
        for update in CountryUpdate.objects.filter(round=reporting_round, country__in=countries)
    }
    first_sent = dict(
        SentUpdate.objects.filter(update__round=reporting_round)
        .order_by()
        .values_list("update__country")
        .annotate(first=Min("at"))
    )
    wanted, answered, results = _answers(reporting_round, countries)
    can_be_late = was_asked_for(reporting_round)
    people = focal_points_of(countries, day=now.date())
    reminded = _reminded(reporting_round)
    return [
        _row(
            reporting_round,
            country,
            updates.get(country.pk),
            first_sent.get(country.pk),
            now=now,
            answered=len(wanted[country.pk] & answered[country.pk]),
            expected=len(wanted[country.pk]),
            results=results[country.pk],
            people=tuple(people[country.pk]),
            reminded=max((reminded[u.pk] for u in people[country.pk] if u.pk in reminded), default=None),
            can_be_late=can_be_late,
        )
        for country in countries
    ]


def _row(
    reporting_round: Round,
    country: Country,
    update: CountryUpdate | None,
    first_sent: datetime | None,
    *,
    now: datetime,
    answered: int,
    expected: int,
    results: int,
    people: tuple[User, ...],
    reminded: datetime | None,
    can_be_late: bool,
) -> CountryRow:
    state = update.status if update else NOT_STARTED
    open_until = update.return_open_until if update and state == RETURNED else None
    sent_on = today_in(country, now=first_sent) if first_sent else None
    return CountryRow(
        country=country,
        url=reverse("update", args=[reporting_round.code, country.slug]),
        state=state,
        sent_on=sent_on,
        open_until=open_until,
        is_late=can_be_late and _is_late(reporting_round, country, first_sent, open_until, now=now),
        answered=answered,
        expected=expected,
        results=results,
        people=people,
        reminded=reminded,
    )


def _is_late(
    reporting_round: Round, country: Country, first_sent: datetime | None, open_until: date | None, *, now: datetime
) -> bool:
    """Whether it was first sent late, or is not there though its day has passed; a return has its own deadline."""
    if open_until is not None:
        return today_in(country, now=now) > open_until
    return is_late(reporting_round, country, sent_at=first_sent or now)


def _answers(
    reporting_round: Round, countries: Sequence[Country]
) -> tuple[dict[int, set[int]], dict[int, set[int]], Counter[int]]:
    """By country: indicators on the checklist, those with an answer or a result sent, and how many results."""
    wanted = expected_by_country(reporting_round, countries)
    answered: dict[int, set[int]] = defaultdict(set)
    said = Answer.objects.filter(update__round=reporting_round).exclude(kind=Answer.Kind.VALUE).order_by()
    for country, indicator in said.values_list("update__country", "indicator"):
        answered[country].add(indicator)
    counts: Counter[int] = Counter()
    sent = Result.objects.filter(reported_in=reporting_round, status__in=SENT, country__in=countries).order_by()
    rows = sent.values_list("country", "indicator", "indicator__collected_by").annotate(n=Count("pk"))
    for country, indicator, collected_by, number in rows:
        counts[country] += number
        if collected_by == Indicator.CollectedBy.FOCAL_POINT:
            wanted[country].add(indicator)
            answered[country].add(indicator)
    return wanted, answered, counts


def _reminded(reporting_round: Round) -> dict[int, datetime]:
    """When each person was last reminded of the round."""
    told = MailSent.objects.filter(about__startswith=f"round {reporting_round.code} ").order_by()
    return dict(told.values_list("user").annotate(last=Max("at")))


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list: how many of its countries have sent, how many were or are late.

    A round that was closed before its updates were kept here has none: nothing is said of who was late.
    """

    round: Round
    sent: int
    of: int
    late: int
    due_in_days: int
    is_recorded: bool

    @property
    def url(self) -> str:
        return reverse("round", args=[self.round.code])


def round_lines(rounds: Iterable[Round], *, now: datetime, regions: Iterable[int] | None = None) -> list[RoundLine]:
    """Rounds with their counts: four queries, however many rounds and countries there are."""
    listed = Country.objects.all() if regions is None else Country.objects.filter(region__in=regions)
    countries = listed.prefetch_related("priorities", "updates").in_bulk()
    sent_first = SentUpdate.objects.order_by().values_list("update__country", "update__round")
    first_sent = {(country, where): at for country, where, at in sent_first.annotate(first=Min("at"))}
    return [_line(each, list(countries.values()), first_sent, now=now) for each in rounds]


def _line(
    reporting_round: Round,
    countries: Iterable[Country],
    first_sent: Mapping[tuple[int, int], datetime],
    *,
    now: datetime,
) -> RoundLine:
    sent = of = late = begun = 0
    for country in countries:
        update = next((u for u in country.updates.all() if u.round_id == reporting_round.pk), None)
        if update is None and not country.is_priority_between(reporting_round.start, reporting_round.end):
            continue
        of += 1
        begun += update is not None
        sent += update is not None and update.status in (WAITING, VALIDATED)
        open_until = update.return_open_until if update and update.status == RETURNED else None
        at = first_sent.get((country.pk, reporting_round.pk))
        late += _is_late(reporting_round, country, at, open_until, now=now)
    is_recorded = begun > 0 or reporting_round.state == Round.State.OPEN
    return RoundLine(
        reporting_round, sent, of, late if is_recorded else 0, (reporting_round.due - now.date()).days, is_recorded
    )


def round_for_manager(now: datetime, *, regions: Iterable[int] | None = None) -> RoundLine | None:
    """The card of the desk: the open round, n of m sent, k late; `None` with no round open."""
    reporting_round = open_round(now.date())
    if reporting_round is None:
        return None
    return round_lines([reporting_round], now=now, regions=regions)[0]
