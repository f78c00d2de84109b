"""One key, one effect: a form that is sent twice, at the same moment or later, does what it says once.

Each form carries a key that was made when it was shown (`{% csrf_token %}` writes both). Whoever comes first takes the
key in the transaction of the effect, so whoever comes second waits for it, and is led to where the first one went. What
was refused or has failed takes no key: it can be corrected and sent again. A form without a key does as it always did.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rmt.forms.signed_out import NOT_SENT_AGAIN, send_again, was_saved
from rmt.models import SentForm

KEY = "form_key"
OF_THE_BROWSER = {*NOT_SENT_AGAIN, "draft_key", "draft_form"}
KEPT_FOR = timedelta(days=7)
# Whoever sends these twice has done nothing twice: the autosave, and who one is in practice.
ONCE_BY_NATURE = {"drafts", "practise_as", "practice_again"}
SIGNING_IN = ("account_", "mfa_")


class OneKeyOneEffect:
    """The last middleware: between it and the views, nothing comes that an answer could still go through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> Any:
        if request.method != "POST" or not request.POST.get(KEY) or is_once_by_nature(request):
            return None
        content = content_of(request)
        with transaction.atomic():
            first = {"content": content, "at": timezone.now()}
            sent, is_first = SentForm.objects.get_or_create(key=key_of(request), defaults=first)
            if is_first:
                return _answer(request, sent, view(request, *args, **kwargs))
        if sent.content != content:
            return send_again(request, status=409, went_to=sent.location)
        for level, text in sent.messages:
            messages.add_message(request, level, text)
        return redirect(sent.location)


def _answer(request: HttpRequest, sent: SentForm, response: HttpResponse) -> HttpResponse:
    """The answer to the first one; its key is used up if there was an effect."""
    queued = getattr(get_messages(request), "_queued_messages", [])
    goes_on = 300 <= response.status_code < 400
    if was_saved(request, response) or (goes_on and any(message.level == messages.SUCCESS for message in queued)):
        said = getattr(request, "typed_is_saved", True)
        place = response.get("HX-Redirect") or response.get("HX-Location") or response.get("Location")
        sent.location = place or (said if isinstance(said, str) else request.get_full_path())
        sent.messages = [[message.level, str(message)] for message in queued]
        sent.save()
    else:
        sent.delete()
    return response


def is_once_by_nature(request: HttpRequest) -> bool:
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    return name in ONCE_BY_NATURE or name.startswith(SIGNING_IN)


def key_of(request: HttpRequest) -> str:
    """The key as it is kept: of one person at one address, so that nobody can take another's."""
    return _hash(f"{request.POST[KEY]}\n{request.user.pk}\n{request.get_full_path()}")


def content_of(request: HttpRequest) -> str:
    """A hash of all that was typed and chosen, and of the button; of no password."""
    typed = [
        (name, values)
        for name, values in request.POST.lists()
        if name not in OF_THE_BROWSER and "password" not in name.lower()
    ]
    files = [(name, file.name, file.size) for name, files in request.FILES.lists() for file in files]
    return _hash(repr([sorted(typed), sorted(files)]))


def _hash(text: str) -> str:
    """Keyed by the secret of the site: whoever has a copy of the database cannot try texts against it."""
    return salted_hmac("rmt.forms.sent_once", text, algorithm="sha256").hexdigest()


def remove_old(*, now: datetime) -> int:
    """Delete the keys of what was sent more than a week ago; returns how many (rule 21)."""
    return SentForm.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
