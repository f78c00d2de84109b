"""A ratification that is published as a result is the ratification: the fact that every page reads follows from it."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.actions import hold_ratifications, release_ratification
from countries.models import Convention, Ratification
from indicators.models import Publication, Result


def record_ratification(statement: Publication) -> None:
    """Hold what a publication says of a convention as the fact of its country, from the moment of the publication on.

    Of an earlier version that said otherwise, and of one that is withdrawn, the fact is closed, and what was known
    before is held again.
    """
    held = Ratification.objects.as_of(None).filter(result_number=statement.number).first()
    wanted = _reported_by(statement) if statement.kind == Publication.Kind.STATEMENT else None
    if held and wanted and all(getattr(held, name) == value for name, value in wanted.items()):
        return
    if held:
        release_ratification(result_number=statement.number, at=statement.recorded_at)
    if wanted:
        # The number says on what it rests: a copy of the source would stay when that is removed (rule 2).
        event = Ratification(result_number=statement.number, source="", **wanted)
        hold_ratifications([event], at=statement.recorded_at)


def _reported_by(statement: Publication) -> dict[str, Any] | None:
    payload = json.loads(statement.payload)
    if not (statement.country and payload.get("convention") and payload.get("convention_event")):
        return None
    return {
        "country": statement.country,
        "convention": Convention.objects.get(number=payload["convention"]),
        "kind": payload["convention_event"],
        "first_day": statement.achieved_first,
        "last_day": statement.achieved_last,
    }


def refuse_second_report(result: Result) -> None:
    """Raises ValidationError if another published result reports the same event of the convention: it is one fact."""
    if (
        result.convention is None
        or result.convention_event is None
        or not (result.achieved_first and result.achieved_last)
    ):
        return
    event = Ratification(
        country=result.country,
        convention=result.convention,
        kind=result.convention_event,
        first_day=result.achieved_first,
        last_day=result.achieved_last,
    )
    reported = Ratification.objects.as_of(None).filter(country=result.country, convention=result.convention)
    for other in reported.exclude(result_number=None).exclude(result_number=result.number):
        if other.may_be(event):
            message = _("Result No. %(number)s reports this already. Return one of the two, or correct its day.")
            raise ValidationError({"convention": message % {"number": other.result_number}})
