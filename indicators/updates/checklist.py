"""What a person fills in on the one page of an update, saved in one transaction: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from countries.models import Country
from indicators.models import CountryUpdate, Indicator, Milestone, Round
from indicators.updates.actions import answer_items, answer_the_rest, begin_update, confirm_profile, send_update
from indicators.updates.milestones import answer_milestone
from projects.actions import deliver_output
from projects.models import Output
from rmt.models import User

NOT_BEGUN = 0
"""The version of an update that nobody has begun."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in on the page.

    A milestone is answered with a `kind`, a `reason`, when it is `expected` now, and the `result` that reports it.
    `profile` is `None` where its texts were left as they are.
    """

    answers: Mapping[Indicator, tuple[str, str]] = field(default_factory=dict)
    notes: Mapping[Indicator, str] = field(default_factory=dict)
    milestones: Mapping[Milestone, Mapping[str, Any]] = field(default_factory=dict)
    profile: Mapping[str, str] | None = None
    profile_is_right: bool = False
    delivered: Mapping[Output, date] = field(default_factory=dict)
    on_behalf_of: str = ""
    rest: str = ""


@transaction.atomic
def fill_in(
    *, country: Country, reporting_round: Round, version: int, filled: Filled, by: User, today: date
) -> CountryUpdate:
    """Save what was filled in; `filled.rest` then answers every item that has no answer yet.

    Raises ValidationError keyed by field of the page, RoundIsClosed, UpdateConflict; then nothing is saved.
    """
    update = begin_update(country=country, reporting_round=reporting_round, by=by, today=today)
    version = version if version != NOT_BEGUN else 1
    update = answer_items(
        update=update, version=version, answers=filled.answers, notes=filled.notes, by=by, today=today
    )
    if filled.on_behalf_of.strip() != (update.on_behalf_of or ""):
        update.on_behalf_of = filled.on_behalf_of.strip() or None
        update.save()
    for milestone, answer in filled.milestones.items():
        try:
            answer_milestone(milestone=milestone, reporting_round=update.round, by=by, **answer)
        except ValidationError as broken:
            if not hasattr(broken, "error_dict"):
                raise
            name, errors = name_of(milestone), broken.error_dict
            raise ValidationError({f"{name}-{part}": errors[part] for part in errors}) from None
    for output, day in filled.delivered.items():
        deliver_output(output=output, day=day, by=by, today=today)
    if filled.profile is not None or filled.profile_is_right:
        update = confirm_profile(update=update, version=update.version, texts=filled.profile, by=by, today=today)
    if filled.rest:
        update = answer_the_rest(update=update, version=update.version, kind=filled.rest, by=by, today=today)
    return update


def name_of(milestone: Milestone) -> str:
    """How the fields of a milestone begin on the page of an update."""
    return f"milestone-{milestone.uuid}"


@transaction.atomic
def send_with_one_answer(
    *, country: Country, reporting_round: Round, version: int, kind: str, by: User, today: date, on_behalf_of: str = ""
) -> CountryUpdate:
    """Answer every item that has no answer with "nothing to report" or "no change", and send the update."""
    filled = Filled(on_behalf_of=on_behalf_of, rest=kind)
    update = fill_in(
        country=country, reporting_round=reporting_round, version=version, filled=filled, by=by, today=today
    )
    return send_update(update=update, version=update.version, by=by, today=today, on_behalf_of=on_behalf_of)
