"""Where the picture, the feed and the card of something are, for those who pass it on."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from projects.models import Partner
from rmt.site.sharing.head import absolute


def share_links_of(thing: Country | Theme | Partner) -> dict[str, str]:
    """The links of a country, a theme or a partner; a country has a card to `embed`, with the HTML `snippet` for it."""
    kind = type(thing).__name__.lower()
    links = {
        "name": str(thing),
        "url": thing.get_absolute_url(),
        "picture": reverse(f"{kind}_card", args=[thing.slug]),
        "feed": reverse(f"{kind}_feed", args=[thing.slug]),
        "follow": f"{reverse('follow')}?{kind}={thing.slug}",
    }
    if isinstance(thing, Theme):
        links["compare"] = f"{reverse('compare')}?what=themes&one={thing.slug}"
    if isinstance(thing, Country):
        links["compare"] = f"{reverse('compare')}?one={thing.slug}"
        links["embed"] = reverse("country_embed", args=[thing.slug])
        links["snippet"] = format_html(
            '<iframe src="{}" title="{}" width="100%" height="520" loading="lazy"></iframe>',
            absolute(links["embed"]),
            _("%(country)s: results on social protection") % {"country": thing},
        )
    return links
