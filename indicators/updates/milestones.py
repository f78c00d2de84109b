"""What is expected in a country, "adoption expected in May": planned, and asked again once its time has come."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from indicators.models import Indicator, Milestone, MilestoneAnswer, Result, Round
from rmt.models import User

Kind = MilestoneAnswer.Kind
LONGEST_TITLE = 300


@transaction.atomic
def plan_milestone(
    *, country: Country, indicator: Indicator | None, title: str, expected: tuple[date, date], by: User
) -> Milestone:
    """Record that something is expected between two days; each round asks for it once its time has come.

    Planning the same twice makes one milestone: on a bad line a form is sent again. Raises ValidationError, keyed by
    field.
    """
    words = " ".join(title.split())
    problems = {}
    if not words:
        problems["title"] = _("Say what is expected, in one sentence.")
    elif len(words) > LONGEST_TITLE:
        problems["title"] = _("Say it in %(count)d signs or fewer.") % {"count": LONGEST_TITLE}
    first, last = expected
    if last < first:
        problems["expected"] = _("The last possible day is before the first.")
    if problems:
        raise ValidationError(problems)
    about = {"country": country, "indicator": indicator, "title": words, "state": Milestone.State.EXPECTED}
    days = {"expected_first": first, "expected_last": last}
    Country.objects.select_for_update().get(pk=country.pk)  # two of the same at once wait for each other
    planned_before = Milestone.objects.filter(**about, **days).first()
    return planned_before or Milestone.objects.create(**about, **days, by=by, at=timezone.now())


@transaction.atomic
def answer_milestone(
    *,
    milestone: Milestone,
    reporting_round: Round | None,
    kind: str,
    by: User,
    reason: str = "",
    expected: tuple[date, date] | None = None,
    result: Result | None = None,
) -> Milestone:
    """Record the answer to a milestone: it happened, it comes later, it is no longer expected.

    Raises ValidationError, keyed by field, if nobody says why it is no longer expected, or if it is settled already.
    """
    if kind == Kind.DROPPED and not reason.strip():
        raise ValidationError({"reason": _("Say why it is no longer expected.")})
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.state != Milestone.State.EXPECTED:
        message = _("“%(title)s” was answered already: %(state)s.")
        raise ValidationError(message % {"title": milestone.title, "state": milestone.get_state_display()})
    if kind == Kind.HAPPENED:
        milestone.state, milestone.result = Milestone.State.HAPPENED, result
    elif kind == Kind.DROPPED:
        milestone.state = Milestone.State.DROPPED
    elif expected is not None:
        milestone.expected_first, milestone.expected_last = expected
    milestone.save()
    until = expected[1] if expected is not None and kind == Kind.LATER else None
    milestone.answers.create(
        round=reporting_round, kind=kind, expected_last=until, reason=reason.strip(), by=by, at=timezone.now()
    )
    return milestone
