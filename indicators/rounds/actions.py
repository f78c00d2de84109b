"""What managers do with a round: plan it, correct the plan, open it, extend it, close it, open it again.

One transaction each, under the lock of the round, with an event that says who and why. The number of its events is
the version of a round: if somebody else has changed the round since it was read, nothing is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Round, RoundEvent
from rmt.models import SiteVersion, User
from rmt.text import day as day_text

State = Round.State
Kind = RoundEvent.Kind


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of a round: from one state to another, what it is called, and whether a reason is needed."""

    start: str
    end: str
    kind: str
    needs_reason: bool = False


# docs/design.md, "Workflow": planned → open → closed → open.
TRANSITIONS = {
    "open": Transition(State.PLANNED, State.OPEN, Kind.OPENED),
    "extend": Transition(State.OPEN, State.OPEN, Kind.EXTENDED, needs_reason=True),
    "close": Transition(State.OPEN, State.CLOSED, Kind.CLOSED),
    "reopen": Transition(State.CLOSED, State.OPEN, Kind.REOPENED, needs_reason=True),
}
DAYS = ("due", "validate_by", "review_meeting")


class RoundConflict(ValidationError):
    """Somebody else changed the round since it was read."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this round meanwhile. Read it again; nothing was changed by you."))


def version_of(reporting_round: Round) -> int:
    """The version of a round: how often something was done with it."""
    return reporting_round.events.count()


def is_possible(reporting_round: Round, step: str) -> bool:
    """Whether a step can be taken from the state that the round is in."""
    return reporting_round.state == TRANSITIONS[step].start


@transaction.atomic
def plan_round(*, code: str, start: date, end: date, days: Mapping[str, date | None], by: User) -> Round:
    """A new round, planned. Raises ValidationError, keyed by field."""
    if Round.objects.filter(start__lt=end, end__gt=start).exists():
        raise ValidationError(_("A round for this half-year is there already."))
    reporting_round = Round(code=code, start=start, end=end, state=State.PLANNED, **days)
    _check_days(reporting_round)
    reporting_round.save(force_insert=True)
    return _done(reporting_round, Kind.PLANNED, by=by)


@transaction.atomic
def edit_round(*, reporting_round: Round, version: int, days: Mapping[str, date | None], by: User) -> Round:
    """Other days for a round that is planned; the event says what they were. Raises ValidationError, RoundConflict."""
    current = _locked(reporting_round, version=version)
    if current.state != State.PLANNED:
        raise ValidationError(_no_longer(current))
    moved = _move(current, days)
    _check_days(current)
    current.save()
    return _done(current, Kind.PLANNED, by=by, reason=moved) if moved else current


@transaction.atomic
def take_step(
    step: str,
    *,
    reporting_round: Round,
    version: int,
    by: User,
    reason: str = "",
    days: Mapping[str, date | None] | None = None,
) -> Round:
    """Take one step of TRANSITIONS; other days with it where they are given. Public pages show it at once.

    Raises ValidationError, keyed by field, if a reason is needed and missing or a day does not fit; RoundConflict.
    """
    transition = TRANSITIONS[step]
    current = _locked(reporting_round, version=version)
    if current.state != transition.start:
        raise ValidationError(_no_longer(current))
    if transition.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Say why: everybody who reads the history of the round sees it.")})
    before = current.due
    moved = _move(current, days or {})
    if step == "extend" and current.due <= before:
        raise ValidationError({"due": _("Choose a day after %(day)s.") % {"day": day_text(before)}})
    _check_days(current)
    current.state = transition.end
    current.save()
    return _done(current, transition.kind, by=by, reason=" ".join(filter(None, [moved, reason.strip()])))


def _locked(reporting_round: Round, *, version: int) -> Round:
    current = Round.objects.select_for_update().get(pk=reporting_round.pk)
    if version_of(current) != version:
        raise RoundConflict
    return current


def _no_longer(current: Round) -> str:
    message = _("This round is now “%(state)s”: this can no longer be done.")
    return message % {"state": current.get_state_display()}


def _move(current: Round, days: Mapping[str, date | None]) -> str:
    """Set the days that are given; what they were and are now, in words."""
    labels = {"due": _("Due"), "validate_by": _("To be validated by"), "review_meeting": _("Review meeting")}
    moves = []
    for name in DAYS:
        before = getattr(current, name)
        after = days.get(name, before)
        if after != before:
            setattr(current, name, after)
            words = {
                "what": labels[name],
                "before": day_text(before) if before else _("not said"),
                "after": day_text(after) if after else _("not said"),
            }
            moves.append(_("%(what)s: %(before)s → %(after)s.") % words)
    return " ".join(moves)


def _check_days(current: Round) -> None:
    """Raise ValidationError, keyed by field, for days that cannot follow one another."""
    problems = {}
    if current.due is None or current.due < current.end:
        problems["due"] = _("Choose a day after the half-year has ended.")
    elif current.validate_by is not None and current.validate_by < current.due:
        problems["validate_by"] = _("Choose a day that is not before the day it is due.")
    if current.review_meeting is not None and current.review_meeting < current.start:
        problems["review_meeting"] = _("Choose a day after the half-year has begun.")
    if problems:
        raise ValidationError(problems)


def _done(current: Round, kind: str, *, by: User, reason: str = "") -> Round:
    current.events.create(kind=kind, reason=reason, by=by, at=timezone.now())
    SiteVersion.bump()
    return current


def next_half_year() -> Round:
    """The half-year to plan next, unsaved: due on the tenth after it; the second half is validated by 25 January."""
    last = Round.objects.order_by("start").last()
    start = last.end if last else date(timezone.localdate().year, 1, 1)
    is_first = start.month <= 6
    end = date(start.year, 7, 1) if is_first else date(start.year + 1, 1, 1)
    return Round(
        code=f"{start.year}-{1 if is_first else 2}",
        start=start,
        end=end,
        due=end.replace(day=10),
        validate_by=None if is_first else end.replace(day=25),
    )
