"""What is found as a chart: by year and level, or country by country on the map."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.figures import LOST
from indicators.pages.explorer.facets import IN_FORCE, with_standing
from indicators.pages.published import Question
from rmt.charts import STEPS_HELD, Area, YearColumn
from rmt.text import grouped, level_number


def chart_of(found: QuerySet, question: Question, *, on: date) -> dict[str, Any]:
    """The timeline or the map of what is found: one query."""
    return _timeline(found, question) if question.view == "timeline" else _map(found, question, on=on)


def _timeline(found: QuerySet, question: Question) -> dict[str, Any]:
    """Columns by year, and how many results span several years.

    A year has what happened wholly inside it, which is what its link leads to (rule 6).
    """
    years = found.order_by().annotate(first=ExtractYear("achieved_first"), last=ExtractYear("achieved_last"))
    counts: dict[int, list[int]] = {}
    several = 0
    for first, last, level, n in years.values_list("first", "last", "indicator__level").annotate(n=Count("pk")):
        if first == last:
            counts.setdefault(first, [0, 0, 0])[level_number(level) - 1] += n
        else:
            several += n
    columns = []
    for year in range(min(counts), max(counts) + 1) if counts else ():
        deliverables, results, impact = counts.get(year, (0, 0, 0))
        href = question.url(view=None, year_from=year, year_to=year) if year in counts else ""
        columns.append(YearColumn(str(year), (deliverables, results, impact), href))
    return {"columns": columns, "several_years": several}


def _map(found: QuerySet, question: Question, *, on: date) -> dict[str, Any]:
    """The furthest step that each country still has among what is found, and how many results are of no country.

    A step that was lost does not count, and is named.
    """
    language = (get_language() or "en")[:2]
    names = {"en": "country__name_en", "fr": "country__name_fr", "es": "country__name_es"}
    rows = with_standing(found, on=on).order_by().annotate(name=F(names.get(language, names["en"])))
    columns = ("country__iso3", "country__slug", "name", "country__name_en", "indicator__step", "standing")
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    steps: dict[str, int] = defaultdict(int)
    lost: dict[str, set[int]] = defaultdict(set)
    nowhere = 0
    for iso3, slug, name, english, step, standing, n in rows.values_list(*columns).annotate(n=Count("pk")):
        if iso3 is None:
            nowhere += n
            continue
        counts[iso3, slug, name or english] += n
        if standing == IN_FORCE:
            steps[iso3] = max(steps[iso3], step or 0)
        elif standing == LOST and step:
            lost[iso3].add(step)
    areas = [
        Area(iso3, name, steps[iso3], _text(steps[iso3], lost[iso3], n), question.url(view=None, country=slug))
        for (iso3, slug, name), n in sorted(counts.items(), key=lambda item: item[0][2])
    ]
    return {"areas": areas, "nowhere": nowhere}


def _text(step: int, lost: set[int], count: int) -> str:
    """How far a country has come, else what it lost, and by how many of the results that are shown."""
    results = ngettext("%(number)s result", "%(number)s results", count) % {"number": grouped(count)}
    return _("%(step)s; %(results)s") % {"step": _step_text(step, lost), "results": results}


def _step_text(step: int, lost: set[int]) -> str:
    """Of a country without a step the results that are shown say only what they show."""
    if step:
        return str(STEPS_HELD[step])
    if lost:
        return _("lost: %(steps)s") % {"steps": ", ".join(str(STEPS_HELD[number]) for number in sorted(lost))}
    return _("no step among these results")
