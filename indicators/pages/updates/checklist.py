"""The page of one update: its checklist, what is done and what is left, and what happened to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country, Profile
from indicators.models import (
    Answer,
    CountryIndicatorNote,
    CountryUpdate,
    Level,
    Milestone,
    MilestoneAnswer,
    Publication,
    Result,
    ReviewEvent,
    Round,
)
from indicators.pages.entry import plain_words
from indicators.pages.transition import Happened, what_of
from indicators.pages.updates.due import UpdateInRound, due_text
from indicators.rounds import accepts, is_late, today_in
from indicators.updates import NOT_BEGUN, Item, asked_where, items_of, milestones_due
from indicators.wording import value_text
from projects.models import Output
from rmt.text import moment, span

Status = CountryUpdate.Status
Kind = ReviewEvent.Kind


@dataclass(frozen=True, slots=True)
class ChecklistLine:
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


@dataclass(frozen=True)
class Checklist(UpdateInRound):
    """The update of a country for a round, whole; it works itself out."""

    lines: list[ChecklistLine]
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
    def open_lines(self) -> list[ChecklistLine]:
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

    def tasks(self) -> list[dict[str, str]]:
        """What is done and what is left, in the order of the page: for the component `tasks`."""
        month = formats.date_format(self.round.start, "F")
        people = [line for line in self.lines if line.item.indicator.level == Level.IMPACT]
        changes = [line for line in self.lines if line.item.indicator.level != Level.IMPACT]
        rows = [
            self._task_of(_("Results since %(month)s") % {"month": month}, changes, "#results"),
            self._task_of(_("People reached"), people, "#people"),
        ]
        if self.due or self.asked:
            note = _to_complete(len(self.due)) if self.due else str(len(self.asked))
            state = "later" if self.due else "done"
            rows.append({"text": _("Did it happen?"), "state": state, "note": note, "href": "#milestones"})
        is_confirmed = self.update is not None and self.update.profile_confirmed_at is not None
        state = "done" if is_confirmed else "later"
        rows.append({"text": _("Situation and priorities"), "state": state, "href": "#profile"})
        if self.outputs:
            note = _to_complete(len(self.outputs))
            rows.append({"text": _("Outputs of projects"), "state": "later", "note": note, "href": "#outputs"})
        is_sent = self.update is not None and self.update.status in (Status.SUBMITTED, Status.VALIDATED)
        href = "#send" if self.can_be_written else ""
        rows.append({"text": _("Send the update"), "state": "done" if is_sent else "later", "href": href})
        first = next((row for row in rows if row["state"] == "later"), None)
        if first is not None and not is_sent:
            first["state"] = "now"
        return rows

    def _task_of(self, text: str, lines: list[ChecklistLine], href: str) -> dict[str, str]:
        to_do = [line for line in lines if not line.item.kind]
        if to_do:
            note = _to_complete(len(to_do))
            return {"text": text, "state": "later", "note": note, "href": f"#line-{to_do[0].code}"}
        sent = sum(len(line.item.results) for line in lines)
        return {"text": text, "state": "done", "note": str(sent) if lines else _("none expected"), "href": href}


def _to_complete(count: int) -> str:
    return ngettext("%(count)s to complete", "%(count)s to complete", count) % {"count": count}


def checklist_of(country: Country, reporting_round: Round, update: CountryUpdate | None, *, now: datetime) -> Checklist:
    """Everything on the page of one update; a fixed number of queries."""
    today = today_in(country, now=now)
    new = reverse("new_result")
    lines = [
        ChecklistLine(
            item=item,
            question=plain_words(item.indicator),
            last=last_text(item.last) if item.last else "",
            last_url=item.last.get_absolute_url() if item.last else "",
            add_url=f"{new}?indicator={item.indicator.code}&country={country.iso3}",
        )
        for item in items_of(country, reporting_round, update)
    ]
    asked = MilestoneAnswer.objects.filter(round=reporting_round, milestone__country=country)
    drafts = Result.objects.filter(country=country, status=Result.Status.DRAFT)
    return Checklist(
        country=country,
        round=reporting_round,
        update=update,
        lines=lines,
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


def last_text(row: Publication) -> str:
    """The last published value and its date in words: "1 200 people, June 2022"; a title where there is no value."""
    value = value_text(row.value, row.qualifier, row.unit)
    return f"{value or row.title}, {span(row.achieved_first, row.achieved_last)}"


def history_of(update: CountryUpdate | None) -> list[Happened]:
    """Every step that was taken with an update, the latest first.

    Whoever was asked to clear it is named beside who asked, with the domain of the address.
    """
    if update is None:
        return []
    history = []
    for event in update.review_events.select_related("by").order_by("-at", "-pk"):
        is_asked = event.kind == Kind.CLEARANCE_ASKED
        comment = ", ".join(filter(None, (event.who, asked_where(event)))) if is_asked else event.comment
        history.append(Happened(what_of(event), moment(event.at), str(event.by or event.who), comment))
    return history


def last_change(update: CountryUpdate) -> dict[str, Any] | None:
    """Who answered, noted or sent something last, and when."""
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
    return {"who": who, "when": moment(at)}
