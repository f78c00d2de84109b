"""Signed links: each is good for one purpose, on one site, for some time.

A copy of this installation (a rehearsal with the same key and database) has another address, and practice another
path: what was signed there opens nothing here.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix


def site() -> str:
    """Where links made now belong: the address of the site, and `/practice/` on a practice desk."""
    return settings.SITE_URL + get_script_prefix()


def sign(value: Any, *, purpose: str) -> str:
    """The signed part of a link."""
    return signing.dumps(value, salt=f"{purpose} at {site()}")


def read(token: str, *, purpose: str, max_age: timedelta) -> Any:
    """What was signed here for this purpose. Raises `signing.SignatureExpired`, or `signing.BadSignature`."""
    return signing.loads(token, salt=f"{purpose} at {site()}", max_age=max_age)
