"""Nothing typed is lost when a form arrives from somebody who is signed out by now, or whose token is too old.

The answer is a page that holds all that was typed and sends it again, to the same address, at the press of a button.
It never sends by itself, and is shown only for what came from a page of ours, as the token or the browser attests.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS, get_messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views import csrf

from rmt.forms import drafts
from rmt.models import User

DESK = "/desk/"
SAVED = "rmt_saved"
SAVED_SECONDS = 24 * 60 * 60
MOST_SAVED = 10
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "form_key"}  # the page has new ones


class NothingTypedIsLost:
    """Every form of the desk: whoever is signed out gets the text back; a form that was saved loses its draft."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_sent_to_the_desk(request) and "draft_key" in request.POST:
            user = request.user
            if isinstance(user, User) and was_saved(request, response):
                forget(request, response, user=user)
        return response

    def process_view(self, request: HttpRequest, _view, _args, _kwargs) -> HttpResponse | None:
        if is_sent_to_the_desk(request) and not request.user.is_authenticated and not asks_a_script(request):
            return send_again(request, status=401)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: with the text and a fresh token, for a signed-in person at a form of the desk; else the plain page."""
    if is_sent_to_the_desk(request) and asks_a_script(request):
        return JsonResponse({"error": "token"}, status=403)
    if is_sent_to_the_desk(request) and request.user.is_authenticated and is_from_here(request):
        return send_again(request, status=403)
    return csrf.csrf_failure(request, reason=reason)


def is_sent_to_the_desk(request: HttpRequest, path: str = "") -> bool:
    """Whether a form of the desk is being sent; `path` overrides the request's, as in practice."""
    return request.method == "POST" and (path or request.path_info).startswith(DESK)


def asks_a_script(request: HttpRequest) -> bool:
    """Whether it is the autosave that asks: it reads the status, and its text stays in the browser."""
    return request.path == reverse("drafts")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent it, which must do where there is no token."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin") in own or request.headers.get("Sec-Fetch-Site") == "same-origin"


def send_again(
    request: HttpRequest, *, status: int, went_to: str = "", first: tuple[str, str] | None = None
) -> HttpResponse:
    """A page with all that was sent in hidden fields, and one button; files cannot be sent again, and are named.

    `went_to`: where this form led when it was sent before, with other words in it. `first`: what has to be done before
    it can be sent, in words, and the address of where it is done.
    """
    again = request.user.is_authenticated
    context = {**what_was_typed(request), "again": again, "went_to": went_to, "first": first}
    response = render(request, "signed_out.html", context, status=status)
    add_never_cache_headers(response)
    return response


def what_was_typed(request: HttpRequest) -> dict[str, Any]:
    """What a page needs that sends a form again (`sent_again.html`)."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_SENT_AGAIN for value in values]
    return {
        "typed": typed,
        "words": [value for _name, value in typed if len(value.split()) > 1],
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "action": request.get_full_path(),
    }


def was_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the form was saved: then its view redirects, with a message of success or with none.

    A view that saves and answers otherwise, with a fragment or a warning, sets `request.typed_is_saved`: to `True`,
    or to the address where it can be read.
    """
    goes_on = 300 <= response.status_code < 400 or "HX-Redirect" in response or "HX-Location" in response
    queued = getattr(get_messages(request), "_queued_messages", [])  # to iterate would mark them as read
    levels = {message.level for message in queued}
    is_well = not levels or (SUCCESS in levels and max(levels) < ERROR)
    return bool(getattr(request, "typed_is_saved", goes_on and is_well))


def forget(request: HttpRequest, response: HttpResponse, *, user: User) -> None:
    """Delete the drafts of a form that was saved, and tell the browser so by a cookie that the desk's script reads."""
    keys = [key for text in request.POST.getlist("draft_key")[:MOST_SAVED] if (key := as_key(text))]
    drafts.mark_saved(user=user, keys=keys)
    before = [key for text in request.COOKIES.get(SAVED, "").split(".") if (key := as_key(text))]
    response.set_cookie(
        SAVED,
        ".".join(str(key) for key in [*before, *keys][-MOST_SAVED:]),
        max_age=SAVED_SECONDS,
        samesite="Lax",
        secure=settings.IS_HTTPS,
    )


def as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
