"""What every page of practice says at its top."""

from typing import Any

from django.http import HttpRequest

from rmt.site.practice import personas
from rmt.site.practice.desks import current

WAY_OUT = "/desk/"  # of the real site: every address that is worked out here stays in practice


def banner_of(request: HttpRequest) -> dict[str, Any] | None:
    """Whom one practises as, whom one could be, and the way out; `None` on the real site, where nothing is read."""
    if current() is None:
        return None
    return {"persona": personas.chosen(request.session), "on_offer": personas.ON_OFFER, "way_out": WAY_OUT}
