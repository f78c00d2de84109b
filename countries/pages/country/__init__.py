"""The page of one country, on screen and on paper."""

from countries.pages.country.facts import COVERED, MINIMUM_STANDARDS, event_text, statistic_text

__all__ = ["COVERED", "MINIMUM_STANDARDS", "event_text", "statistic_text", "views"]
