"""Who gets as far as a view of the desk: the decorators of its views, and the request as they receive it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from rmt.models import User
from rmt.roles import roles_of

View = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """A request of a person: what `login_required` lets through."""

    user: User
    htmx: HtmxDetails
    typed_is_saved: bool | str  # set by a view that has saved and answers with a page (`rmt.forms.signed_out`)


def desk_page(*methods: str) -> Callable[[View], View]:
    """A page for people who signed in, stored by no cache; a form as well, unless other methods are named."""

    def decorate(view: View) -> View:
        allowed = require_http_methods(list(methods or ("GET", "HEAD", "POST")))
        return login_required(never_cache(allowed(view)))

    return decorate


read_only = desk_page("GET", "HEAD")
post_only = desk_page("POST")


def managers_only(view: View) -> View:
    """A page for programme managers: anybody else who signed in gets 403."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not roles_of(request.user).is_manager:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


LONGEST_CONDITION = 200


def carried_on(asked: QueryDict, names: Iterable[str]) -> str:
    """What links to other pages of a list carry on, as a query string: the conditions that its form has, each once.

    A page repeats it in every link, so whatever else an address holds is dropped, and a long word is cut.
    """
    return urlencode({name: asked[name][:LONGEST_CONDITION] for name in names if asked.get(name)})
