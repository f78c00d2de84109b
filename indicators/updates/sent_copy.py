"""The copy of an update as it was sent: what it said, in words, for its page, its mail and whoever clears it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Answer, CountryUpdate, Indicator, MilestoneAnswer, SentUpdate
from indicators.rounds import is_late
from rmt.mail import letter
from rmt.models import User

logger = structlog.get_logger(__name__)

PROFILE_LABELS = {
    "situation": gettext_lazy("Situation"),
    "priorities": gettext_lazy("Priorities"),
    "opportunities": gettext_lazy("Opportunities"),
}


@dataclass(frozen=True, slots=True)
class CopyLine:
    """What was said of one indicator."""

    code: str
    name: str
    answer: str
    reason: str
    note: str
    last: str
    results: list[str]


@dataclass(frozen=True, slots=True)
class CopyMilestone:
    title: str
    answer: str
    reason: str
    expected: date | None


@dataclass(frozen=True, slots=True)
class Copy:
    """An update in words. `sent_at` is `None` for one that is still in draft."""

    update: CountryUpdate
    on_behalf_of: str
    profile_confirmed: bool
    profile: list[tuple[str, str]]
    lines: list[CopyLine]
    milestones: list[CopyMilestone]
    by: User | None = None
    sent_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was sent after the day it was due, in the capital."""
        return self.sent_at is not None and is_late(self.update.round, self.update.country, sent_at=self.sent_at)


def copy_of(sent: SentUpdate) -> Copy:
    """What was sent, from the copy that is kept."""
    return in_words(json.loads(sent.payload), update=sent.update, by=sent.by, sent_at=sent.at)


def in_words(
    said: Mapping[str, Any], *, update: CountryUpdate, by: User | None = None, sent_at: datetime | None = None
) -> Copy:
    """Everything that an update says (`updates.said_by`), in words."""
    names = dict(Indicator.objects.values_list("code", "name_en"))
    profile = said.get("profile") or {}
    return Copy(
        update=update,
        on_behalf_of=said["on_behalf_of"] or "",
        profile_confirmed=said["profile_confirmed"],
        profile=[(str(label), profile[name]) for name, label in PROFILE_LABELS.items() if profile.get(name)],
        lines=[_line(row, names) for row in said["items"]],
        milestones=[_milestone(row) for row in said["milestones"]],
        by=by,
        sent_at=sent_at,
    )


def _line(row: Mapping[str, Any], names: Mapping[str, str]) -> CopyLine:
    last = row.get("last")
    return CopyLine(
        code=row["indicator"],
        name=names.get(row["indicator"], row["indicator"]),
        answer=str(Answer.Kind(row["answer"]).label) if row["answer"] else "",
        reason=row["reason"] or "",
        note=row["note"],
        last=_("No. %(number)s, %(title)s") % last if last else "",
        results=[result["title"] for result in row["results"]],
    )


def _milestone(row: Mapping[str, Any]) -> CopyMilestone:
    expected = row.get("expected_last")
    return CopyMilestone(
        row["title"],
        str(MilestoneAnswer.Kind(row["answer"]).label),
        row["reason"],
        date.fromisoformat(expected) if expected else None,
    )


def mail_copy(sent: SentUpdate) -> bool:
    """Mail its sender what was sent; whether the mail went out. What was sent is kept either way."""
    with translation.override(sent.by.language):
        try:
            _copy_message(sent).send()
        except Exception:
            logger.exception("update.copy_not_mailed", update=sent.update_id)
            return False
    return True


def _copy_message(sent: SentUpdate) -> EmailMultiAlternatives:
    update = sent.update
    words = {"country": update.country, "round": update.round}
    context = {
        "copy": copy_of(sent),
        "update": update,
        "url": settings.SITE_URL + reverse("update_copy", args=[update.round.code, update.country.slug]),
    }
    return message(_("Sent: update of %(country)s for %(round)s") % words, "copy", context, to=sent.by.email)


def message(subject: str, name: str, context: Mapping[str, Any], *, to: str) -> EmailMultiAlternatives:
    """A mail about an update, as text and as HTML."""
    return letter(f"indicators/updates/mail/{name}", to=to, subject=subject, context=context)
