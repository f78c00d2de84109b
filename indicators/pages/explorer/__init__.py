"""All published results, narrowed by facets; exports of exactly what is shown."""

from indicators.pages.explorer.facets import NOWHERE

__all__ = ["NOWHERE", "views"]
