"""What every page of practice says at its top."""

from dataclasses import dataclass

from django.http import HttpRequest

from rmt.site.practice import personas
from rmt.site.practice.desks import current
from rmt.site.practice.personas import Persona

WAY_OUT = "/desk/"  # of the real site: every address that is worked out here stays in practice


@dataclass(frozen=True, slots=True)
class Banner:
    """Whom one practises as, whom one could be, and the way out."""

    persona: Persona
    on_offer: tuple[Persona, ...] = personas.ON_OFFER
    way_out: str = WAY_OUT


def banner_of(request: HttpRequest) -> Banner | None:
    """The banner of a practice page; `None` on the real site, where nothing is read for it."""
    return Banner(personas.chosen(request.session)) if current() else None
