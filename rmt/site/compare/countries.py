"""What may stand side by side for countries and territories: statistics of others, ratifications, what was adopted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import POPULATION, Convention, Country, Ratification, Statistic
from countries.pages.country import COVERED, MINIMUM_STANDARDS, event_text, statistic_text
from countries.pages.steps import TITLES
from indicators import figures
from indicators.figures import SINCE_2016, STEP_INDICATORS, Entry
from indicators.ledger import hidden_groups, with_shown_title
from indicators.models import Publication, Result
from indicators.pages.published import Past, behind
from rmt.site.compare.rows import Cell, Row
from rmt.text import isolated, span

MOST_NAMED = 6


def statistics(chosen: Sequence[Country], past: Past, day: date) -> list[Row]:
    """The last value of each series, with its year: years differ, so each cell says its own."""
    held = Statistic.objects.as_of(past.day).filter(country__in=chosen, year__lte=day.year).order_by("year")
    last: dict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    names: dict[str, str] = {}
    wanted = {"year", "value", "source", "vintage", "country", "series__code", "series__name_en"}
    for row in held.values(*wanted):
        code = row["series__code"]
        last[code][row["country"]], names[code] = {**row, "code": code}, row["series__name_en"]
    order = [code for code in (COVERED, *sorted(names.keys() - {COVERED, POPULATION}), POPULATION) if code in names]
    rows = []
    for code in order:
        found = [last[code].get(country.pk) for country in chosen]
        cells = [_value_cell(row) if row else Cell(_("no value")) for row in found]
        sources = dict.fromkeys("; ".join(filter(None, [row["source"], row["vintage"]])) for row in found if row)
        rows.append(Row(names[code], cells, " / ".join(sources)))
    return rows


def _value_cell(row: Mapping[str, Any]) -> Cell:
    return Cell(f"{statistic_text(row)} ({row['year']})", value=row["value"], year=row["year"])


def ratified(chosen: Sequence[Country], past: Past) -> list[Row]:
    """What is recorded of each convention: "not recorded" says nothing on whether it was ratified."""
    events: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    held = Ratification.objects.as_of(past.day).filter(country__in=chosen).order_by("first_day", "pk")
    wanted = ("kind", "first_day", "last_day", "parts", "source", "result_number", "country", "convention__number")
    for row in held.values(*wanted):
        days = {name: row[name].isoformat() for name in ("first_day", "last_day")}
        events[row["convention__number"], row["country"]].append({**row, **days})
    shown = {MINIMUM_STANDARDS, *(number for number, _country in events)}
    rows = []
    for convention in Convention.objects.order_by("number"):
        if convention.number not in shown:
            continue
        own = [events[convention.number, country.pk] for country in chosen]
        sources = dict.fromkeys(row["source"] for some in own for row in some if row["source"])
        rows.append(Row(str(convention), [_events_cell(some, past) for some in own], "; ".join(sources)))
    return rows


def _events_cell(events: Sequence[Mapping[str, Any]], past: Past) -> Cell:
    if not events:
        return Cell(_("not recorded in our source"))
    return Cell(items=[(event_text(event), _result_url(event["result_number"], past)) for event in events])


def _result_url(number: int | None, past: Past) -> str:
    return past.at(reverse("result", args=[number])) if number else ""


def adopted(chosen: Sequence[Country], every: Sequence[Entry], past: Past, day: date) -> list[Row]:
    """Strategies, laws and improved operations by name, the last first; never how many (rule 19)."""
    taken = {
        (step, country.pk): sorted(
            figures.changes((e for e in every if e.country == country.iso3), period=SINCE_2016, step=step),
            key=lambda entry: (entry.last, entry.first, entry.number or 0),
        )
        for step in TITLES
        for country in chosen
    }
    named = [entry.number for some in taken.values() for entry in some[-MOST_NAMED:]]
    hidden = hidden_groups()
    published = Publication.objects.as_of(past.day).with_labels().filter(number__in=named)
    by_number = {one.number: with_shown_title(one, hidden) for one in published}
    rows = []
    for code, step in STEP_INDICATORS.items():
        cells = []
        for country in chosen:
            some = taken[step, country.pk]
            items = [_named(by_number[entry.number], entry, past, day) for entry in reversed(some[-MOST_NAMED:])]
            if len(some) > MOST_NAMED:
                items.append((_("All of them"), behind(past, SINCE_2016, country=country.slug, indicator=code)))
            cells.append(Cell(items=items) if items else Cell(_("nothing recorded here")))
        rows.append(Row(str(TITLES[step]), cells))
    return rows


def _named(publication: Publication, entry: Entry, past: Past, day: date) -> tuple[str, str]:
    """A result by its title and when; whether it was lost since, and whether it was reviewed here (rule 15)."""
    words = [f"{isolated(publication.title)}, {span(publication.achieved_first, publication.achieved_last)}"]
    if not figures.stands(entry, on=day):
        words.append(_("reported lost since"))
    if publication.origin == Result.Origin.HISTORICAL:
        words.append(_("taken from a source, not reviewed here"))
    return "; ".join(words), past.at(publication.get_absolute_url())
