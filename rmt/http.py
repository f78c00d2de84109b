"""Public pages: the same bytes for everyone, stored whole, and 304 as long as nothing public was written."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial, wraps
from typing import overload

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from rmt.models import SiteVersion

KEEP_SECONDS = 24 * 60 * 60


LONGEST_VALUE = 200

View = Callable[..., HttpResponse]


@overload
def public_page(view: View) -> View: ...


@overload
def public_page(view: None = None, *, params: Sequence[str]) -> Callable[[View], View]: ...


def public_page(view: View | None = None, *, params: Sequence[str] = ()) -> View | Callable[[View], View]:
    """A page for visitors: `view` gets `as_of`, a past day or `None` for now (DESIGN.md, ledger rule 3).

    With `params`, the view also gets `asked`: what the query string says of these names, tidied; others are ignored.
    Its ETag is the version of what is public, so nothing can be stale; the bytes are kept under it, so a page is
    rendered once between two public writes. It never reads session, person or token.
    """
    if view is None:
        return partial(_public_page, params=params)
    return _public_page(view, params=params)


def _public_page(view: View, *, params: Sequence[str]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        today = timezone.localdate()
        text = request.GET.get("as_of", "")
        try:
            as_of = day_asked_for(text, today=today)
        except ValueError:
            return render(request, "not_a_day.html", {"text": text}, status=404)
        asked = values_asked_for(request, params)
        etag = f'"{_digest(request.path, asked, as_of, today)}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _labelled(unchanged, etag)
        body = cache.get(etag)
        if body is not None:
            return _labelled(HttpResponse(body), etag)
        response = view(request, *args, as_of=as_of, **({"asked": asked} if params else {}), **kwargs)
        if response.status_code == 200:
            if not asked:  # what anybody can type would drive the pages that everybody reads out of the store
                cache.set(etag, response.content, KEEP_SECONDS)
            _labelled(response, etag)
        return response

    return answer


def values_asked_for(request: HttpRequest, names: Sequence[str]) -> dict[str, str]:
    """What the query string says of these names: spaces as one, at most 200 signs, nothing that is empty."""
    values = {name: " ".join(request.GET.get(name, "").split())[:LONGEST_VALUE] for name in names}
    return {name: value for name, value in values.items() if value}


def day_asked_for(text: str, *, today: date) -> date | None:
    """The past day that `?as_of=` names; `None` for the current page: no day, today or later.

    Raises ValueError if it is no day.
    """
    if not text:
        return None
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day if day < today else None


def _digest(path: str, asked: dict[str, str], as_of: date | None, today: date) -> str:
    parts = (
        code_version(),
        SiteVersion.current(),
        get_language(),
        path,
        sorted(asked.items()),
        as_of,
        today if as_of is None else "",
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@lru_cache
def code_version() -> str:
    """A digest of the code and templates that make the pages: a new release changes every ETag."""
    total = hashlib.sha256()
    folders = ("rmt", "countries", "projects", "indicators", "briefs", "templates", "static")
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".svg", ".js"}:
                total.update(path.read_bytes())
    return total.hexdigest()[:16]
