"""Updates as people find them: what is due and when, how much of it is answered, and the checklist of one update."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country, Profile
from indicators.models import (
    Answer,
    CountryIndicatorNote,
    CountryUpdate,
    Indicator,
    Level,
    Milestone,
    MilestoneAnswer,
    Publication,
    Result,
    ReviewEvent,
    Round,
)
from indicators.pages.entry import plain_words
from indicators.pages.transition import Happened, moment, what_of
from indicators.rounds import accepts, is_late, open_round, today_in
from indicators.updates import NOT_BEGUN, SENT, Item, expected_by_country, items_of, milestones_due
from indicators.wording import value_text
from projects.models import Output
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import day, span

Status = CountryUpdate.Status
Kind = ReviewEvent.Kind

EARLIER_SHOWN = 6
CHIPS = {Status.IN_PROGRESS: "due", Status.SUBMITTED: "", Status.VALIDATED: "success", Status.RETURNED: "error"}


# When it is due


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


def state_text(update: CountryUpdate | None, reporting_round: Round) -> str:
    """Where an update stands, in a word or two."""
    if update is not None:
        return str(update.get_status_display())
    return _("not started") if reporting_round.state == Round.State.OPEN else _("not sent")


def chip_kind(update: CountryUpdate | None) -> str:
    """The kind of chip for the state of an update."""
    return CHIPS[Status(update.status)] if update else ""


def timing_text(update: CountryUpdate) -> str:
    """Whether what was sent came in time, to 23:59 in the capital; "" while nothing is sent."""
    if update.submitted_at is None or update.status in (Status.IN_PROGRESS, Status.RETURNED):
        return ""
    return _("sent late") if is_late(update.round, update.country, sent_at=update.submitted_at) else _("sent in time")


class InRound:
    """Where an update stands, in words and as the kind of a chip: for what has an update, or none, in a round."""

    __slots__ = ()
    update: CountryUpdate | None
    round: Round

    @property
    def state(self) -> str:
        return state_text(self.update, self.round)

    @property
    def kind(self) -> str:
        return chip_kind(self.update)

    @property
    def timing(self) -> str:
        return timing_text(self.update) if self.update else ""


# What waits for a person


@dataclass(frozen=True, slots=True)
class DueCard(InRound):
    """An update that a focal point owes: for My desk and for the list of updates."""

    country: Country
    round: Round
    update: CountryUpdate | None
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
    def url(self) -> str:
        return reverse("update", args=[self.round.code, self.country.slug])

    @property
    def nothing_url(self) -> str:
        """The page from which one click sends "nothing to report", or "no change", for all that is open."""
        return reverse("update_nothing", args=[self.round.code, self.country.slug])


def due_for(user: User, now: datetime) -> list[DueCard]:
    """The updates that `user` owes or has sent in the open round, and what came back of other rounds, soonest first.

    The number of queries is the same for one country and for many.
    """
    countries = {country.pk: country for country in Country.objects.filter(pk__in=roles_of(user).countries)}
    current = open_round(now.date())
    held = CountryUpdate.objects.filter(country__in=countries).select_related("country", "round")
    updates = {(u.country_id, u.round_id): u for u in held}
    wanted = {(pk, current.pk): current for pk in countries} if current else {}
    wanted |= {(u.country_id, u.round_id): u.round for u in updates.values() if _came_back(u, now)}
    comments = _return_comments([updates[key] for key in wanted if key in updates])
    counts = _counts(wanted, countries, updates)
    cards = [_card(countries[pk], r, updates.get((pk, rpk)), counts, comments, now) for (pk, rpk), r in wanted.items()]
    return sorted(cards, key=lambda card: (not card.can_write, card.open_until or card.round.due, card.country.name))


def _came_back(update: CountryUpdate, now: datetime) -> bool:
    today = today_in(update.country, now=now)
    return update.status == Status.RETURNED and accepts(update.round, update, today=today)


def _card(
    country: Country,
    reporting_round: Round,
    update: CountryUpdate | None,
    counts: Mapping[tuple[int, int], tuple[int, int]],
    comments: Mapping[int, str],
    now: datetime,
) -> DueCard:
    answered, expected = counts[country.pk, reporting_round.pk]
    is_returned = update is not None and update.status == Status.RETURNED
    return DueCard(
        country=country,
        round=reporting_round,
        update=update,
        due=due_text(reporting_round, country, now=now),
        days_left=days_left(reporting_round, country, now=now),
        answered=answered,
        expected=expected,
        returned=comments.get(update.pk, "") if update and is_returned else "",
        open_until=update.return_open_until if update and is_returned else None,
    )


def _return_comments(updates: Iterable[CountryUpdate]) -> dict[int, str]:
    """The last comment with which each was returned, in one query."""
    returns = ReviewEvent.objects.filter(update__in=[u.pk for u in updates], kind=Kind.RETURNED)
    return {pk: text for pk, text in returns.order_by("at", "pk").values_list("update_id", "comment") if pk}


def _counts(
    wanted: Mapping[tuple[int, int], Round],
    countries: Mapping[int, Country],
    updates: Mapping[tuple[int, int], CountryUpdate],
) -> dict[tuple[int, int], tuple[int, int]]:
    """By country and round: how many are answered, how many are to be (rule 19)."""
    rounds = {r.pk: r for r in wanted.values()}
    expected = {pk: expected_by_country(r, countries.values()) for pk, r in rounds.items()}
    reported, answered = _answered(rounds, countries, [updates[key] for key in wanted if key in updates])
    asked, due = _asked(rounds, countries)
    counts = {}
    for country, key in wanted:
        about = expected[key][country] | reported[country, key]
        done = about & (reported[country, key] | answered[country, key])
        kept = asked[country, key]
        waiting = {pk for pk, last in due[country] if last < rounds[key].end} - kept
        counts[country, key] = (len(done) + len(kept), len(about) + len(kept) + len(waiting))
    return counts


Ids = defaultdict[tuple[int, int], set[int]]


def _answered(rounds: Iterable[int], countries: Iterable[int], updates: list[CountryUpdate]) -> tuple[Ids, Ids]:
    """Indicators with a result that was sent, and with another answer."""
    reported: Ids = defaultdict(set)
    answered: Ids = defaultdict(set)
    sent = Result.objects.filter(country__in=list(countries), reported_in__in=list(rounds), status__in=SENT)
    collected = sent.filter(indicator__collected_by=Indicator.CollectedBy.FOCAL_POINT)
    for country, key, indicator in collected.values_list("country_id", "reported_in_id", "indicator_id"):
        reported[country, key].add(indicator)
    rows = Answer.objects.filter(update__in=[u.pk for u in updates]).exclude(kind=Answer.Kind.VALUE)
    for country, key, indicator in rows.values_list("update__country_id", "update__round_id", "indicator_id"):
        answered[country, key].add(indicator)
    return reported, answered


def _asked(rounds: Iterable[int], countries: Iterable[int]) -> tuple[Ids, defaultdict[int, set[tuple[int, date]]]]:
    """Milestones that were answered in a round, and those that are still expected with their last day."""
    asked: Ids = defaultdict(set)
    rows = MilestoneAnswer.objects.filter(milestone__country__in=list(countries), round__in=list(rounds))
    for country, key, milestone in rows.values_list("milestone__country_id", "round_id", "milestone_id"):
        asked[country, key].add(milestone)
    due: defaultdict[int, set[tuple[int, date]]] = defaultdict(set)
    expected = Milestone.objects.filter(country__in=list(countries), state=Milestone.State.EXPECTED)
    for country, milestone, last in expected.values_list("country_id", "pk", "expected_last"):
        due[country].add((milestone, last))
    return asked, due


# Lists


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """An update in a list."""

    round: Round
    country: Country
    state: str
    kind: str
    timing: str
    when: str

    @property
    def url(self) -> str:
        return reverse("update", args=[self.round.code, self.country.slug])


def line_of(reporting_round: Round, country: Country, update: CountryUpdate | None) -> UpdateLine:
    """How an update stands in a list; `None` for one that nobody began."""
    return UpdateLine(
        round=reporting_round,
        country=country,
        state=state_text(update, reporting_round),
        kind=chip_kind(update),
        timing=timing_text(update) if update else "",
        when=moment(update.submitted_at) if update and update.submitted_at else "",
    )


def earlier_rounds(user: User, now: datetime) -> list[UpdateLine]:
    """The last rounds that are over, for each country of a focal point, the latest first."""
    countries = Country.objects.filter(pk__in=roles_of(user).countries)
    over = list(Round.objects.filter(state=Round.State.CLOSED, end__lte=now.date()).order_by("-start")[:EARLIER_SHOWN])
    held = CountryUpdate.objects.filter(country__in=countries, round__in=over).select_related("country", "round")
    updates = {(u.country_id, u.round_id): u for u in held}
    return [line_of(r, country, updates.get((country.pk, r.pk))) for country in countries for r in over]


def readable_updates(user: User) -> QuerySet[CountryUpdate]:
    """The updates that `user` reads and does not write: a manager's and an evaluator's all, a specialist's region."""
    roles = roles_of(user)
    updates = CountryUpdate.objects.select_related("country", "round")
    if roles.is_manager or roles.is_evaluator:
        return updates
    return updates.filter(country__region__in=roles.regions)


def reads_updates(roles: Roles) -> bool:
    """Whether there are updates of others for somebody with these roles to read."""
    return bool(roles.is_manager or roles.is_evaluator or roles.regions)


# One update


@dataclass(frozen=True, slots=True)
class Line:
    """An expected indicator on the checklist."""

    item: Item
    question: str
    last: str
    last_url: str
    add_url: str

    @property
    def code(self) -> str:
        return self.item.indicator.code

    @property
    def answer(self) -> str:
        """The answer in words, "" if there is none."""
        return str(Answer.Kind(self.item.kind).label) if self.item.kind else ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list of what is done and what is left, as the component `tasks` prints it."""

    text: str
    state: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Checklist(InRound):
    """The update of a country for a round, whole; it works itself out."""

    country: Country
    round: Round
    update: CountryUpdate | None
    lines: list[Line]
    due: list[Milestone]
    asked: list[MilestoneAnswer]
    profile: Profile | None
    outputs: list[Output]
    drafts: int
    accepts: bool
    now: datetime

    @property
    def version(self) -> int:
        return self.update.version if self.update else NOT_BEGUN

    @property
    def can_be_written(self) -> bool:
        """Whether the round takes it, and it is not with a manager."""
        return self.accepts and (self.update is None or self.update.status in (Status.IN_PROGRESS, Status.RETURNED))

    @property
    def answered(self) -> int:
        return len([line for line in self.lines if line.item.kind]) + len(self.asked)

    @property
    def expected(self) -> int:
        return len(self.lines) + len(self.asked) + len(self.due)

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if not line.item.kind]

    @property
    def is_complete(self) -> bool:
        """Whether every item and every due milestone has an answer."""
        return not self.open_lines and not self.due

    @property
    def is_returned(self) -> bool:
        return self.update is not None and self.update.status == Status.RETURNED

    @property
    def due_text(self) -> str:
        return due_text(self.round, self.country, now=self.now)

    @property
    def is_late(self) -> bool:
        """Whether it is still to be sent and the day has passed in the capital."""
        return self.can_be_written and is_late(self.round, self.country, sent_at=self.now)

    def tasks(self) -> list[Task]:
        """What is done and what is left, in the order of the page."""
        rows = [self._level_task(_("Results since %(month)s") % {"month": self._first_month()}, people=False)]
        rows.append(self._level_task(_("People reached"), people=True))
        if self.due or self.asked:
            note = self._to_answer(len(self.due)) if self.due else str(len(self.asked))
            rows.append(Task(_("Did it happen?"), "later" if self.due else "done", note, "#milestones"))
        confirmed = self.update is not None and self.update.profile_confirmed_at is not None
        rows.append(Task(_("Situation and priorities"), "done" if confirmed else "later", href="#profile"))
        if self.outputs:
            rows.append(Task(_("Outputs of projects"), "later", self._to_answer(len(self.outputs)), "#outputs"))
        sent = self.update is not None and self.update.status in (Status.SUBMITTED, Status.VALIDATED)
        send = "#send" if self.can_be_written else ""
        rows.append(Task(_("Send the update"), "done" if sent else "later", href=send))
        first = next((row for row in rows if row.state == "later"), None)
        return [replace(row, state="now") if row is first and not sent else row for row in rows]

    def _first_month(self) -> str:
        return formats.date_format(self.round.start, "F")

    def _level_task(self, text: str, *, people: bool) -> Task:
        lines = [line for line in self.lines if (line.item.indicator.level == Level.IMPACT) == people]
        to_do = [line for line in lines if not line.item.kind]
        sent = sum(len(line.item.results) for line in lines)
        if to_do:
            return Task(text, "later", self._to_answer(len(to_do)), f"#line-{to_do[0].code}")
        return Task(text, "done", str(sent) if lines else _("none expected"), "#people" if people else "#results")

    @staticmethod
    def _to_answer(count: int) -> str:
        return ngettext("%(count)s to complete", "%(count)s to complete", count) % {"count": count}


def checklist_of(country: Country, reporting_round: Round, update: CountryUpdate | None, *, now: datetime) -> Checklist:
    """Everything on the page of one update; a fixed number of queries."""
    today = today_in(country, now=now)
    items = items_of(country, reporting_round, update)
    asked = MilestoneAnswer.objects.filter(round=reporting_round, milestone__country=country)
    drafts = Result.objects.filter(country=country, status=Result.Status.DRAFT)
    return Checklist(
        country=country,
        round=reporting_round,
        update=update,
        lines=[_line(item, country) for item in items],
        due=milestones_due(country, reporting_round),
        asked=list(asked.select_related("milestone")),
        profile=country.profiles.as_of(None).first(),
        outputs=outputs_due(country, reporting_round),
        drafts=drafts.count(),
        accepts=accepts(reporting_round, update, today=today),
        now=now,
    )


def outputs_due(country: Country, reporting_round: Round) -> list[Output]:
    """Outputs of projects in the country that are due by the end of a round and not delivered."""
    late = Output.objects.late(reporting_round.end).filter(delivered=None)
    here = late.filter(project__countries=country, project__merged_into=None)
    return list(here.select_related("project").prefetch_related("project__countries").order_by("due_last", "pk"))


def _line(item: Item, country: Country) -> Line:
    new = reverse("new_result")
    return Line(
        item=item,
        question=plain_words(item.indicator),
        last=last_text(item.last) if item.last else "",
        last_url=item.last.get_absolute_url() if item.last else "",
        add_url=f"{new}?indicator={item.indicator.code}&country={country.iso3}",
    )


def last_text(row: Publication) -> str:
    """The last published value and its date in words: "1 200 people, June 2022"; a title where there is no value."""
    value = value_text(row.value, row.qualifier, row.unit)
    return f"{value or row.title}, {span(row.achieved_first, row.achieved_last)}"


def history_of(update: CountryUpdate | None) -> list[Happened]:
    """Every step that was taken with an update, the latest first."""
    if update is None:
        return []
    events = update.review_events.select_related("by").order_by("-at", "-pk")
    return [_happened(event) for event in events]


def _happened(event: ReviewEvent) -> Happened:
    """A step in words; whoever was asked to clear it is named beside who asked, without the address."""
    comment = event.who if event.kind == Kind.CLEARANCE_ASKED else event.comment
    return Happened(what_of(event), moment(event.at), str(event.by or event.who), comment)


@dataclass(frozen=True, slots=True)
class Changed:
    """Who changed an update last, and when."""

    who: str
    when: str


def last_change(update: CountryUpdate) -> Changed | None:
    """Who answered, noted or sent something last."""
    about = {"country": update.country, "round": update.round}
    rows = [
        update.answers.select_related("by").order_by("at").last(),
        update.review_events.exclude(by=None).select_related("by").last(),
        CountryIndicatorNote.objects.filter(**about).select_related("by").order_by("at").last(),
        MilestoneAnswer.objects.filter(round=update.round, milestone__country=update.country)
        .select_related("by")
        .last(),
    ]
    known = [(row.at, str(row.by)) for row in rows if row is not None]
    profile = update.country.profiles.as_of(None).exclude(by=None).select_related("by").first()
    if profile is not None:
        known.append((profile.recorded_at, str(profile.by)))
    if not known:
        return None
    at, who = max(known)
    return Changed(who, moment(at))
