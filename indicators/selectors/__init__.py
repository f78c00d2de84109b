"""What the public pages of indicators and results show, joined from several querysets."""

from indicators.selectors.framework import FrameworkPage, framework_page
from indicators.selectors.indicator import IndicatorPage, find_indicator, indicator_page
from indicators.selectors.result import ResultPage, evidence_in_force, result_page

__all__ = [
    "FrameworkPage",
    "IndicatorPage",
    "ResultPage",
    "evidence_in_force",
    "find_indicator",
    "framework_page",
    "indicator_page",
    "result_page",
]
