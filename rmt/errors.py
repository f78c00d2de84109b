"""What readers see when something is broken: pages that read neither database nor session."""

import errno
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from rmt.forms import asks_a_script, is_from_here, is_sent_to_the_desk, what_was_typed

RETRY_SECONDS = 60
READ_ONLY = "25006"  # what PostgreSQL calls a transaction that may not write
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503, with what was typed, if it is only that the database does not answer or that nothing can be saved.

    Django calls this while it handles the exception, whether a view raised it or a middleware before it.
    """
    if passes(sys.exc_info()[1]):
        response = HttpResponse(_closed(request), status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
    else:
        response = HttpResponse(render_to_string("500.html"), status=500)
    response["Cache-Control"] = "no-store"
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: the sign-in, or a link to a new password, was asked for too often from one place."""
    response = HttpResponse(render_to_string("429.html"), status=429)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def passes(error: BaseException | None) -> bool:
    """Whether it is the machine's trouble and not ours: no answer of the database, or no room to write, or no right."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, (OperationalError, InterfaceError)) or (
        getattr(getattr(error, "__cause__", None), "pgcode", None) == READ_ONLY
    )


def _closed(request: HttpRequest) -> str:
    """The page of a closed site; for a form of the desk that a page of ours sent, with all that was typed into it."""
    try:
        if is_sent_to_the_desk(request) and is_from_here(request) and not asks_a_script(request):
            return render_to_string("503_typed.html", {**what_was_typed(request), "csrf_token": get_token(request)})
    except (OSError, SuspiciousOperation, UnreadablePostError):
        pass  # what was sent cannot be read either
    return render_to_string("503.html")
