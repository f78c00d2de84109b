"""A form that is sent by somebody who is no longer signed in, or with a token that is too old, loses no word.

The page that answers holds all that was typed, and sends it again to the same address when its button is pressed.
It never sends by itself, and is shown only for what came from a page of ours: the token or the browser says so.
"""

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
NOT_SENT_AGAIN = {"csrfmiddlewaretoken"}


class NothingTypedIsLost:
    """Every form of the desk: who is signed out gets the text back; what is saved is no longer kept as a draft."""

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
    """403: for a signed-in person at a form of the desk with the text and a fresh token, else the plain page."""
    if is_sent_to_the_desk(request) and asks_a_script(request):
        return JsonResponse({"error": "token"}, status=403)
    if is_sent_to_the_desk(request) and request.user.is_authenticated and is_from_here(request):
        return send_again(request, status=403)
    return csrf.csrf_failure(request, reason=reason)


def is_sent_to_the_desk(request: HttpRequest, path: str = "") -> bool:
    """Whether a form of the desk is sent; `path` is where to, if the request does not say it as the desk would."""
    return request.method == "POST" and (path or request.path_info).startswith(DESK)


def asks_a_script(request: HttpRequest) -> bool:
    """Whether the autosave asks: it reads the status and keeps the text where it is."""
    return request.path == reverse("drafts")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent it: without a token, its word is needed."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin") in own or request.headers.get("Sec-Fetch-Site") == "same-origin"


def send_again(request: HttpRequest, *, status: int) -> HttpResponse:
    """All that was sent, in hidden fields, with one button; files cannot be kept, and are named."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_SENT_AGAIN for value in values]
    context = {
        "typed": typed,
        "words": [value for _name, value in typed if len(value.split()) > 1],
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "action": request.get_full_path(),
        "again": request.user.is_authenticated,
    }
    response = render(request, "signed_out.html", context, status=status)
    add_never_cache_headers(response)
    return response


def was_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """A form of ours answers a success by going on to another page, and says so or says nothing.

    A view that answers a fragment, or says something else although all is saved, sets `request.typed_is_saved = True`.
    """
    goes_on = 300 <= response.status_code < 400 or "HX-Redirect" in response or "HX-Location" in response
    said = getattr(get_messages(request), "_queued_messages", [])  # to iterate would mark them as read
    levels = {message.level for message in said}
    is_well = not levels or (SUCCESS in levels and max(levels) < ERROR)
    return getattr(request, "typed_is_saved", goes_on and is_well)


def forget(request: HttpRequest, response: HttpResponse, *, user: User) -> None:
    """Drop what was kept of a form that is saved, and tell the browser by a cookie that the desk's script reads."""
    keys = [key for text in request.POST.getlist("draft_key")[:MOST_SAVED] if (key := as_key(text))]
    drafts.saved(user=user, keys=keys)
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
