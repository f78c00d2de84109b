"""What is found as a chart: by year and level, or country by country on the map."""

from typing import Any, cast

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from countries.models import Country
from indicators.figures import LOST
from indicators.pages.explorer.facets import IN_FORCE, LANGUAGES
from indicators.pages.explorer.narrowing import Narrowed
from indicators.pages.published import Question
from rmt.charts import STEPS_HELD, Area, YearColumn
from rmt.text import grouped, level_number


def chart_of(narrowed: Narrowed, question: Question) -> dict[str, Any]:
    """The timeline or the map of what is found."""
    return _timeline(narrowed, question) if question.view == "timeline" else _map(narrowed, question)


def _timeline(narrowed: Narrowed, question: Question) -> dict[str, Any]:
    """Columns by year, and how many results span several years.

    A year has what happened wholly inside it, which is what its link leads to (rule 6).
    """
    first = cast(dict[int, int], narrowed.held.values["first_year"])
    last = narrowed.held.values["last_year"]
    within = {year: bits & last.get(year, 0) & narrowed.found for year, bits in first.items()}
    years = [year for year, bits in within.items() if bits]
    columns = []
    for year in range(min(years), max(years) + 1) if years else ():
        counts = [0, 0, 0]
        for level, value in narrowed.values["level"].items():
            counts[level_number(level) - 1] = (value.bits & within.get(year, 0)).bit_count()
        href = question.url(view=None, year_from=year, year_to=year) if year in years else ""
        columns.append(YearColumn(str(year), (counts[0], counts[1], counts[2]), href))
    several = narrowed.found.bit_count() - sum(bits.bit_count() for bits in within.values())
    return {"columns": columns, "several_years": several}


def _map(narrowed: Narrowed, question: Question) -> dict[str, Any]:
    """The furthest step that each country still has among what is found, and how many results are of no country.

    A step that was lost does not count, and is named.
    """
    values, language = narrowed.values, (get_language() or "en")[:2]
    steps = {int(step): value.bits & narrowed.found for step, value in values["step"].items()}
    areas = []
    for slug, iso3 in Country.objects.order_by().values_list("slug", "iso3"):
        country = values["country"][slug]
        number = (country.bits & narrowed.found).bit_count()
        if not number:
            continue
        here = {step: bits & country.bits for step, bits in steps.items()}
        held = [step for step, bits in here.items() if bits & values["standing"][IN_FORCE].bits]
        lost = {step for step, bits in here.items() if bits & values["standing"][LOST].bits}
        name = dict(zip(LANGUAGES, country.names, strict=True)).get(language) or country.names[0]
        step = max(held, default=0)
        areas.append(Area(iso3, name, step, _text(step, lost, number), question.url(view=None, country=slug)))
    nowhere = narrowed.held.values["country"].get(None, 0) & narrowed.found
    return {"areas": sorted(areas, key=lambda area: area.name), "nowhere": nowhere.bit_count()}


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
