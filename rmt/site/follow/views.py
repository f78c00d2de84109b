"""`/follow/` and the pages behind the links of its mails: each is made for its reader, and none is stored."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rmt.forms import DeskForm
from rmt.models import Following
from rmt.site.follow import actions
from rmt.site.follow.subjects import THINGS, choices, feed_of, name_of

View = Callable[..., HttpResponse]


class FollowForm(DeskForm):
    """An address, and what it wants news of."""

    what = forms.ChoiceField(label=gettext_lazy("What do you want news of?"))
    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        help_text=gettext_lazy("We write to it once a week at most, and only if something is new."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, typed: Any = None, *, chosen: str, offered: list[tuple[str, Any]]) -> None:
        super().__init__(typed, initial={"what": chosen})
        self.fields["what"].choices = offered


def for_one_reader(view: View) -> View:
    """Never stored, by anybody; and found by no search engine behind a link of a mail."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(answer)


@require_http_methods(["GET", "HEAD", "POST"])
@for_one_reader
def follow(request: HttpRequest) -> HttpResponse:
    """How to follow by mail and by feed. The answer is the same for an address that is known and for any other."""
    asked_for = next((f"{kind}:{request.GET[kind]}" for kind in THINGS if kind in request.GET), "site")
    offered = choices()
    names = dict(one for _group, several in offered[1:] for one in several)
    chosen = asked_for if asked_for in names else "site"
    form = FollowForm(request.POST if request.method == "POST" else None, chosen=chosen, offered=offered)
    status = 200
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="follow"):
            _ask(request, form)
            return redirect("follow_asked")
        form.add_error(None, _("That was asked too often from here. Try again in an hour, or take a feed meanwhile."))
        status = 429
    kind, _colon, key = chosen.partition(":")
    context = {"form": form, "name": names.get(chosen, ""), "feed": feed_of(kind, key)}
    return render(request, "site/follow/follow.html", context, status=status)


def _ask(request: HttpRequest, form: FollowForm) -> None:
    """Write to the address, unless it was written to three times today: then nothing happens, and nobody is told."""
    email = form.cleaned_data["email"].lower()
    kind, _colon, key = form.cleaned_data["what"].partition(":")
    if ratelimit.consume(request, action="follow_mail", key=email):
        actions.ask_to_follow(email=email, kind=kind, key=key, now=timezone.now())


@require_safe
@for_one_reader
def asked(request: HttpRequest) -> HttpResponse:
    """Whatever the address was."""
    return render(request, "site/follow/asked.html", {"days": actions.UNCONFIRMED_FOR.days})


@require_http_methods(["GET", "HEAD", "POST"])
@for_one_reader
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: programs that open links of mails to check them confirm nothing."""
    try:
        if request.method == "POST":
            following: Following | None = actions.confirm(token=token, now=timezone.now())
        else:
            following = actions.read(token, purpose=actions.CONFIRM).following
    except actions.LinkIsClosed:
        return render(request, "site/follow/closed.html", status=404)
    name = name_of(following.kind, following.key) if following else ""
    return render(request, "site/follow/confirm.html", {"name": name, "is_done": request.method == "POST"})


@csrf_exempt  # mail programs send it with one click and have no token: the link is signed (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@for_one_reader
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button that stops; a link that stopped everything already says so again."""
    name = ""
    if request.method == "POST":
        actions.stop(token=token, now=timezone.now())
    else:
        try:
            following = actions.read(token, purpose=actions.STOP).following
        except actions.LinkIsClosed:
            return render(request, "site/follow/stop.html", {"is_done": True})
        name = name_of(following.kind, following.key) if following else ""
    return render(request, "site/follow/stop.html", {"name": name, "is_done": request.method == "POST"})
