"""What waits for a person, for the weekly mail: themes to check, results and updates to review, steps to confirm."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from indicators.followup import asked_since
from indicators.models import CountryUpdate, Publication, PublishedStanding, Result
from indicators.tagging import unchecked_for
from indicators.updates import updates_to_validate
from rmt.models import User
from rmt.roles import roles_of

STEPS = ("R1", "R2", "R3")


def waiting_for(user: User, *, since_before: datetime, to_confirm: int, now: datetime) -> dict[str, Any]:
    """What has waited for `user` since before a moment; steps to confirm are the managers' to follow up."""
    roles = roles_of(user)
    tags = [tag for tag in unchecked_for(user, now=now) if tag.since < since_before]  # type: ignore[attr-defined]  # annotated
    results, updates = Result.objects.none(), CountryUpdate.objects.none()
    if roles.is_manager:
        results = Result.objects.waiting_for(user).filter(submitted_at__lt=since_before).for_desk()
        updates = updates_to_validate(user).filter(submitted_at__lt=since_before).select_related("country", "round")
    return {
        "tags": [tag for tag in tags if tag.theme_id in roles.themes],
        "handed_up": [tag for tag in tags if tag.theme_id not in roles.themes],
        "results": list(results),
        "updates": list(updates),
        "to_confirm": to_confirm if roles.is_manager else 0,
    }


def steps_to_confirm(day: date) -> list[int]:
    """Public numbers of the steps that are asked about: nobody has said since whether they are still in force."""
    recorded: dict[int, list[tuple[date, str]]] = defaultdict(list)
    steps = Publication.objects.as_of(None).filter(indicator__code__in=STEPS)
    standings = PublishedStanding.objects.filter(publication__in=steps.order_by().values("pk")).order_by("day", "pk")
    for publication, when, kind in standings.values_list("publication", "day", "kind"):
        recorded[publication].append((when, kind))
    rows = steps.order_by("number").values_list("pk", "number", "achieved_last")
    return [number for pk, number, achieved in rows if asked_since(achieved, recorded[pk], today=day)]
