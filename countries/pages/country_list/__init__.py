"""The list of countries, and how far each has come."""

from countries.pages.country_list.selectors import listed_countries
from countries.pages.country_list.world import PARAMS as MAP_PARAMS
from countries.pages.country_list.world import world_map_of

__all__ = ["MAP_PARAMS", "listed_countries", "views", "world_map_of"]
