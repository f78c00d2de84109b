"""The list of countries, and how far each has come."""

from countries.pages.country_list.selectors import listed_countries

__all__ = ["listed_countries", "views"]
