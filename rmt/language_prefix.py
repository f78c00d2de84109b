"""The language at the beginning of an address: one in which the site is read."""

from typing import Any

from django.conf import settings
from django.urls import LocalePrefixPattern, URLResolver
from django.utils.translation import get_language


class SiteLanguagePrefix(LocalePrefixPattern):
    """Briefs and letters are written in more languages than the site is read in: while one of those is active,
    addresses are the ones that there are.
    """

    @property
    def language_prefix(self) -> str:
        prefix: str = super().language_prefix if get_language() in dict(settings.LANGUAGES) else ""
        return prefix


def in_each_language(*addresses: Any) -> list[URLResolver]:
    """Addresses that exist once in each language of the site; English has no prefix (docs/design.md, "Addresses")."""
    return [URLResolver(SiteLanguagePrefix(prefix_default_language=False), list(addresses))]
