"""What this process has answered through the whole stack of middleware, it answers again before the stack.

A stored public page needs no session, person or template: only to know that nothing public was written since. No
header and no page is made here; what is kept is what the whole stack sent.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from rmt.caching.public_pages import CACHE_CONTROL, encoding_for, unchanged_since
from rmt.models import SiteVersion

MOST_BYTES = 32 * 1024 * 1024  # kept by each process
LARGEST = MOST_BYTES // 32  # of one answer
OVERHEAD = 2_000  # what an answer takes besides its body

Key = tuple[str | int, ...]


class Answer(NamedTuple):
    """What was sent, and the version and the day for which it is right."""

    status: int
    headers: dict[str, str]
    body: bytes
    right_for: tuple[int, date]


class KeptAnswers:
    """The answers asked for last, for all threads of the process, up to `MOST_BYTES`."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Key) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            if before := self._answers.pop(key, None):
                self._size -= len(before.body) + OVERHEAD
            self._answers[key] = answer
            self._size += len(answer.body) + OVERHEAD
            while self._size > MOST_BYTES:
                self._size -= len(self._answers.popitem(last=False)[1].body) + OVERHEAD

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._size = 0


kept_answers = KeptAnswers()


class EarlyAnswerMiddleware:
    """First of all: one small read, of the version of what is public, and what was sent before is sent again.

    Answers that are marked by `public_page` or `public_file` as stored (`right_for`) are kept on their way out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        return early_answer(request, key) or keep(key, self.get_response(request))


def key_of(request: HttpRequest) -> Key | None:
    """All of a request that its answer depends on, besides what it has read before; `None` if it may be any other."""
    sent = request.META
    if request.method not in ("GET", "HEAD") or sent.get("QUERY_STRING") or "HTTP_IF_MATCH" in sent:
        return None
    try:
        request.get_host()  # no page depends on it, but a foreign one gets none
    except DisallowedHost:
        return None
    encoding = encoding_for(sent.get("HTTP_ACCEPT_ENCODING", ""))
    return request.scheme or "", request.path, encoding, settings.SITE_URL


def early_answer(request: HttpRequest, key: Key) -> HttpResponse | None:
    """304 or the page, if this process has sent it and it is still right; else `None`."""
    page, unchanged = kept_answers.get((*key, 200)), kept_answers.get((*key, 304))
    known = page or unchanged
    answer = unchanged if known and has_read(request, known.headers["ETag"]) else page
    if not answer:
        return None
    try:
        connection.health_check_done = True  # this read is the check, one round trip instead of two
        right = (SiteVersion.current(), timezone.localdate())
    except Error:
        connection.close()
        return None  # the whole stack opens it anew, or says that it cannot
    if answer.right_for != right:
        return None
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    if answer.status == 304:
        del response["Content-Type"]
    return response


def has_read(request: HttpRequest, etag: str) -> bool:
    """Whether the reader has the page of this ETag; most send back what they got, and nothing is to be parsed."""
    sent = request.META.get("HTTP_IF_NONE_MATCH")
    return sent is not None and (sent == etag or unchanged_since(request, etag) is not None)


def keep(key: Key, response: HttpResponseBase) -> HttpResponseBase:
    """The response as it is; it is kept if it is a stored page or its 304 and everybody may have it."""
    right_for = getattr(response, "right_for", None)
    if (
        right_for
        and isinstance(response, HttpResponse)
        and response.status_code in (200, 304)
        and response.headers.get("Cache-Control") == CACHE_CONTROL
        and not response.cookies
        and len(response.content) <= LARGEST
    ):
        # HttpResponse makes a Content-Type where none is given, which takes longer than to drop this one from a 304.
        headers = {"Content-Type": "", **dict(response.items())}
        answer = Answer(response.status_code, headers, response.content, right_for)
        kept_answers.keep((*key, response.status_code), answer)
    return response
