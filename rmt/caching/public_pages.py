"""Public pages: the same bytes for everyone, stored whole, and 304 as long as nothing public was written.

They are stored compressed as well: a page holds no secret, so nothing can be guessed from its size.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache, partial, wraps
from typing import NamedTuple, overload
from urllib.parse import urlencode

import brotli
from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from rmt.caching.as_of import day_asked_for
from rmt.models import SiteVersion

KEEP_SECONDS = 24 * 60 * 60
CACHE_CONTROL = "public, max-age=0, must-revalidate"
HTML = "text/html; charset=utf-8"

LONGEST_VALUE = 1_000

# What the bytes of a page depend on, besides the database (`code_version`).
FOLDERS = ("rmt", "countries", "projects", "indicators", "briefs", "templates", "static")
ENDINGS = {".py", ".html", ".css", ".svg", ".js", ".typ", ".xml", ".po", ".mo"}

View = Callable[..., HttpResponse]


class PageView(NamedTuple):
    """The view of a public page, and what it may be asked."""

    view: View
    params: Sequence[str]
    longest: int


@overload
def public_page(view: View) -> View: ...


@overload
def public_page(
    view: None = None, *, params: Sequence[str] = (), longest: int = LONGEST_VALUE, content_type: str = HTML
) -> Callable[[View], View]: ...


def public_page(
    view: View | None = None, *, params: Sequence[str] = (), longest: int = LONGEST_VALUE, content_type: str = HTML
) -> View | Callable[[View], View]:
    """A page for visitors: `view` gets `as_of`, a past day or `None` for now (docs/design.md, ledger rule 3).

    With another `content_type` it is the same page on paper.
    With `params`, the view also gets `asked`: what the query string says of these names, tidied, each at most
    `longest` signs; others are ignored.
    Its ETag holds the version of everything public, so nothing stale is ever served; the bytes are stored under it, so
    a page is rendered once between two public writes. It never reads session, person or token.
    """
    if view is None:
        return partial(_public_page, params=params, longest=longest, content_type=content_type)
    return _public_page(view, params=params, longest=longest, content_type=content_type)


def _public_page(view: View, *, params: Sequence[str], longest: int, content_type: str) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        today = timezone.localdate()
        text = request.GET.get("as_of", "")
        try:
            as_of = day_asked_for(text, today=today)
        except ValueError:
            return render(request, "not_a_day.html", {"text": text}, status=404)
        asked = values_asked_for(request, params, longest=longest)
        version = SiteVersion.current()
        etag = f'W/"{_digest(version, request.path, asked, as_of, today)}"'
        # What the page was asked, for who cites it; a request of Django's declares no place for that.
        request.asked_for = {**asked, **({"as_of": as_of} if as_of else {})}  # type: ignore[attr-defined]
        kwargs |= {"as_of": as_of, **({"asked": asked} if params else {})}
        made = partial(view, request, *args, **kwargs)
        # Only the plain page is stored: what anybody can type would push out the pages that everybody reads.
        right_for = None if asked or as_of else (version, today)
        return _from_the_store(request, etag, made, right_for=right_for, content_type=content_type)

    if content_type == HTML:
        # For the files of its charts: an attribute, because decorators hand it on (`wraps`); functions declare none.
        answer.page = PageView(view, params, longest)  # type: ignore[attr-defined]
    return answer


def asks_with_q(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Words are asked for as `?q=` everywhere; an address from when this page said `?text=` leads there for good."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if "text" not in request.GET or "q" in request.GET:
            return view(request, *args, **kwargs)
        asked = [("q" if name == "text" else name, value) for name, values in request.GET.lists() for value in values]
        return redirect(f"{request.path}?{urlencode(asked)}", permanent=True)

    return answer


def page_view(view: Callable) -> PageView | None:
    """How the page of this view is made, apart from its being stored; `None` if it is no public page."""
    return getattr(view, "page", None)


def public_file(content_type: str) -> Callable[[View], View]:
    """What visitors get that is not a page: a feed, a picture, a list for machines. It is always as of now and ignores
    its query string; it is stored, and answers 304, as pages do."""

    def wrapped(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            right_for = SiteVersion.current(), timezone.localdate()
            etag = f'W/"{_digest(right_for[0], request.path, {}, None, right_for[1])}"'
            made = partial(view, request, *args, **kwargs)
            return _from_the_store(request, etag, made, right_for=right_for, content_type=content_type)

        return answer

    return wrapped


def _from_the_store(
    request: HttpRequest,
    etag: str,
    render_it: Callable[[], HttpResponse],
    *,
    right_for: tuple[int, date] | None,
    content_type: str = HTML,
) -> HttpResponse:
    """304, or the stored bytes, or else what is rendered now; a picture is compressed already and stays as it is.

    What may be stored says the version and the day that it is `right_for`; `EarlyAnswerMiddleware` keeps it.
    """
    unchanged = unchanged_since(request, etag)
    if unchanged is not None:
        return _labelled(unchanged, etag, right_for)
    accepted = "" if content_type.startswith("image/") else request.headers.get("Accept-Encoding", "")
    encoding = encoding_for(accepted)
    stored = None
    with suppress(Error):  # a database that takes no writes cannot clear away what is out of date
        stored = cache.get(etag + encoding)
    if stored is not None:
        return _labelled(_encoded(HttpResponse(stored, content_type=content_type), encoding), etag, right_for)
    response = render_it()
    if response.status_code != 200:
        return response
    response.content = COMPRESS[encoding](response.content)
    if right_for:
        with suppress(Error):  # the page is right all the same
            cache.set(etag + encoding, response.content, KEEP_SECONDS)
    return _labelled(_encoded(response, encoding), etag, right_for)


def unchanged_since(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 if the reader has this very page, 412 if it must be another; `None` if it is to be sent."""
    if request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*":
        return None  # it names no page that was ever read
    return get_conditional_response(request, etag=etag)


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=6),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "": lambda body: body,
}


@lru_cache(maxsize=200)
def encoding_for(accepted: str) -> str:
    """The best of the encodings that a browser says it reads; "" for none.

    >>> encoding_for("gzip, deflate, br;q=1.0"), encoding_for("gzip;q=0.5"), encoding_for("br;q=0, identity")
    ('br', 'gzip', '')
    """
    names = {
        name.strip().lower(): weight for name, _semicolon, weight in (i.partition(";") for i in accepted.split(","))
    }
    refused = {name for name, weight in names.items() if weight.replace(" ", "") in ("q=0", "q=0.0", "q=0.00")}
    return next((name for name in COMPRESS if name in names and name not in refused), "")


def _encoded(response: HttpResponse, encoding: str) -> HttpResponse:
    if encoding:
        response["Content-Encoding"] = encoding
    return response


def values_asked_for(request: HttpRequest, names: Sequence[str], *, longest: int = LONGEST_VALUE) -> dict[str, str]:
    """What the query string says of these names: spaces as one, at most `longest` signs, nothing that is empty."""
    values = {name: " ".join(request.GET.get(name, "").split())[:longest] for name in names}
    return {name: value for name, value in values.items() if value}


def _digest(version: int, path: str, asked: dict[str, str], as_of: date | None, today: date) -> str:
    parts = (
        code_version(),
        settings.SITE_URL,  # this and the next three stand in the page
        settings.RECORD_LICENCE,
        settings.RECORD_LICENCE_URL,
        settings.DEMO,
        version,
        get_language(),
        path,
        sorted(asked.items()),
        as_of,
        today if as_of is None else "",
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _labelled(response: HttpResponse, etag: str, right_for: tuple[int, date] | None) -> HttpResponse:
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = CACHE_CONTROL
    response.right_for = right_for  # type: ignore[attr-defined]  # for EarlyAnswerMiddleware
    return response


@lru_cache
def code_version() -> str:
    """A digest of the code, templates and translations that make the pages: a new release changes every ETag."""
    total = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in ENDINGS:
                total.update(path.read_bytes())
    return total.hexdigest()[:16]
