"""How far each country is in a round: on one screen, in a file, as one card; the same rows for all three."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators.models import CountryUpdate, Round, SentUpdate
from indicators.rounds import (
    checklists_of,
    countries_of,
    focal_points_of,
    is_late,
    open_round,
    today_in,
    was_asked_for,
)
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
class BoardRow:
    """One country in a round. It is late if it was first sent late, or is overdue and not sent."""

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
class Board:
    """A round on one screen: counts over every country that the reader may know of, rows as they were asked for.

    Each region has a `name` and a `code`, its `rows`, and how many `of` all its countries have `sent`.
    """

    regions: list[dict[str, Any]]
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
    def rows(self) -> list[BoardRow]:
        """Every row that is shown, region by region."""
        return [row for region in self.regions for row in region["rows"]]


def board(
    reporting_round: Round, *, now: datetime, regions: Iterable[int] | None = None, region: str = "", state: str = ""
) -> Board:
    """How far each country is. `regions` are those that the reader may know of (`None`: all); the rest narrows it."""
    listed = countries_of(reporting_round).select_related("region").order_by("region__order", "name_en")
    if regions is not None:
        listed = listed.filter(region__in=regions)
    rows = rows_of(reporting_round, list(listed), now=now)
    by_region: dict[str, list[BoardRow]] = defaultdict(list)
    for row in rows:
        by_region[row.country.region.code].append(row)
    shown = [
        {
            "name": str(own[0].country.region),
            "code": code,
            "rows": [row for row in own if row.fits(state)],
            "sent": sum(row.is_sent for row in own),
            "of": len(own),
        }
        for code, own in by_region.items()
        if region in ("", code)
    ]
    return Board(
        regions=[each for each in shown if each["rows"]],
        countries=len(rows),
        by_state=Counter(row.state for row in rows),
        late=sum(row.is_late for row in rows),
        results=sum(row.results for row in rows),
        without_people=sum(not row.people for row in rows),
        was_asked_for=reporting_round.state == Round.State.PLANNED or was_asked_for(reporting_round),
    )


def rows_of(reporting_round: Round, countries: Sequence[Country], *, now: datetime) -> list[BoardRow]:
    """One row for each country: a fixed number of queries, however many there are."""
    begun = CountryUpdate.objects.filter(round=reporting_round, country__in=countries)
    updates = {update.country_id: update for update in begun}
    sent = SentUpdate.objects.filter(update__round=reporting_round).order_by().values_list("update__country")
    sent_first = dict(sent.annotate(first=Min("at")))
    listed, answered, results = checklists_of([reporting_round], countries)
    can_be_late = was_asked_for(reporting_round)
    people = focal_points_of(countries, day=now.date())
    mails = MailSent.objects.filter(about__startswith=f"round {reporting_round.code} ").order_by()
    reminded = dict(mails.values_list("user").annotate(last=Max("at")))
    rows = []
    for country in countries:
        key, update, first = (country.pk, reporting_round.pk), updates.get(country.pk), sent_first.get(country.pk)
        state = update.status if update else NOT_STARTED
        open_until = update.return_open_until if update and state == RETURNED else None
        row = BoardRow(
            country=country,
            url=reverse("update", args=[reporting_round.code, country.slug]),
            state=state,
            sent_on=today_in(country, now=first) if first else None,
            open_until=open_until,
            is_late=can_be_late and _is_late(reporting_round, country, first, open_until, now=now),
            answered=len(answered[key]),
            expected=len(listed[key]),
            results=results[key],
            people=tuple(people[country.pk]),
            reminded=max((reminded[user.pk] for user in people[country.pk] if user.pk in reminded), default=None),
        )
        rows.append(row)
    return rows


def _is_late(
    reporting_round: Round, country: Country, first_sent: datetime | None, open_until: date | None, *, now: datetime
) -> bool:
    """Whether it was first sent late, or is overdue; a return has its own deadline."""
    if open_until is not None:
        return today_in(country, now=now) > open_until
    return is_late(reporting_round, country, sent_at=first_sent or now)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list: how many of its countries have sent, how many were or are late.

    A round from before this tool has no updates here (`is_recorded`), so it says nothing of who was late.
    """

    round: Round
    sent: int
    of: int
    late: int
    is_recorded: bool

    @property
    def url(self) -> str:
        return reverse("round", args=[self.round.code])


def round_lines(rounds: Iterable[Round], *, now: datetime, regions: Iterable[int] | None = None) -> list[RoundLine]:
    """Rounds with their counts: four queries, however many rounds and countries there are."""
    asked = Country.objects.all() if regions is None else Country.objects.filter(region__in=regions)
    countries = asked.prefetch_related("priorities", "updates").in_bulk().values()
    first_times = SentUpdate.objects.order_by().values_list("update__country", "update__round")
    sent_first = {(country, key): at for country, key, at in first_times.annotate(first=Min("at"))}
    lines = []
    for each in rounds:
        sent = of = late = begun = 0
        for country in countries:
            update = next((u for u in country.updates.all() if u.round_id == each.pk), None)
            if update is None and not country.is_priority_between(each.start, each.end):
                continue
            of += 1
            begun += update is not None
            sent += update is not None and update.status in (WAITING, VALIDATED)
            open_until = update.return_open_until if update and update.status == RETURNED else None
            late += _is_late(each, country, sent_first.get((country.pk, each.pk)), open_until, now=now)
        is_recorded = begun > 0 or each.state == Round.State.OPEN
        line = RoundLine(
            round=each,
            sent=sent,
            of=of,
            late=late if is_recorded else 0,
            is_recorded=is_recorded,
        )
        lines.append(line)
    return lines


def round_for_manager(now: datetime, *, regions: Iterable[int] | None = None) -> RoundLine | None:
    """The card of the desk: the open round, n of m sent, k late; `None` with no round open."""
    reporting_round = open_round(now.date())
    if reporting_round is None:
        return None
    return round_lines([reporting_round], now=now, regions=regions)[0]
