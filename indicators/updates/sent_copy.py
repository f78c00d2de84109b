"""The copy of an update as it was sent: what it said, in words, for its page, its mail and whoever clears it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Answer, CountryUpdate, Indicator, MilestoneAnswer, SentUpdate
from indicators.rounds import is_late
from rmt.mail import letter, post
from rmt.models import OutgoingMail, User

logger = structlog.get_logger(__name__)

PROFILE_LABELS = {
    "situation": gettext_lazy("Situation"),
    "priorities": gettext_lazy("Priorities"),
    "opportunities": gettext_lazy("Opportunities"),
}


@dataclass(frozen=True, slots=True)
class UpdateCopy:
    """An update in words. `sent_at` is `None` for one that is still in draft.

    A line has the `code` and `name` of its indicator, the `answer` with its `reason`, a `note`, what was published
    `last`, and the titles of its `results`; a milestone has a `title`, an `answer`, a `reason` and a day `expected`.
    """

    update: CountryUpdate
    on_behalf_of: str
    profile_confirmed: bool
    profile: list[tuple[str, str]]
    lines: list[dict[str, Any]]
    milestones: list[dict[str, Any]]
    by: User | None = None
    sent_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was sent after the day it was due, in the capital."""
        return self.sent_at is not None and is_late(self.update.round, self.update.country, sent_at=self.sent_at)


def copy_of(sent: SentUpdate) -> UpdateCopy:
    """What was sent, from the text that was stored."""
    return copy_in_words(json.loads(sent.payload), update=sent.update, by=sent.by, sent_at=sent.at)


def copy_in_words(
    payload: Mapping[str, Any], *, update: CountryUpdate, by: User | None = None, sent_at: datetime | None = None
) -> UpdateCopy:
    """Everything that an update says (`actions.payload_of`), in words."""
    names = dict(Indicator.objects.values_list("code", "name_en"))
    profile = payload.get("profile") or {}
    lines = [
        {
            "code": row["indicator"],
            "name": names.get(row["indicator"], row["indicator"]),
            "answer": str(Answer.Kind(row["answer"]).label) if row["answer"] else "",
            "reason": row["reason"] or "",
            "note": row["note"],
            "last": _("No. %(number)s, %(title)s") % row["last"] if row.get("last") else "",
            "results": [result["title"] for result in row["results"]],
        }
        for row in payload["items"]
    ]
    milestones = [
        {
            "title": row["title"],
            "answer": str(MilestoneAnswer.Kind(row["answer"]).label),
            "reason": row["reason"],
            "expected": date.fromisoformat(row["expected_last"]) if row.get("expected_last") else None,
        }
        for row in payload["milestones"]
    ]
    return UpdateCopy(
        update=update,
        on_behalf_of=payload["on_behalf_of"] or "",
        profile_confirmed=payload["profile_confirmed"],
        profile=[(str(label), profile[name]) for name, label in PROFILE_LABELS.items() if profile.get(name)],
        lines=lines,
        milestones=milestones,
        by=by,
        sent_at=sent_at,
    )


def mail_copy(sent: SentUpdate) -> None:
    """Mail its sender what was sent, in the same transaction; it stays sent if no mail can be made of it."""
    update = sent.update
    with translation.override(sent.by.language):
        try:
            with transaction.atomic():
                words = {"country": update.country, "round": update.round}
                context = {
                    "copy": copy_of(sent),
                    "update": update,
                    "url": settings.SITE_URL + reverse("update_copy", args=[update.round.code, update.country.slug]),
                }
                subject = _("Sent: update of %(country)s for %(round)s") % words
                post(message(subject, "copy", context, to=sent.by.email))
        except Exception:
            logger.exception("update.copy_not_mailed", update=sent.update_id)


def message(subject: str, name: str, context: Mapping[str, Any], *, to: str) -> OutgoingMail:
    """A mail about an update, as text and as HTML."""
    return letter(f"indicators/updates/mail/{name}", to=to, subject=subject, context=context)
