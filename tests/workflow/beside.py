"""What is decided beside a result: its themes, whether it still stands, the round it belongs to; in every state."""

import json
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.ledger import in_force
from indicators.models import Result, Round, Tag
from indicators.results import actions
from indicators.rounds.actions import version_of
from rmt.models import User
from tests import factories
from tests.workflow.results import HEALTH

PENSIONS = "old-age-pensions"

# Themes


def tag_in(state: str, *, of: str, days: int, by: User, decided_by: User) -> Tag:
    """The theme of a result of Togo that was sent some days ago, decided by the deputy unless it still waits."""
    make = factories.validated if of == "validated" else factories.submit
    result = make(by=by, themes=[HEALTH], title=f"{state}, {of}")
    if state != Tag.State.PROPOSED:
        actions.decide_tag(result=result, theme=factories.theme_of(HEALTH), state=state, by=decided_by)
    since = timezone.now() - timedelta(days=days)
    result.tags.update(at=since)
    Result.objects.filter(pk=result.pk).update(submitted_at=since)
    return result.tags.select_related("result", "theme").get()


def decides(client: Client, verb: str, tag: Tag, other: Tag):
    """The answer to a decision: in the queue, on the page of the result, or on two at once."""
    do, _space, where = verb.partition(" ")
    if where == "on its page":
        state = {"confirm": "confirmed", "reject": "rejected"}[do]
        return client.post(reverse("tag_result", args=[tag.result.uuid, tag.theme.slug]), {"state": state})
    chosen = [tag.pk, other.pk] if where == "many" else [tag.pk]
    return client.post(reverse("tags"), {"do": do, "tag": chosen, "instead": PENSIONS})


def tag_as_it_is(tag: Tag, other: Tag) -> dict[str, Any]:
    """All that a decision may write of a tag, and the state of the one that is chosen with it."""
    row = Tag.objects.select_related("by", "result").get(pk=tag.pk)
    statement = in_force(row.result)
    said = json.loads(statement.payload)["tags"] if statement else []
    return {
        "state": row.state,
        "by": row.by.email,
        "events": list(row.result.review_events.values_list("kind", "by__email")),
        "publications": row.result.publications.count(),
        "published": {each["theme"]: each["state"] for each in said},
        "other": Tag.objects.values_list("state", flat=True).get(pk=other.pk),
    }


# Still in force?

SAID = {
    "nothing": (),
    "confirmed": (("confirmed", date(2026, 2, 1)),),
    "lost": (("lost", date(2026, 3, 1)),),
    "restored": (("lost", date(2026, 3, 1)), ("restored", date(2026, 4, 1))),
}


def step_of(country: str, said: str, *, by: User, lead: User) -> Result:
    """A published step whose theme is confirmed, with what was said of it so far."""
    about = {"country": country, "title": f"{said}, {country}", "themes": [HEALTH]}
    result = factories.publish(by=by, **about).result
    actions.decide_tag(result=result, theme=factories.theme_of(HEALTH), state="confirmed", by=lead)
    for kind, day in SAID[said]:
        actions.record_standing(result=result, kind=kind, day=day, reason="The gazette.", by=by)
    return result


def says(client: Client, verb: str, result: Result, other: Result):
    """The answer to what is said of a step, or of two at once."""
    said = {"day": factories.now().isoformat(), "reason": "The gazette of November."}
    if verb == "confirmed many":
        return client.post(reverse("standing"), said | {"result": [result.uuid, other.uuid]})
    return client.post(reverse("standing_result", args=[result.uuid]), said | {"kind": verb})


def standing_as_it_is(result: Result, other: Result) -> dict[str, Any]:
    """All that is said of a step, in the working copy and to readers, and how often of the one beside it."""
    statement = in_force(result)
    return {
        "said": list(result.standings.order_by("day", "pk").values_list("kind", "by__email")),
        "published": [each["kind"] for each in json.loads(statement.payload)["standings"]] if statement else None,
        "publications": result.publications.count(),
        "events": list(result.review_events.values_list("kind", "by__email")),
        "other": other.standings.count(),
    }


# Rounds


def takes_step(client: Client, verb: str, reporting_round: Round):
    """The answer to a step of a round."""
    typed = {"due": "2027-01-20", "validate_by": "2027-01-31", "reason": "The office was closed."}
    page = "edit_round" if verb == "edit" else "round_step"
    args = [reporting_round.code] if verb == "edit" else [reporting_round.code, verb]
    return client.post(reverse(page, args=args), typed | {"version": version_of(reporting_round)})


def round_as_it_is(reporting_round: Round) -> dict[str, Any]:
    row = Round.objects.get(pk=reporting_round.pk)
    return {"state": row.state, "due": row.due, "events": list(row.events.values_list("kind", "by__email"))}
