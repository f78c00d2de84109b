"""Results in every state, as people of the tests made them, and what a step of one writes."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from indicators import permissions
from indicators.ledger import in_force
from indicators.models import Result
from indicators.results import actions
from rmt.models import User
from tests import factories
from tests.cast import Cast
from tests.questions import say_yes

TEAM, MANAGERS = ("focal_togo", "deputy_togo"), ("manager", "other_manager")
HEALTH = "social-health-protection"


@dataclass(frozen=True)
class Kind:
    """Whose result it is: what is reported where, who entered and who sent it, who may send one like it."""

    indicator: str
    country: str | None
    author: str
    sender: str
    writers: tuple[str, ...]

    def who(self, name: str) -> set[str]:
        """The people that a row of the table names."""
        others = set(MANAGERS) - {self.author, self.sender}
        groups = {"writers": self.writers, "sender": {self.sender}, "author": {self.author}, "managers": MANAGERS}
        return set(groups.get(name, others))


KINDS = {
    "of Togo": Kind("R2", "TGO", "focal_togo", "focal_togo", TEAM),
    "of Senegal": Kind("R2", "SEN", "focal_senegal", "focal_senegal", ("focal_senegal",)),
    "of Togo, drafted by project staff": Kind("D1", "TGO", "project_staff", "deputy_togo", TEAM),
    "only of a theme, T1": Kind("T1", "TGO", "lead_financing", "lead_financing", ("lead_financing",)),
    "only of a theme, T2": Kind("T2", "TGO", "lead_financing", "lead_financing", ("lead_financing",)),
    "a ratification": Kind("D4", "TGO", "manager", "manager", MANAGERS),
    "of the world": Kind("D1", None, "manager", "manager", MANAGERS),
}


def results_in_every_state(kind: Kind, cast: Cast) -> dict[str, Result]:
    """One result in each state; `edited` and `edit sent` have a publication in force, `held back` has none yet."""
    author, sender, today = getattr(cast, kind.author), getattr(cast, kind.sender), factories.now()
    days_ago = count()  # each on a day of its own: of one ratification there is one result

    def draft(title: str) -> Result:
        achieved = today - timedelta(days=next(days_ago))
        about = {"indicator": kind.indicator, "country": kind.country, "achieved": achieved}
        return factories.draft(by=author, title=title, themes=[HEALTH], **about)

    def sent(title: str) -> Result:
        result = draft(title)
        return actions.submit_result(result=result, version=result.version, by=sender, today=today)

    later = {"not_before": today + timedelta(days=30), "comment": "The law is signed in December."}
    found = {
        "draft": draft("A draft"),
        "returned": returned(sent("A returned draft"), cast.other_manager),
        "discarded": discarded(draft("A discarded draft"), author),
        "submitted": sent("Waiting"),
        "validated": factories.validate(sent("In force")),
        "held back": factories.validate(sent("To be public later"), **later),
        "edited": factories.reopen(factories.validate(sent("In force, edited")), by=sender),
        "edit sent": factories.submit_edit(factories.validate(sent("In force, edit sent")), by=sender),
        "withdrawn": factories.validate(sent("Withdrawn")),
    }
    factories.withdraw(found["withdrawn"])
    return {state: factories.fresh(result) for state, result in found.items()}


def returned(result: Result, by: User) -> Result:
    day = factories.now() + timedelta(days=14)
    about = {"comment": "Which law?", "open_until": day, "today": factories.now()}
    return actions.return_result(result=result, version=result.version, by=by, **about)


def discarded(result: Result, by: User) -> Result:
    return actions.discard_result(result=result, version=result.version, by=by)


MAY = {
    "submit": permissions.can_submit,
    "recall": permissions.can_recall,
    "return": permissions.can_review,
    "validate": permissions.can_validate,
    "validate many": permissions.can_validate,
    "edit": permissions.can_reopen,
    "withdraw": permissions.can_withdraw,
    "discard": permissions.can_discard,
}

# What a browser sends with every step: each reads what it asks for.
TYPED = {"comment": "Which law?", "open_until": "2026-12-24", "reason": "It was entered twice."}


def takes(
    client: Client, verb: str, result: Result, *, other: Result | None = None, version: int | None = None, **typed
):
    """The answer to a step of a result; `validate many` chooses another result that waits with it."""
    read = result.version if version is None else version
    if verb == "validate many":
        chosen = [f"{result.uuid}:{read}", *([f"{other.uuid}:{other.version}"] if other else [])]
        return say_yes(client, reverse("review"), {"chosen": chosen})
    name = {"edit": "reopen"}.get(verb, verb)
    return client.post(reverse(f"{name}_result", args=[result.uuid]), {"version": read} | TYPED)


def as_it_is(result: Result, other: Result) -> dict[str, Any]:
    """All that a step may write of a result, and the status of the one that waits beside it."""
    row = Result.objects.select_related("author", "submitted_by", "validated_by", "reported_in").get(pk=result.pk)
    return {
        "status": row.status,
        "version": row.version,
        "author": row.author.email,
        "submitted_by": row.submitted_by and row.submitted_by.email,
        "validated_by": row.validated_by and row.validated_by.email,
        "round": row.reported_in and row.reported_in.code,
        "open_until": row.return_open_until,
        "publications": row.publications.count(),
        "is_public": in_force(row) is not None,
        "events": list(row.review_events.values_list("kind", "by__email")),
        "other": Result.objects.values_list("status", flat=True).get(pk=other.pk),
    }
