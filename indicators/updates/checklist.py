"""What a person fills in on the one page of an update, kept in one transaction: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from countries.models import Country
from indicators.models import CountryUpdate, Indicator, Milestone, Result, Round
from indicators.updates.actions import answer_items, answer_the_rest, begin_update, confirm_profile, send_update
from indicators.updates.milestones import answer_milestone
from projects.actions import deliver_output
from projects.models import Output
from rmt.models import User

NOT_BEGUN = 0
"""The version of an update that nobody has begun."""


@dataclass(frozen=True, slots=True)
class MilestoneSaid:
    """The answer to "did it happen?"."""

    kind: str
    reason: str = ""
    expected: tuple[date, date] | None = None
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What the page says. `profile` is `None` where its texts were left as they are."""

    answers: Mapping[Indicator, tuple[str, str]] = field(default_factory=dict)
    notes: Mapping[Indicator, str] = field(default_factory=dict)
    milestones: Mapping[Milestone, MilestoneSaid] = field(default_factory=dict)
    profile: Mapping[str, str] | None = None
    profile_is_right: bool = False
    delivered: Mapping[Output, date] = field(default_factory=dict)
    on_behalf_of: str = ""
    rest: str = ""


@transaction.atomic
def fill_in(
    *, country: Country, reporting_round: Round, version: int, filled: Filled, by: User, today: date
) -> CountryUpdate:
    """Keep what was filled in; `filled.rest` is then said of every item without an answer.

    Raises ValidationError keyed by field of the page, RoundIsClosed, UpdateConflict; then nothing is kept.
    """
    update = begin_update(country=country, reporting_round=reporting_round, by=by, today=today)
    version = version if version != NOT_BEGUN else 1
    update = answer_items(
        update=update, version=version, answers=filled.answers, notes=filled.notes, by=by, today=today
    )
    if filled.on_behalf_of.strip() != (update.on_behalf_of or ""):
        update.on_behalf_of = filled.on_behalf_of.strip() or None
        update.save()
    for milestone, said in filled.milestones.items():
        _answer(milestone, said, update, by=by)
    for output, day in filled.delivered.items():
        deliver_output(output=output, day=day, by=by, today=today)
    if filled.profile is not None or filled.profile_is_right:
        update = confirm_profile(update=update, version=update.version, texts=filled.profile, by=by, today=today)
    if filled.rest:
        update = answer_the_rest(update=update, version=update.version, kind=filled.rest, by=by, today=today)
    return update


def _answer(milestone: Milestone, said: MilestoneSaid, update: CountryUpdate, *, by: User) -> None:
    try:
        answer_milestone(
            milestone=milestone, reporting_round=update.round, kind=said.kind, reason=said.reason,
            expected=said.expected, result=said.result, by=by,
        )  # fmt: skip
    except ValidationError as broken:
        if not hasattr(broken, "error_dict"):
            raise
        raise ValidationError({f"{name_of(milestone)}-{name}": e for name, e in broken.error_dict.items()}) from None


def name_of(milestone: Milestone) -> str:
    """How the fields of a milestone begin on the page of an update."""
    return f"milestone-{milestone.uuid}"


@transaction.atomic
def send_with_one_answer(
    *, country: Country, reporting_round: Round, version: int, kind: str, by: User, today: date, on_behalf_of: str = ""
) -> CountryUpdate:
    """Say "nothing to report" or "no change" of every item without an answer, and send the update."""
    filled = Filled(on_behalf_of=on_behalf_of, rest=kind)
    update = fill_in(
        country=country, reporting_round=reporting_round, version=version, filled=filled, by=by, today=today
    )
    return send_update(update=update, version=update.version, by=by, today=today, on_behalf_of=on_behalf_of)
