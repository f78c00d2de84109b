"""All published results, narrowed by facets; exports of exactly what is shown."""

from indicators.pages.explorer.facets import NOWHERE
from indicators.pages.explorer.filters import DeskResultFilter, ReviewFilter

__all__ = ["NOWHERE", "DeskResultFilter", "ReviewFilter", "views"]
