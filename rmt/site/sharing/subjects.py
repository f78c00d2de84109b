"""What is shared: a country, a theme, a partner, or everything; with its published entries and its publications."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.models import Issue
from countries.models import Country, Theme
from indicators import figures
from indicators.figures import Entry
from indicators.ledger import everything
from indicators.models import Publication, Result
from indicators.pages.published import LastUpdate, last_update
from indicators.querysets import PublicationQuerySet
from projects.models import Partner


@dataclass(frozen=True)
class SharedSubject:
    """Something that has a picture and a feed. `publications` include every version and
    withdrawal; of `briefs` a feed has those that are public, and of reports if
    it `has_reports`.
    """

    name: str
    kind: str
    url: str
    feed_url: str
    entries: Sequence[Entry]
    publications: PublicationQuerySet
    briefs: Sequence[Issue] = ()
    has_reports: bool = False

    @property
    def updated(self) -> LastUpdate:
        """The day of its last publication or withdrawal."""
        return last_update(self.publications)

    @property
    def rests_on(self) -> str:
        """The day of its last publication, and that some of it was not reviewed here, where that is so (rule 15)."""
        updated = self.updated
        taken_over = self.publications.as_of(None).filter(origin=Result.Origin.HISTORICAL)
        if updated.moment and taken_over.exists():
            return _("%(updated)s; in part from sources, not reviewed here") % {"updated": updated.text}
        return updated.text


def everything_published() -> SharedSubject:
    """All that is published."""
    return SharedSubject(
        name=_("Social protection floors for all"),
        kind=_("Results of the programme"),
        url=reverse("home"),
        feed_url=reverse("feed"),
        entries=everything(None),
        publications=Publication.objects.all(),
        briefs=Issue.objects.briefs_on(None),
        has_reports=True,
    )


def shared_country(country: Country) -> SharedSubject:
    """What is published on one country."""
    return SharedSubject(
        name=str(country),
        kind=_("Country"),
        url=country.get_absolute_url(),
        feed_url=reverse("country_feed", args=[country.slug]),
        entries=[e for e in everything(None) if e.country == country.iso3],
        publications=Publication.objects.filter(country=country),
        briefs=Issue.objects.briefs_on(None).filter(brief__country=country),
    )


def shared_theme(theme: Theme) -> SharedSubject:
    """What its lead confirmed for one theme."""
    confirmed = Publication.objects.filter(tags__theme=theme, tags__state="confirmed")
    return SharedSubject(
        name=str(theme),
        kind=_("Theme"),
        url=theme.get_absolute_url(),
        feed_url=reverse("theme_feed", args=[theme.slug]),
        entries=figures.with_confirmed_tag(everything(None), theme=theme.slug),
        publications=confirmed,
        briefs=Issue.objects.briefs_on(None).filter(brief__theme=theme),
    )


def shared_partner(partner: Partner) -> SharedSubject:
    """What is published of projects that one partner funds, alone or with others; nothing is apportioned (rule 15)."""
    supported = Publication.objects.all().supported_by(partner)
    numbers = set(Publication.objects.as_of(None).supported_by(partner).values_list("number", flat=True))
    return SharedSubject(
        name=partner.name,
        kind=_("Partner"),
        url=partner.get_absolute_url(),
        feed_url=reverse("partner_feed", args=[partner.slug]),
        entries=[e for e in everything(None) if e.number in numbers],
        publications=supported,
    )
