"""What the pages of countries and themes show, joined from several querysets."""

from countries.selectors.country import CountryPage, country_page
from countries.selectors.country_list import CountryListPage, RegionRows, country_list_page
from countries.selectors.listing import Listed, Past, listed, past_of, years_of
from countries.selectors.themes import ThemeLine, ThemePage, theme_list_page, theme_page

__all__ = [
    "CountryListPage",
    "CountryPage",
    "Listed",
    "Past",
    "RegionRows",
    "ThemeLine",
    "ThemePage",
    "country_list_page",
    "country_page",
    "listed",
    "past_of",
    "theme_list_page",
    "theme_page",
    "years_of",
]
