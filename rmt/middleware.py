import re
import uuid

import structlog
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language

from rmt.reader import reading_as

DESK = "/desk/"
ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Give every line logged during a request the same `request_id`: the proxy's, or a new one.

    It is not sent back: a public answer is the same for everyone, so that caches may keep it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if ACCEPTED_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(
            request_id=request.request_id, method=request.method, path=request.path
        ):
            return self.get_response(request)


class LanguageOfTheAddressMiddleware(LocaleMiddleware):
    """Each address has one language, so an answer never depends on the reader's, and shared caches need one copy."""

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", get_language())
        return response


class PersonOfTheDeskMiddleware:
    """On the desk, numbers are read and moments shown as the person chose (rule 17); public pages ask nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(DESK) or not request.user.is_authenticated:
            return self.get_response(request)
        with reading_as(request.user):
            return self.get_response(request)
