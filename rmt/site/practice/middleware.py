"""Below `/practice/`, the same site on the practice desk of whoever is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.translation import gettext as _

from rmt.forms import is_from_here, is_sent_to_the_desk, send_again, typed_on
from rmt.reader import reading_as
from rmt.site.practice import personas, seed
from rmt.site.practice.course import watched_page
from rmt.site.practice.desks import at, desk_of
from rmt.site.practice.session import PracticeSession

PREFIX = "/practice/"
SIGN_OUT = "accounts/logout/"
NOT_HERE = ("accounts/", "admin/", "healthz", "readyz", "metrics", "practice/")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")  # one address, and other bytes for each desk


class PracticeMiddleware:
    """After the session, the person and the messages, which stay real; before everything that reads rows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        path = request.path_info.removeprefix(PREFIX)
        if path == SIGN_OUT:  # the menu has it on every page: it ends the real session
            request.path_info = f"/{SIGN_OUT}"
            return self.get_response(request)
        if path.startswith(NOT_HERE):
            return self.get_response(request)  # no such address: 404
        if not request.user.is_authenticated:
            return _signed_out(request, f"/{path}")
        return self.practise(request, f"/{path}")

    def practise(self, request: HttpRequest, path: str) -> HttpResponseBase:
        """The answer from the person's own desk, which is made first if there is none of this release."""
        real_user, real_session, original = request.user, request.session, seed.ready()
        session, desk = PracticeSession(real_session), desk_of(real_user)
        typed = typed_on(f"practice {real_user.pk}")
        with desk.locked():
            if desk.seed != original.name:
                desk.start_again(original)
            with at(desk), _addresses_below(PREFIX), _language_of(path), reading_as(real_user), typed:
                request.path_info = path  # stays so: outside, a missing slash at the end is still added
                request.user = personas.chosen(session).user()
                request.session = session  # type: ignore[assignment]  # it answers all that pages ask of a session
                try:
                    response = self._answer(request)
                finally:
                    request.user, request.session = real_user, real_session
            if page := watched_page(request, response):
                desk.remember(page)
        for mail in desk.unsent:
            words = {"who": ", ".join(mail.recipients()), "subject": mail.subject}
            messages.info(request, _("A mail would have gone to %(who)s: “%(subject)s”.") % words)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        for name in CONDITIONS:
            request.META.pop(name, None)
        response = self.get_response(request)
        if response.streaming:
            response.streaming_content = list(response.streaming_content)  # read here, not after we left
        del response["ETag"]
        response["Cache-Control"] = "private, no-store"
        return response


def _signed_out(request: HttpRequest, path: str) -> HttpResponseBase:
    """On to the sign-in; but what was typed comes back first, as on the real desk (`rmt.forms.signed_out`)."""
    if path == reverse("drafts"):
        return HttpResponse(status=401)  # the autosave asks: it keeps the text where it is
    if is_sent_to_the_desk(request, path) and is_from_here(request):  # nobody has looked at the token yet
        return send_again(request, status=401)
    return redirect_to_login(request.get_full_path())


@contextmanager
def _addresses_below(prefix: str) -> Iterator[None]:
    """Every address worked out inside begins with `prefix`, so that links stay in practice."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


@contextmanager
def _language_of(path: str) -> Iterator[None]:
    """The language that the address names, now that it can be read without its prefix; else the current one."""
    with translation.override(translation.get_language_from_path(path) or translation.get_language()):
        yield
