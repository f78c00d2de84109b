"""The map of the world: one question at a time, by the end of a year, of the world or of one of its regions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Theme
from countries.pages.country_list.selectors import ListedCountry, listed_countries
from indicators import figures
from indicators.figures import Entry, Quantity
from indicators.pages.published import Past
from indicators.wording import more_people_text
from rmt.caching import year_asked_for
from rmt.charts import BOXES, STEPS_HELD, Area, shade_of_people
from rmt.charts import PEOPLE as PEOPLE_SHADES

STEPS, PEOPLE = "steps", "people"
PARAMS = ("show", "year", "region")


def world_map_of(
    published: Sequence[Entry], asked: Mapping[str, str], past: Past, *, themes: Mapping[str, Theme], day: date
) -> dict[str, Any]:
    """What the component `world_map` and the form above it read: two queries.

    A year asks what had happened by its end and what stood then (rule 6); what cannot be read is not asked. Of a theme,
    only what its lead confirmed is on the map.
    """
    year = year_asked_for(asked.get("year", ""), last=day.year)
    on = date(year, 12, 31) if year else day
    entries = [e for e in published if e.last <= on] if year else published
    confirmed = {theme for e in entries for theme, state in e.tags if state == figures.CONFIRMED_TAG}
    offered = {slug: str(theme) for slug, theme in themes.items() if slug in confirmed}
    show = asked.get("show", "")
    if show in offered:
        entries = figures.with_confirmed_tag(entries, theme=show)
    elif show != PEOPLE:
        show = STEPS
    rows = listed_countries(entries, past, day=on)
    regions = {row.country.region.code: row.country.region.name for row in rows}
    covered = _covered(entries, day=on)
    region = asked.get("region", "")
    return {
        "areas": [_area(row, covered.get(row.country.iso3), is_people=show == PEOPLE) for row in rows],
        "legend": PEOPLE_SHADES if show == PEOPLE else STEPS_HELD,
        "title": _title(show, offered, year),
        "show": show,
        "themes": offered,
        "regions": {code: name for code, name in regions.items() if code in BOXES},
        "region": region if region in BOXES else "",
        "year": year,
        "last": day.year,
    }


def _covered(entries: Sequence[Entry], *, day: date) -> dict[str, Quantity]:
    """People covered in practice since 2016, of each country with a figure that counts."""
    own = figures.by_country(e for e in entries if e.indicator == figures.EFFECTIVE)
    found = {
        iso3: figures.people(some, indicator=figures.EFFECTIVE, period=figures.SINCE_2016, day=day).quantity
        for iso3, some in own.items()
    }
    return {iso3: quantity for iso3, quantity in found.items() if iso3 and quantity is not None}


def _area(row: ListedCountry, people: Quantity | None, *, is_people: bool) -> Area:
    """A country as the measure shades it; its card says both what was adopted and whom it reached."""
    steps = row.area()
    words = more_people_text(people, figures.EFFECTIVE) if people else ""
    if not is_people:
        return Area(steps.iso3, steps.name, steps.shade, steps.text, steps.href, words)
    shade = shade_of_people(people.low if people else None)
    return Area(steps.iso3, steps.name, shade, words or str(PEOPLE_SHADES[0]), steps.href, steps.text)


def _title(show: str, themes: Mapping[str, str], year: int | None) -> str:
    if show == PEOPLE:
        what = _("More people covered in practice since 2016")
    elif show in themes:
        what = _("%(theme)s: the furthest step since 2016") % {"theme": themes[show]}
    else:
        what = _("Furthest step since 2016 (lost steps left out)")
    return _("%(what)s, by the end of %(year)s") % {"what": what, "year": year} if year else what
