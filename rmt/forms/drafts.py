"""Drafts of forms: what people have typed and not saved yet, for them alone, until saved or 90 days old."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rmt.models import FormDraft, User
from rmt.text import clean_line, clean_text

MOST_BYTES = 200_000
MOST_DRAFTS = 50
DAYS_KEPT = 90
SECONDS_ON_THE_WAY = 60 * 60
LONGEST_LABEL = 80
LONGEST_ADDRESS = 300

ADDRESS_OF_A_FORM = re.compile(r"(/practice)?/desk/[^\s\\\x00-\x1f\x7f]*")

# What each address is for, in a list of what is typed and not saved; others are "a form".
WHAT_IS_TYPED = {
    "new_result": gettext_lazy("A new result"),
    "edit_result": gettext_lazy("Changes of a result"),
    "return_result": gettext_lazy("A comment for a result that goes back"),
    "validate_result": gettext_lazy("A comment of a review"),
    "withdraw_result": gettext_lazy("A reason for withdrawing a result"),
    "pool_result": gettext_lazy("Who the people of a figure are"),
    "update": gettext_lazy("Answers of an update"),
    "return_update": gettext_lazy("A comment for an update that goes back"),
    "ask_clearance": gettext_lazy("A request for clearance"),
    "milestones": gettext_lazy("Something that is expected"),
    "milestone": gettext_lazy("An answer to what was expected"),
    "comment_result": gettext_lazy("A comment"),
    "new_project": gettext_lazy("A new project"),
    "edit_project": gettext_lazy("Changes of a project"),
    "new_brief": gettext_lazy("A new brief"),
    "edit_brief": gettext_lazy("Changes of a brief"),
    "comment_brief": gettext_lazy("A comment on a brief"),
    "brief_step": gettext_lazy("A reason, or a comment, for a brief"),
    "brief_pictures": gettext_lazy("What a picture shows"),
    "brief_removal": gettext_lazy("Why a brief should be removed"),
    "new_report": gettext_lazy("A new report"),
    "publish_report": gettext_lazy("When a report is published"),
    "report_previews": gettext_lazy("Who may read a report in advance"),
    "assign_report_chapter": gettext_lazy("Who sees to a chapter"),
    "report_paragraph": gettext_lazy("A paragraph of a report"),
    "report_title": gettext_lazy("The title of a report"),
    "report_removal": gettext_lazy("Why a report should be removed"),
    "removals": gettext_lazy("Why a passage should be removed"),
    "new_pack": gettext_lazy("A pack for a meeting"),
    "distribution": gettext_lazy("A new group to send reports to"),
    "distribution_group": gettext_lazy("A member of a group"),
    "rename_group": gettext_lazy("The name of a group"),
    "replies": gettext_lazy("Whom to ask about a result"),
    "plan_round": gettext_lazy("A new round"),
    "edit_round": gettext_lazy("Changes of a round"),
    "editions": gettext_lazy("A note on an edition"),
    "edit_instrument": gettext_lazy("Changes of a law"),
    "new_partner": gettext_lazy("A new partner"),
    "edit_partner": gettext_lazy("Changes of a partner"),
    "new_gap": gettext_lazy("A new funding gap"),
    "new_output": gettext_lazy("A new output of a project"),
    "edit_output": gettext_lazy("Changes of an output"),
    "new_funding": gettext_lazy("Money of a project"),
    "edit_funding": gettext_lazy("Changes of the money of a project"),
    "new_document": gettext_lazy("A document of a project"),
    "new_project_indicator": gettext_lazy("An indicator of a project"),
    "edit_project_indicator": gettext_lazy("Changes of an indicator of a project"),
    "new_person": gettext_lazy("An invitation"),
}
NAMES_IT = ("title", "name", "comment", "reason")
MACHINERY = {"key", "version", "form_key"}

_site: ContextVar[str] = ContextVar("site_of_drafts", default="real")


@dataclass(frozen=True, slots=True)
class TypedNotSaved:
    """A line of "Typed, but not saved": where the form is, when it was typed, what it is for and how it begins."""

    address: str
    at: datetime
    label: str
    begins: str


def owner_of(user: User) -> str:
    """A name for a person that reveals nothing: it tells apart what several people typed in one browser.

    It differs between the real site and practice, where the same primary key is somebody else's.
    """
    return salted_hmac("rmt.drafts", f"{_site.get()} {user.pk}", algorithm="sha256").hexdigest()[:16]


@contextmanager
def typed_on(site: str) -> Iterator[None]:
    """Inside the block, `owner_of` gives the names of `site`."""
    before = _site.set(site)
    try:
        yield
    finally:
        _site.reset(before)


@transaction.atomic
def keep(*, user: User, form: str, key: UUID, text: str, now: datetime) -> None:
    """Store what `user` typed into a form, in place of the draft under this key; beyond fifty, the oldest goes.

    Raises ValidationError, keyed by field, if it is not a form of the desk or too long.
    """
    if not ADDRESS_OF_A_FORM.fullmatch(form) or len(form) > LONGEST_ADDRESS:
        raise ValidationError({"form": _("This is not the address of a form.")})
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ValidationError({"text": _("This is too long to be kept. Save it now.")})
    text = urlencode([(name, clean_text(value)) for name, value in parse_qsl(text, keep_blank_values=True)])
    FormDraft.objects.update_or_create(user=user, form=form, key=key, defaults={"text": text, "at": now})
    newest = user.form_drafts.values_list("pk", flat=True)[:MOST_DRAFTS]
    user.form_drafts.exclude(pk__in=list(newest)).delete()


def drafts_for(user: User, form: str) -> QuerySet[FormDraft]:
    """The drafts of `user` for the form at this address, the newest first."""
    return user.form_drafts.filter(form=clean_line(form))


def discard(*, user: User, keys: Iterable[UUID]) -> None:
    """Delete drafts that were saved, or are not wanted."""
    user.form_drafts.filter(key__in=list(keys)).delete()


def mark_saved(*, user: User, keys: Iterable[UUID]) -> None:
    """The forms of these keys were saved: delete their drafts, and refuse the one that may still be on its way."""
    keys = list(keys)
    cache.set_many({_cache_key(user, key): True for key in keys}, SECONDS_ON_THE_WAY)
    discard(user=user, keys=keys)


def is_saved(*, user: User, key: UUID) -> bool:
    """Whether the form of this key was saved lately, so that a draft that arrives now is older than that."""
    return bool(cache.get(_cache_key(user, key)))


def _cache_key(user: User, key: UUID) -> str:
    return f"typed-is-saved:{user.pk}:{key}"


def remove_old(*, now: datetime) -> int:
    """Delete drafts that nobody came back to for 90 days; returns how many (rule 21)."""
    return FormDraft.objects.filter(at__lt=now - timedelta(days=DAYS_KEPT)).delete()[0]


def drafts_of(user: User) -> list[TypedNotSaved]:
    """All drafts of `user`, the newest first, each with the way back to its form."""
    found = []
    for draft in user.form_drafts.all():
        address = draft.form.partition("#")[0]
        try:
            name = resolve(address.partition("?")[0].removeprefix("/practice")).url_name
        except Resolver404:
            name = None
        label = str(WHAT_IS_TYPED.get(name or "", _("A form")))
        found.append(TypedNotSaved(address, draft.at, label, _beginning(draft.text)))
    return found


def _beginning(text: str) -> str:
    """The title or comment that was typed, else the longest text; "" if there is none."""
    typed = {name: value.strip() for name, value in parse_qsl(text) if name not in MACHINERY and value.strip()}
    named = [typed[name] for name in NAMES_IT if name in typed]
    words = [value for value in typed.values() if " " in value]
    best = named[0] if named else max(words, key=len, default="")
    return Truncator(" ".join(best.split())).chars(LONGEST_LABEL)
