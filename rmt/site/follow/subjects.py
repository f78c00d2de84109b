"""What can be followed: everything that is published, or what is published on a country, a theme or for a partner."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators.models import Publication
from projects.models import Partner
from rmt.models import Following

Kind = Following.Kind

THINGS: dict[str, Callable[[], QuerySet]] = {
    Kind.COUNTRY: lambda: Country.objects.order_by("name_en"),
    Kind.THEME: lambda: Theme.objects.all(),
    Kind.PARTNER: lambda: Partner.objects.current().order_by("name"),
}


def choices() -> list[tuple[str, Any]]:
    """Everything that can be followed, for a list to choose from: `country:togo`."""
    return [
        (Kind.SITE.value, _("Everything that is published")),
        *(
            (str(Kind(kind).label), [(f"{kind}:{thing.slug}", str(thing)) for thing in things()])
            for kind, things in THINGS.items()
        ),
    ]


def thing_of(kind: str, key: str) -> Country | Theme | Partner | None:
    """What is followed; `None` for everything, and for what is there no more."""
    return THINGS[kind]().filter(slug=key).first() if kind in THINGS else None


def name_of(kind: str, key: str) -> str:
    thing = thing_of(kind, key)
    return str(thing) if thing else _("Everything that is published") if kind == Kind.SITE else key


def url_of(kind: str, key: str) -> str:
    """The page of what is followed."""
    thing = thing_of(kind, key)
    return thing.get_absolute_url() if thing else reverse("home")


def feed_of(kind: str, key: str) -> str:
    """Where its feed is."""
    return reverse("feed") if kind == Kind.SITE else reverse(f"{kind}_feed", args=[key])


def published_on(kind: str, key: str) -> QuerySet[Publication]:
    """What is published on it now."""
    in_force, thing = Publication.objects.as_of(None), thing_of(kind, key)
    match thing:
        case Country():
            return in_force.filter(country=thing)
        case Theme():
            return in_force.filter(tags__theme=thing, tags__state="confirmed")
        case Partner():
            return in_force.supported_by(thing)
    return in_force if kind == Kind.SITE else in_force.none()
