"""Updates in lists: when each is due, where it stands, and how much of it is answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from indicators.models import CountryUpdate, Milestone, MilestoneAnswer, ReviewEvent, Round
from indicators.rounds import accepts, checklists_of, is_late, open_round, today_in
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import day

Status = CountryUpdate.Status

EARLIER_SHOWN = 6
CHIPS = {Status.IN_PROGRESS: "due", Status.SUBMITTED: "", Status.VALIDATED: "success", Status.RETURNED: "error"}


def due_text(reporting_round: Round, country: Country, *, now: datetime) -> str:
    """When it is due and how far off that is, by the calendar of the capital: "due 10 January 2027, in 49 days"."""
    left = days_left(reporting_round, country, now=now)
    due = day(reporting_round.due)
    if left < 0:
        late = ngettext("was due %(day)s, %(count)s day ago", "was due %(day)s, %(count)s days ago", -left)
        return late % {"day": due, "count": -left}
    if left == 0:
        return _("due today, %(day)s, until 23:59 in the capital") % {"day": due}
    return ngettext("due %(day)s, tomorrow", "due %(day)s, in %(count)s days", left) % {"day": due, "count": left}


def days_left(reporting_round: Round, country: Country, *, now: datetime) -> int:
    """Days until the day it is due; below 0 it is late."""
    return (reporting_round.due - today_in(country, now=now)).days


@dataclass(frozen=True, slots=True)
class UpdateInRound:
    """The update of a country in a round, or that there is none: where it stands, in words and as a chip."""

    country: Country
    round: Round
    update: CountryUpdate | None

    @property
    def state(self) -> str:
        if self.update is not None:
            return str(self.update.get_status_display())
        return _("not started") if self.round.state == Round.State.OPEN else _("not sent")

    @property
    def kind(self) -> str:
        """The kind of chip."""
        return CHIPS[Status(self.update.status)] if self.update else ""

    @property
    def timing(self) -> str:
        """Whether what was sent came in time, to 23:59 in the capital; "" while nothing is sent."""
        update = self.update
        if update is None or update.submitted_at is None or update.status in (Status.IN_PROGRESS, Status.RETURNED):
            return ""
        is_after = is_late(update.round, update.country, sent_at=update.submitted_at)
        return _("sent late") if is_after else _("sent in time")

    @property
    def url(self) -> str:
        return reverse("update", args=[self.round.code, self.country.slug])


@dataclass(frozen=True, slots=True)
class DueCard(UpdateInRound):
    """An update that a focal point owes: for My desk and for the list of updates."""

    due: str
    days_left: int
    answered: int
    expected: int
    returned: str
    open_until: date | None

    @property
    def is_late(self) -> bool:
        """Whether it is still to be sent and the day has passed."""
        return self.days_left < 0 and self.can_write

    @property
    def can_write(self) -> bool:
        return self.update is None or self.update.status in (Status.IN_PROGRESS, Status.RETURNED)

    @property
    def counts(self) -> str:
        """How much is answered: "3 of 7 answered"."""
        if not self.expected:
            return _("nothing is expected")
        return _("%(done)s of %(all)s answered") % {"done": self.answered, "all": self.expected}

    @property
    def nothing_url(self) -> str:
        """The page from which one click sends "nothing to report", or "no change", for all that is open."""
        return reverse("update_nothing", args=[self.round.code, self.country.slug])


def due_for(user: User, now: datetime) -> list[DueCard]:
    """The updates that `user` owes or has sent in the open round, and what came back of others, soonest first.

    The number of queries is the same for one country and for many.
    """
    countries = {country.pk: country for country in Country.objects.filter(pk__in=roles_of(user).countries)}
    current = open_round(now.date())
    begun = CountryUpdate.objects.filter(country__in=countries).select_related("country", "round")
    updates = {(update.country_id, update.round_id): update for update in begun}
    wanted = {(pk, current.pk): current for pk in countries} if current else {}
    for key, update in updates.items():
        today = today_in(update.country, now=now)
        if update.status == Status.RETURNED and accepts(update.round, update, today=today):
            wanted[key] = update.round
    returned = [updates[key] for key in wanted if key in updates and updates[key].status == Status.RETURNED]
    returns = ReviewEvent.objects.filter(update__in=returned, kind=ReviewEvent.Kind.RETURNED).order_by("at", "pk")
    comments = dict(returns.values_list("update_id", "comment"))
    counts = _counts(wanted, countries.values())
    cards = []
    for key, reporting_round in wanted.items():
        country, found = countries[key[0]], updates.get(key)
        is_returned = found is not None and found.status == Status.RETURNED
        answered, expected = counts[key]
        card = DueCard(
            country=country,
            round=reporting_round,
            update=found,
            due=due_text(reporting_round, country, now=now),
            days_left=days_left(reporting_round, country, now=now),
            answered=answered,
            expected=expected,
            returned=comments.get(found.pk, "") if found and is_returned else "",
            open_until=found.return_open_until if found and is_returned else None,
        )
        cards.append(card)
    return sorted(cards, key=lambda card: (not card.can_write, card.open_until or card.round.due, card.country.name))


def _counts(
    wanted: Mapping[tuple[int, int], Round], countries: Iterable[Country]
) -> dict[tuple[int, int], tuple[int, int]]:
    """By country and round: how many are answered, how many are expected, milestones included (rule 19)."""
    countries, rounds = list(countries), {each.pk: each for each in wanted.values()}
    listed, answered, _results = checklists_of(rounds.values(), countries)
    asked: dict[tuple[int, int], set[int]] = defaultdict(set)
    answers = MilestoneAnswer.objects.filter(milestone__country__in=countries, round__in=rounds)
    for country, key, milestone in answers.values_list("milestone__country_id", "round_id", "milestone_id"):
        asked[country, key].add(milestone)
    due: dict[int, set[tuple[int, date]]] = defaultdict(set)
    milestones = Milestone.objects.filter(country__in=countries, state=Milestone.State.EXPECTED)
    for country, milestone, last in milestones.values_list("country_id", "pk", "expected_last"):
        due[country].add((milestone, last))
    counts = {}
    for country, key in wanted:
        here = asked[country, key]
        waiting = {milestone for milestone, last in due[country] if last < rounds[key].end} - here
        expected = len(listed[country, key]) + len(here) + len(waiting)
        counts[country, key] = (len(answered[country, key]) + len(here), expected)
    return counts


def earlier_rounds(user: User, now: datetime) -> list[UpdateInRound]:
    """The last rounds that are over, for each country of a focal point, the latest first."""
    countries = Country.objects.filter(pk__in=roles_of(user).countries)
    over = list(Round.objects.filter(state=Round.State.CLOSED, end__lte=now.date()).order_by("-start")[:EARLIER_SHOWN])
    begun = CountryUpdate.objects.filter(country__in=countries, round__in=over).select_related("country", "round")
    updates = {(update.country_id, update.round_id): update for update in begun}
    return [UpdateInRound(country, r, updates.get((country.pk, r.pk))) for country in countries for r in over]


def readable_updates(user: User) -> QuerySet[CountryUpdate]:
    """The updates that `user` only reads: all for managers and evaluators, the region's for a specialist."""
    roles = roles_of(user)
    updates = CountryUpdate.objects.select_related("country", "round")
    if roles.is_manager or roles.is_evaluator:
        return updates
    return updates.filter(country__region__in=roles.regions)


def reads_updates(roles: Roles) -> bool:
    """Whether somebody with these roles reads the updates of others."""
    return bool(roles.is_manager or roles.is_evaluator or roles.regions)
