"""What people have typed and not saved: kept for whoever typed it, until it is saved or two months old."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
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

MOST_BYTES = 200_000
MOST_DRAFTS = 50
DAYS_KEPT = 60
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
}
NAMES_IT = ("title", "name", "comment", "reason")
MACHINERY = {"key", "version"}

_site: ContextVar[str] = ContextVar("site_of_drafts", default="real")


@dataclass(frozen=True, slots=True)
class TypedNotSaved:
    """A line of "typed, but not saved": where the form is, when it was typed, what it is and how it begins."""

    address: str
    at: datetime
    label: str
    begins: str


def owner_of(user: User) -> str:
    """A name for a person that says nothing about them: it keeps apart what several people typed in one browser.

    It is another one on each site: elsewhere the same key is somebody else's.
    """
    return salted_hmac("rmt.drafts", f"{_site.get()} {user.pk}", algorithm="sha256").hexdigest()[:16]


@contextmanager
def typed_on(site: str) -> Iterator[None]:
    """Inside the block people have the keys of `site`, and so other names than on the real one."""
    before = _site.set(site)
    try:
        yield
    finally:
        _site.reset(before)


@transaction.atomic
def keep(*, user: User, form: str, key: UUID, text: str, now: datetime) -> None:
    """Keep what `user` typed into a form, instead of what was kept under this key; beyond fifty, the oldest goes.

    Raises ValidationError, keyed by field, if it is no form of the desk or too long.
    """
    if not ADDRESS_OF_A_FORM.fullmatch(form) or len(form) > LONGEST_ADDRESS:
        raise ValidationError({"form": _("This is not the address of a form.")})
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ValidationError({"text": _("This is too long to be kept. Save it now.")})
    text = text.replace("\0", "")  # PostgreSQL keeps none
    FormDraft.objects.update_or_create(user=user, form=form, key=key, defaults={"text": text, "at": now})
    newest = user.form_drafts.values_list("pk", flat=True)[:MOST_DRAFTS]
    user.form_drafts.exclude(pk__in=list(newest)).delete()


def kept_for(user: User, form: str) -> QuerySet[FormDraft]:
    """What `user` typed into the form at this address and did not save, the newest first."""
    return user.form_drafts.filter(form=form)


def discard(*, user: User, keys: Iterable[UUID]) -> None:
    """Keep it no longer: it was saved, or is not wanted."""
    user.form_drafts.filter(key__in=list(keys)).delete()


def saved(*, user: User, keys: Iterable[UUID]) -> None:
    """What was typed under these keys is saved: keep it no longer, nor what is still on its way here."""
    keys = list(keys)
    cache.set_many({_saved(user, key): True for key in keys}, SECONDS_ON_THE_WAY)
    discard(user=user, keys=keys)


def is_saved(*, user: User, key: UUID) -> bool:
    """Whether the form of this key was saved lately: what comes under it now was typed before."""
    return bool(cache.get(_saved(user, key)))


def _saved(user: User, key: UUID) -> str:
    return f"typed-is-saved:{user.pk}:{key}"


def remove_old(*, now: datetime) -> int:
    """Remove what nobody came back to for two months; how many."""
    return FormDraft.objects.filter(at__lt=now - timedelta(days=DAYS_KEPT)).delete()[0]


def drafts_of(user: User) -> list[TypedNotSaved]:
    """What `user` typed and did not save, the newest first, each with the way back to it."""
    return [
        TypedNotSaved(draft.form.partition("#")[0], draft.at, _what(draft.form), _beginning(draft.text))
        for draft in user.form_drafts.all()
    ]


def _what(form: str) -> str:
    path = form.partition("#")[0].partition("?")[0]
    try:
        name = resolve(path.removeprefix("/practice")).url_name
    except Resolver404:
        name = None
    return str(WHAT_IS_TYPED.get(name or "", _("A form")))


def _beginning(text: str) -> str:
    """The title or comment that was typed, else the longest text; "" if there is none."""
    typed = {name: value.strip() for name, value in parse_qsl(text) if name not in MACHINERY and value.strip()}
    named = [typed[name] for name in NAMES_IT if name in typed]
    words = [value for value in typed.values() if " " in value]
    said = named[0] if named else max(words, key=len, default="")
    return Truncator(" ".join(said.split())).chars(LONGEST_LABEL)
