"""Where the picture, the feed and the card of something are, for those who pass it on."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from projects.models import Partner
from rmt.site.sharing.head import absolute


@dataclass(frozen=True)
class ShareLinks:
    """`snippet` is the HTML of the card, for other pages; only countries have one."""

    name: str
    url: str
    picture: str
    feed: str
    embed: str = ""
    snippet: str = ""


def share_links_of(thing: Country | Theme | Partner) -> ShareLinks:
    """The links of a country, a theme or a partner."""
    kind = type(thing).__name__.lower()
    embed = reverse("country_embed", args=[thing.slug]) if isinstance(thing, Country) else ""
    return ShareLinks(
        name=str(thing),
        url=thing.get_absolute_url(),
        picture=reverse(f"{kind}_card", args=[thing.slug]),
        feed=reverse(f"{kind}_feed", args=[thing.slug]),
        embed=embed,
        snippet=_snippet(str(thing), embed) if embed else "",
    )


def _snippet(name: str, path: str) -> str:
    title = _("%(country)s: results on social protection") % {"country": name}
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="520" loading="lazy"></iframe>', absolute(path), title
    )
