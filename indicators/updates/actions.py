"""The update of a country for a round: what is expected, what is answered, and the verbs that change it (rule 19).

One transaction each, the version checked in the UPDATE, one review event for each step. It validates no result.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.actions import record_facts
from countries.models import Country, Profile
from indicators.models import (
    Answer,
    CountryIndicatorNote,
    CountryUpdate,
    Indicator,
    Milestone,
    MilestoneAnswer,
    Publication,
    Result,
    ReviewEvent,
    Round,
    SentUpdate,
)
from indicators.rounds import SENT, accepts, expected_by_country
from indicators.updates.milestones import answer_milestone
from indicators.updates.sent_copy import mail_copy
from rmt.models import SiteVersion, User

Status = CountryUpdate.Status
Kind = ReviewEvent.Kind
PROFILE = ("situation", "priorities", "opportunities")


class RoundIsClosed(ValidationError):
    """The round takes no update and no answer any more."""

    def __init__(self, reporting_round: Round) -> None:
        message = _("%(round)s is closed: no update is taken any more. Results can still be sent, for the next round.")
        super().__init__(message % {"round": reporting_round})


class UpdateConflict(Exception):
    """Somebody else changed the update since it was read. Nothing was written."""

    def __init__(self, current: CountryUpdate) -> None:
        super().__init__(_("Somebody else changed this update while you were working on it."))
        self.current = current


# What is expected


@dataclass(frozen=True, slots=True)
class Item:
    """One expected indicator of an update, with everything that says how it is answered."""

    indicator: Indicator
    last: Publication | None
    results: list[Result]
    answer: Answer | None
    note: str

    @property
    def kind(self) -> str:
        """The kind of the answer, "" if there is none yet; a result that was sent for the round is an answer."""
        if self.results:
            return Answer.Kind.VALUE
        return self.answer.kind if self.answer and self.answer.kind != Answer.Kind.VALUE else ""


def items_of(country: Country, reporting_round: Round, update: CountryUpdate | None) -> list[Item]:
    """The checklist of a country for a round: it works itself out, in the order of the framework.

    An indicator is on it if it is expected, or if a result of it was sent for the round.
    """
    results: dict[int, list[Result]] = defaultdict(list)
    sent = Result.objects.filter(country=country, reported_in=reporting_round, status__in=SENT)
    for result in sent.filter(indicator__collected_by=Indicator.CollectedBy.FOCAL_POINT).for_desk():
        results[result.indicator_id].append(result)
    wanted = expected_by_country(reporting_round, [country])[country.pk] | results.keys()
    answers = {answer.indicator_id: answer for answer in update.answers.all()} if update else {}
    notes = CountryIndicatorNote.objects.filter(country=country, round=reporting_round)
    texts = dict(notes.values_list("indicator_id", "text"))
    last: dict[int, Publication] = {}
    published = Publication.objects.as_of(None).filter(country=country, indicator__in=wanted)
    for row in published.order_by("achieved_last", "seq"):
        last[row.indicator_id] = row
    return [
        Item(
            indicator,
            last.get(indicator.pk),
            results[indicator.pk],
            answers.get(indicator.pk),
            texts.get(indicator.pk, ""),
        )
        for indicator in Indicator.objects.filter(pk__in=wanted)
    ]


def milestones_due(country: Country, reporting_round: Round) -> list[Milestone]:
    """Milestones that are due by the end of a round and that nobody has answered in it yet."""
    waiting = Milestone.objects.filter(country=country, state=Milestone.State.EXPECTED)
    due = waiting.filter(expected_last__lt=reporting_round.end).exclude(answers__round=reporting_round)
    return list(due.select_related("indicator"))


# What is written


@transaction.atomic
def begin_update(*, country: Country, reporting_round: Round, by: User, today: date) -> CountryUpdate:
    """The update of a country for a round, begun now if nobody did. Raises RoundIsClosed."""
    update, is_new = CountryUpdate.objects.select_related("country", "round").get_or_create(
        country=country, round=reporting_round
    )
    if not accepts(reporting_round, update, today=today):
        raise RoundIsClosed(reporting_round)
    if is_new:
        _event(update, Kind.CREATED, by=by)
    return update


@transaction.atomic
def answer_items(
    *,
    update: CountryUpdate,
    version: int,
    answers: Mapping[Indicator, tuple[str, str]],
    notes: Mapping[Indicator, str] | None = None,
    by: User,
    today: date,
) -> CountryUpdate:
    """Save answers, as (kind, reason) by indicator, and notes; a blank kind or note takes back what was there.

    Raises ValidationError keyed "reason-<code>" where something does not apply and nobody says why.
    """
    missing = {
        f"reason-{indicator.code}": _("Say why it does not apply.")
        for indicator, (kind, reason) in answers.items()
        if kind == Answer.Kind.NOT_APPLICABLE and not reason.strip()
    }
    if missing:
        raise ValidationError(missing)
    update = _claim(update, version=version, today=today)
    for indicator, (kind, reason) in answers.items():
        _save_answer(update, indicator, kind, reason, by=by)
    for indicator, text in (notes or {}).items():
        about: dict[str, Any] = {"country": update.country, "indicator": indicator, "round": update.round}
        if not text.strip():
            CountryIndicatorNote.objects.filter(**about).delete()
        elif not CountryIndicatorNote.objects.filter(**about, text=text.strip()).exists():
            row = {"text": text.strip(), "by": by, "at": timezone.now()}
            CountryIndicatorNote.objects.update_or_create(**about, defaults=row)
    return update


def _save_answer(update: CountryUpdate, indicator: Indicator, kind: str, reason: str, *, by: User) -> None:
    if not kind:
        update.answers.filter(indicator=indicator).delete()
        return
    why = reason.strip() if kind == Answer.Kind.NOT_APPLICABLE else None
    before = update.answers.filter(indicator=indicator).first()
    if before is None or (before.kind, before.reason) != (kind, why):
        row = {"kind": kind, "reason": why, "by": by, "at": timezone.now()}
        update.answers.update_or_create(indicator=indicator, defaults=row)


@transaction.atomic
def answer_the_rest(*, update: CountryUpdate, version: int, kind: str, by: User, today: date) -> CountryUpdate:
    """Answer every item that has no answer with "no change" or "nothing to report"; due milestones come later."""
    items = items_of(update.country, update.round, update)
    rest = {item.indicator: (kind, "") for item in items if not item.kind}
    update = answer_items(update=update, version=version, answers=rest, by=by, today=today)
    for milestone in milestones_due(update.country, update.round):
        answer_milestone(milestone=milestone, reporting_round=update.round, kind=MilestoneAnswer.Kind.LATER, by=by)
    return update


@transaction.atomic
def send_update(*, update: CountryUpdate, version: int, by: User, today: date, on_behalf_of: str = "") -> CountryUpdate:
    """Send an update: every item answered, every due milestone too. What was sent is stored as it was.

    Raises ValidationError naming what has no answer yet, RoundIsClosed, UpdateConflict.
    """
    update = _claim(update, version=version, today=today)
    results = Result.objects.filter(country=update.country, reported_in=update.round, status__in=SENT)
    list(results.order_by("pk").select_for_update().values_list("pk"))  # none of them is taken back meanwhile
    items = items_of(update.country, update.round, update)
    open_items = [item.indicator.code for item in items if not item.kind]
    due = milestones_due(update.country, update.round)
    problems = [_("Did it happen? “%(title)s”") % {"title": milestone.title} for milestone in due]
    if open_items:
        problems.insert(0, _("No answer yet for %(codes)s.") % {"codes": ", ".join(open_items)})
    if problems:
        raise ValidationError(problems)
    for item in items:
        if item.kind == Answer.Kind.VALUE:
            _save_answer(update, item.indicator, Answer.Kind.VALUE, "", by=by)
    update.status, update.on_behalf_of = Status.SUBMITTED, on_behalf_of.strip() or None
    update.submitted_by, update.submitted_at = by, timezone.now()
    update.validated_by = update.validated_at = update.return_open_until = None
    update.save()
    payload = json.dumps(payload_of(update), ensure_ascii=False)
    sent = SentUpdate.objects.create(
        update=update, version=update.version, payload=payload, by=by, at=update.submitted_at
    )
    _event(update, Kind.SUBMITTED, by=by)
    SiteVersion.bump()
    mail_copy(sent)
    return update


def payload_of(update: CountryUpdate) -> dict[str, Any]:
    """Everything that an update says, in the field's keys: what is stored when it is sent."""
    profile = update.country.profiles.as_of(None).first()
    answers = MilestoneAnswer.objects.filter(round=update.round, milestone__country=update.country)
    return {
        "country": update.country.iso3,
        "round": update.round.code,
        "on_behalf_of": update.on_behalf_of,
        "profile_confirmed": update.profile_confirmed_at is not None,
        "profile": {name: getattr(profile, name) for name in PROFILE} if profile else None,
        "items": [
            {
                "indicator": item.indicator.code,
                "answer": item.kind,
                "reason": item.answer.reason if item.answer else None,
                "note": item.note,
                "last": item.last and {"number": item.last.number, "title": item.last.title},
                "results": [{"uuid": str(r.uuid), "number": r.number, "title": r.title} for r in item.results],
            }
            for item in items_of(update.country, update.round, update)
        ],
        "milestones": [
            {
                "title": row.milestone.title,
                "answer": row.kind,
                "reason": row.reason,
                "expected_last": row.expected_last.isoformat() if row.expected_last else None,
            }
            for row in answers.select_related("milestone")
        ],
    }


@transaction.atomic
def return_update(
    *, update: CountryUpdate, version: int, comment: str, open_until: date, by: User, today: date
) -> CountryUpdate:
    """Return an update with a comment, open until a day even in a closed round."""
    problems = {}
    if not comment.strip():
        problems["comment"] = _("Say what should be changed.")
    if open_until < today:
        problems["open_until"] = _("Choose a day that has not passed.")
    if problems:
        raise ValidationError(problems)
    update = _decide(update, version=version)
    update.status, update.return_open_until = Status.RETURNED, open_until
    update.save()
    _event(update, Kind.RETURNED, by=by, comment=comment.strip())
    SiteVersion.bump()
    return update


@transaction.atomic
def validate_update(*, update: CountryUpdate, version: int, by: User, comment: str = "") -> CountryUpdate:
    """Say that an update is complete; it validates no result, and nobody validates what they answered or sent."""
    if answered_or_sent(by).filter(pk=update.pk).exists():
        raise ValidationError(_("You answered or sent this update: somebody else validates it."))
    update = _decide(update, version=version)
    update.status, update.validated_by, update.validated_at = Status.VALIDATED, by, timezone.now()
    update.save()
    _event(update, Kind.VALIDATED, by=by, comment=comment.strip())
    SiteVersion.bump()
    return update


def answered_or_sent(by: User) -> QuerySet[CountryUpdate]:
    """Updates of which `by` answered an item, or that they sent: somebody else validates these."""
    return CountryUpdate.objects.order_by().filter(Q(submitted_by=by) | Q(answers__by=by))


def updates_to_validate(by: User) -> QuerySet[CountryUpdate]:
    """Updates that wait and that `by`, a manager, may validate, the longest waiting first."""
    waiting = CountryUpdate.objects.filter(status=Status.SUBMITTED)
    return waiting.exclude(pk__in=answered_or_sent(by).values("pk")).order_by("submitted_at", "pk")


@transaction.atomic
def confirm_profile(
    *, update: CountryUpdate, version: int, texts: Mapping[str, str] | None = None, by: User, today: date
) -> CountryUpdate:
    """Say in an update that the profile of the country is right, as it stands or as `texts` now say it."""
    update = _claim(update, version=version, today=today)
    if texts is not None:
        row = {"country_id": update.country_id, **{name: texts[name].strip() for name in PROFILE}}
        current = update.country.profiles.as_of(None).first()
        if current is None or any(getattr(current, name) != row[name] for name in PROFILE):
            record_facts(Profile, [row | {"by": by}], key=("country_id",))
    update.profile_confirmed_at = timezone.now()
    update.save()
    return update


def touch(*, update: CountryUpdate, version: int, today: date) -> CountryUpdate:
    """The update, one version on, for an action elsewhere that changes something belonging to it."""
    return _claim(update, version=version, today=today)


def _claim(update: CountryUpdate, *, version: int, today: date) -> CountryUpdate:
    """The update, one version on, if it can be written and is still the one that was read."""
    open_to_writing = Q(status__in=[Status.IN_PROGRESS, Status.RETURNED])
    return _one_version_on(update, version=version, where=open_to_writing, today=today)


def _decide(update: CountryUpdate, *, version: int) -> CountryUpdate:
    return _one_version_on(update, version=version, where=Q(status=Status.SUBMITTED), today=None)


def _one_version_on(update: CountryUpdate, *, version: int, where: Q, today: date | None) -> CountryUpdate:
    rows = CountryUpdate.objects.filter(where, pk=update.pk, version=version)
    claimed = rows.update(version=F("version") + 1, changed_at=timezone.now())
    current = CountryUpdate.objects.select_related("country", "round").get(pk=update.pk)
    if not claimed and current.version != version:
        raise UpdateConflict(current)
    if not claimed:
        message = _("This update is now “%(status)s”: this can no longer be done.")
        raise ValidationError(message % {"status": current.get_status_display()})
    # Under the lock of the UPDATE: a round that is closed meanwhile is seen.
    if today is not None and not accepts(current.round, current, today=today):
        raise RoundIsClosed(current.round)
    return current


def _event(update: CountryUpdate, kind: str, *, by: User, comment: str = "") -> None:
    update.review_events.create(kind=kind, comment=comment, version=update.version, by=by, at=timezone.now())
