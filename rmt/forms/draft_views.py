"""Where the desk's script stores what is being typed. It answers a script, so never with a page or a sign-in."""

from functools import wraps
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rmt.forms import drafts
from rmt.forms.requests import SignedIn

MOST_SHOWN = 5


def for_its_typist(view):
    """401 if nobody is signed in, 409 if somebody else is by now; never a redirect, for it is a script that asks."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "signed out"}, status=401)
        values = request.POST if request.method == "POST" else request.GET
        if values.get("owner") not in (None, drafts.owner_of(request.user)):
            return JsonResponse({"error": "somebody else"}, status=409)
        return view(request)

    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_its_typist
def drafts_of_a_form(request: SignedIn) -> HttpResponse:
    """GET: the drafts of a form, and a fresh token. POST: store a draft (`do=keep`) or delete it (`do=discard`).

    204; 410 if the form was saved meanwhile, so that no draft comes back afterwards.
    """
    if request.method != "POST":
        found = drafts.drafts_for(request.user, request.GET.get("form", ""))[:MOST_SHOWN]
        shown = [{"key": str(draft.key), "at": draft.at.isoformat(), "text": draft.text} for draft in found]
        return JsonResponse({"drafts": shown, "token": get_token(request)})
    form = request.POST.get("form", "")
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return JsonResponse({"key": ["This is not a key."]}, status=400)
    if request.POST.get("do") == "discard":
        drafts.discard(user=request.user, keys=[key])
        return HttpResponse(status=204)
    if drafts.is_saved(user=request.user, key=key):
        return JsonResponse({"error": "saved"}, status=410)
    try:
        drafts.keep(user=request.user, form=form, key=key, text=request.POST.get("text", ""), now=timezone.now())
    except ValidationError as broken:
        return JsonResponse(broken.message_dict, status=413 if "text" in broken.message_dict else 400)
    return HttpResponse(status=204)
