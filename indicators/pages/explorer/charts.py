"""What is found as a chart: by year and level, or country by country on the map."""

from datetime import date
from typing import Any, cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.models import Country
from indicators import figures
from indicators.figures import LOST, SINCE_2016, Period
from indicators.ledger import everything
from indicators.pages.explorer.facets import IN_FORCE, LANGUAGES
from indicators.pages.explorer.index import places_of
from indicators.pages.explorer.narrowing import Narrowed
from indicators.pages.published import Question
from indicators.wording import MORE, more_people_text, people_label
from rmt.charts import PEOPLE, STEP_LOST, STEPS_HELD, Area, YearColumn, shade_of_people
from rmt.text import level_number


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
    """The furthest step that each country still has among what is found; where that holds no step, people.

    A step that was lost does not count, and is named. Of how many results it is, the map does not say (rule 19).
    """
    values, language = narrowed.values, (get_language() or "en")[:2]
    steps = {int(step): value.bits & narrowed.found for step, value in values["step"].items()}
    people = {} if any(steps.values()) else _people(narrowed, question)
    areas = []
    for slug, iso3 in Country.objects.order_by().values_list("slug", "iso3"):
        country = values["country"][slug]
        if not country.bits & narrowed.found:
            continue
        name = dict(zip(LANGUAGES, country.names, strict=True)).get(language) or country.names[0]
        if people:
            own = people["by_country"].get(iso3)
            text = more_people_text(own, people["indicator"]) if own else str(PEOPLE[0])
            shade = shade_of_people(own.low if own else None)
        else:
            here = {step: bits & country.bits for step, bits in steps.items()}
            held = [step for step, bits in here.items() if bits & values["standing"][IN_FORCE].bits]
            lost = {step for step, bits in here.items() if bits & values["standing"][LOST].bits}
            shade = max(held, default=STEP_LOST if lost else 0)
            text = _step_text(max(held, default=0), lost)
        areas.append(Area(iso3, name, shade, text, question.url(view=None, country=slug)))
    nowhere = narrowed.held.values["country"].get(None, 0) & narrowed.found
    return {
        "areas": sorted(areas, key=lambda area: area.name),
        "nowhere": nowhere.bit_count(),
        "legend": PEOPLE if people else STEPS_HELD,
        "title": people["title"] if people else _("What was adopted, among these results: the furthest step"),
    }


def _people(narrowed: Narrowed, question: Question) -> dict[str, Any]:
    """People in each country, by the one kind of coverage that is found, else in practice; in the years asked for."""
    numbers = {narrowed.held.days[place][2] for place in places_of(narrowed.found)}
    entries = [e for e in everything(question.as_of) if e.number in numbers]
    kinds = {e.indicator for e in entries} & MORE.keys()
    if not kinds:
        return {}
    kind = kinds.pop() if len(kinds) == 1 else figures.EFFECTIVE
    first, last = (question.asked.get(name) for name in ("year_from", "year_to"))
    period = Period(
        date(int(first), 1, 1) if first else SINCE_2016.start, date(int(last) + 1, 1, 1) if last else SINCE_2016.end
    )
    day = figures.last_day(period, as_of=narrowed.filters.on)
    found = {
        iso3: figures.people(own, indicator=kind, period=period, day=day).quantity
        for iso3, own in figures.by_country(e for e in entries if e.indicator == kind).items()
    }
    return {
        "by_country": {iso3: quantity for iso3, quantity in found.items() if quantity is not None},
        "indicator": kind,
        "title": _("Among these results: %(what)s") % {"what": people_label(None, kind)},
    }


def _step_text(step: int, lost: set[int]) -> str:
    """Of a country without a step the results that are shown say only what they show."""
    if step:
        return str(STEPS_HELD[step])
    if lost:
        return _("step lost: %(steps)s") % {"steps": ", ".join(str(STEPS_HELD[number]) for number in sorted(lost))}
    return _("no step among these results")
