"""What is shared: a country, a theme, a partner, or everything; with its published entries and its publications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators import figures
from indicators.figures import Entry
from indicators.ledger import everything
from indicators.models import Publication
from indicators.querysets import PublicationQuerySet
from projects.models import Partner
from rmt.text import as_day


@dataclass(frozen=True)
class Subject:
    """Something that has a picture and a feed. `publications` are all its versions, withdrawals included."""

    name: str
    kind: str
    url: str
    feed_url: str
    entries: Sequence[Entry]
    publications: PublicationQuerySet

    @property
    def updated(self) -> date | None:
        """The day of its last publication or withdrawal."""
        moment = self.publications.aggregate(last=Max("recorded_at"))["last"]
        return as_day(moment) if moment else None


def everything_published() -> Subject:
    """All that is published."""
    return Subject(
        name=_("Social protection floors for all"),
        kind=_("Results of the programme"),
        url=reverse("home"),
        feed_url=reverse("feed"),
        entries=everything(None),
        publications=Publication.objects.all(),
    )


def of_country(country: Country) -> Subject:
    """What is published on one country."""
    return Subject(
        name=str(country),
        kind=_("Country"),
        url=country.get_absolute_url(),
        feed_url=reverse("country_feed", args=[country.slug]),
        entries=[e for e in everything(None) if e.country == country.iso3],
        publications=Publication.objects.filter(country=country),
    )


def of_theme(theme: Theme) -> Subject:
    """What its lead confirmed for one theme."""
    confirmed = Publication.objects.filter(tags__theme=theme, tags__state="confirmed")
    return Subject(
        name=str(theme),
        kind=_("Theme"),
        url=theme.get_absolute_url(),
        feed_url=reverse("theme_feed", args=[theme.slug]),
        entries=figures.with_confirmed_tag(everything(None), theme=theme.slug),
        publications=confirmed,
    )


def of_partner(partner: Partner) -> Subject:
    """What is published of projects that one partner funds, alone or with others; nothing is apportioned (rule 15)."""
    supported = Publication.objects.all().supported_by(partner)
    numbers = set(Publication.objects.as_of(None).supported_by(partner).values_list("number", flat=True))
    return Subject(
        name=partner.name,
        kind=_("Partner"),
        url=partner.get_absolute_url(),
        feed_url=reverse("partner_feed", args=[partner.slug]),
        entries=[e for e in everything(None) if e.number in numbers],
        publications=supported,
    )
