import re
import uuid

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils.translation import get_language

from rmt.reader import reading_as

PRACTICE = "/practice"
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


class SizeOfTheBodyMiddleware:
    """Refuse what is longer than its address takes before a byte of it is read (`BODY_LIMITS`).

    It stands before everything that reads a form, the check of its token included. A body whose length is not said
    beforehand is refused as well: no browser sends one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        most = most_bytes_for(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            response = HttpResponse("Say the length of what you send: Content-Length.", "text/plain", status=411)
        elif length_said(request) > most:
            response = HttpResponse(render_to_string("413.html", {"most": most}), status=413)
        else:
            return self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


def length_said(request) -> int:
    """How many bytes the request says that it brings; 0 where it does not say a number, as Django reads it."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdecimal() else 0


def most_bytes_for(request) -> int:
    """How many bytes an address takes, the first that fits in `BODY_LIMITS`; only signed-in people send files."""
    path = request.path_info.removeprefix(PRACTICE)
    most = next((most for beginning, most in settings.BODY_LIMITS if path.startswith(beginning)), 0)
    few = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if most > few >= length_said(request) or most <= few:
        return most  # nobody is looked up for it
    return most if SESSION_KEY in request.session else few


class PersonOfTheDeskMiddleware:
    """On the desk, numbers are read and moments shown as the person chose (rule 17); public pages ask nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(DESK) or not request.user.is_authenticated:
            return self.get_response(request)
        with reading_as(request.user):
            return self.get_response(request)
