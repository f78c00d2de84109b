"""What a successor needs to know of a country: what is open, the last values, what is expected, and whom to ask."""

from dataclasses import dataclass
from datetime import date, datetime

from countries.models import Country, FocalPoint, RegionalSpecialist, ThemeLead
from indicators.models import (
    CountryIndicatorNote,
    CountryUpdate,
    Milestone,
    MilestoneAnswer,
    Publication,
    Result,
    Round,
)
from indicators.pages.updates.selectors import Checklist, checklist_of, last_text
from indicators.rounds import open_round, today_in
from rmt.models import Manager, User
from rmt.text import span


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone with what was answered about it so far."""

    milestone: Milestone
    answers: list[MilestoneAnswer]

    @property
    def when(self) -> str:
        return span(self.milestone.expected_first, self.milestone.expected_last)

    @property
    def is_expected(self) -> bool:
        return self.milestone.state == Milestone.State.EXPECTED


def milestones_of(country: Country) -> list[MilestoneLine]:
    """Everything that is or was expected in a country, what is still to come first; two queries."""
    rows = country.milestones.select_related("indicator", "result").prefetch_related("answers__by", "answers__round")
    lines = [MilestoneLine(row, list(row.answers.all())) for row in rows]
    return sorted(lines, key=lambda line: not line.is_expected)


@dataclass(frozen=True, slots=True)
class LastValue:
    """What was published last of an indicator."""

    code: str
    name: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask, and what they hold."""

    user: User
    is_deputy: bool = False
    about: str = ""


@dataclass(frozen=True)
class HandOver:
    """The page of a country for whoever takes over."""

    round: Round | None
    checklist: Checklist | None
    drafts: list[Result]
    returned: list[Result]
    waiting: list[Result]
    last: list[LastValue]
    notes: list[CountryIndicatorNote]
    milestones: list[MilestoneLine]
    team: list[Contact]
    specialists: list[Contact]
    leads: list[Contact]
    managers: list[Contact]


def hand_over_of(country: Country, *, user: User, now: datetime) -> HandOver:
    """Everything a successor needs on the day, as far as `user` may know of it; a fixed number of queries."""
    today = today_in(country, now=now)
    current = open_round(now.date())
    results = Result.objects.visible_to(user).filter(country=country).for_desk().order_by("-changed_at", "pk")
    drafts = list(results.filter(status=Result.Status.DRAFT))
    notes = country.indicator_notes.select_related("indicator", "round", "by")[:20]
    return HandOver(
        round=current,
        checklist=_checklist(country, current, now),
        drafts=[r for r in drafts if r.return_open_until is None],
        returned=[r for r in drafts if r.return_open_until is not None],
        waiting=list(results.filter(status=Result.Status.SUBMITTED)),
        last=last_values(country),
        notes=list(notes),
        milestones=milestones_of(country),
        team=[Contact(row.user, row.is_deputy) for row in _held(FocalPoint, today).filter(country=country)],
        specialists=[Contact(row.user) for row in _held(RegionalSpecialist, today).filter(region=country.region_id)],
        leads=[
            Contact(row.user, row.is_deputy, row.theme.name)
            for row in _held(ThemeLead, today).select_related("theme").order_by("theme__order", "is_deputy")
        ],
        managers=[Contact(row.user) for row in _held(Manager, today)],
    )


def _checklist(country: Country, current: Round | None, now: datetime) -> Checklist | None:
    if current is None:
        return None
    update = CountryUpdate.objects.filter(country=country, round=current).select_related("country", "round").first()
    return checklist_of(country, current, update, now=now)


def _held(model, day: date):
    return model.objects.on(day).filter(user__is_active=True).select_related("user").order_by("start", "pk")


def last_values(country: Country) -> list[LastValue]:
    """The last published value of each indicator, in the order of the framework; one query."""
    published = Publication.objects.as_of(None).filter(country=country).select_related("indicator")
    last = {row.indicator: row for row in published.order_by("achieved_last", "seq")}
    return [
        LastValue(indicator.code, indicator.name_en, last_text(row), row.get_absolute_url())
        for indicator, row in sorted(last.items(), key=lambda pair: (pair[0].order, pair[0].pk))
    ]
