"""What every template may ask for."""

from django.conf import settings

from rmt.roles import roles_of
from rmt.site.demo import MADE_UP
from rmt.site.practice.banner import banner_of
from rmt.text import demonstration


def site(request) -> dict:
    """Whether this is a demonstration, with how many results that are made up, or practice; the licence of the record;
    and `roles`: a function, so that a page that never asks reads no session."""
    return {
        "demo": settings.DEMO,
        "demo_words": demonstration(),
        "made_up": MADE_UP if settings.DEMO_FULL else 0,
        "practice": banner_of(request),
        "licence": {"name": settings.RECORD_LICENCE, "url": settings.RECORD_LICENCE_URL},
        "roles": lambda: roles_of(request.user),
    }
