"""Countries and themes as they can be found by words."""

from collections.abc import Iterator

from countries.models import Country, Theme
from countries.names import names_of
from rmt.models import SearchEntry
from rmt.search import Kind, search_row


def country_rows() -> Iterator[SearchEntry]:
    """Every country by its names in each language, and its codes."""
    for country in Country.objects.select_related("region"):
        yield search_row(
            Kind.COUNTRY,
            country.iso3,
            country.name_en,
            country.get_absolute_url(),
            called=[*names_of(country), country.iso2, country.iso3],
            words=[country.region.name_en],
            names={"fr": country.name_fr, "es": country.name_es},
            detail=country.region.name_en,
        )


def theme_rows() -> Iterator[SearchEntry]:
    """Every theme by its names."""
    for theme in Theme.objects.all():
        yield search_row(
            Kind.THEME,
            theme.slug,
            theme.name_en,
            theme.get_absolute_url(),
            called=[theme.name_en, theme.name_fr, theme.name_es],
            words=[theme.get_group_display()],
            names={"fr": theme.name_fr, "es": theme.name_es},
            detail=theme.get_group_display(),
        )
