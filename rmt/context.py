"""What every template may ask for."""

from django.conf import settings

from rmt.roles import roles_of


def site(request) -> dict:
    """Whether this is a demonstration, and `roles`: a function, so that a page that never asks reads no session."""
    return {"demo": settings.DEMO, "roles": lambda: roles_of(request.user)}
