"""The head of a page for those who pass it on: Open Graph, JSON-LD, its picture and its feed; absolute addresses."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rmt.site.sharing.datasets import dataset_of

# Pages that have a picture and a feed of their own, by the names of their addresses.
CARDS = {"country": "country_card", "theme": "theme_card", "partner": "partner_card"}
FEEDS = {"country": "country_feed", "theme": "theme_feed", "partner": "partner_feed"}
LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "pt": "pt_PT"}
KINDS = {"theme": "CollectionPage", "partner": "CollectionPage", "result": "Report"}
NOT_IN_JSON = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def absolute(path: str) -> str:
    """The address of a path on this site, whichever name it was asked for by."""
    return path if path.startswith(("http://", "https://")) else settings.SITE_URL + path


def head_of(view: str, kwargs: Mapping[str, Any], *, title: str, description: str, path: str) -> dict[str, str]:
    """What the page at `path` says of itself to machines; `title` may end with the name of the site."""
    site = str(_("Results Monitoring Tool"))
    own = title.removesuffix(site).rstrip(" ·") or site
    url = absolute(path)
    card, feed = CARDS.get(view), FEEDS.get(view)
    return {
        "title": own,
        "description": description,
        "url": url,
        "picture": absolute(reverse(card, kwargs=dict(kwargs)) if card else reverse("site_card")),
        "feed": absolute(reverse(feed, kwargs=dict(kwargs)) if feed else reverse("feed")),
        "kind": "article" if view == "result" else "website",
        "locale": LOCALES.get((get_language() or "en")[:2], "en_GB"),
        "site": site,
        "json_ld": as_json_ld(described(view, kwargs, own, description, url)),
    }


def described(view: str, kwargs: Mapping[str, Any], title: str, description: str, url: str) -> dict[str, Any]:
    """The page in the terms of schema.org; with data behind it, as a Dataset."""
    if dataset := dataset_of(view, kwargs, title=title, description=description, url=url):
        return dataset
    publisher = {"@type": "Organization", "name": "Results Monitoring Tool", "url": absolute(reverse("home"))}
    terms: dict[str, Any] = {"@context": "https://schema.org", "@type": KINDS.get(view, "WebPage"), "url": url}
    if view == "home":
        return terms | {"@type": "WebSite", "name": title, "description": description, "publisher": publisher}
    terms |= {
        "license": settings.RECORD_LICENCE_URL,
        "name": title,
        "description": description,
        "inLanguage": get_language() or "en",
        "publisher": publisher,
    }
    if view == "result":
        terms |= {"identifier": str(kwargs["number"])}
    return terms


def as_json_ld(terms: Mapping[str, Any]) -> SafeString:
    """JSON that may stand inside `<script>`: nothing in it can end the element.

    >>> as_json_ld({"name": "</script>"})
    '{"name": "\\\\u003C/script\\\\u003E"}'
    """
    return mark_safe(json.dumps(terms, ensure_ascii=False).translate(NOT_IN_JSON))  # noqa: S308 (escaped above)
