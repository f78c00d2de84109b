"""The list of countries, and how far each has come."""

from countries.pages.country_list.exports import countries_csv
from countries.pages.country_list.overview import rows_of_countries
from countries.pages.country_list.page import country_list_page

__all__ = ["countries_csv", "country_list_page", "rows_of_countries"]
