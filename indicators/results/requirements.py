"""What a result needs before it can be sent: one definition for form, action, import and page."""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from countries.models import POPULATION, Country, Statistic
from indicators.fields import BY_NAME
from indicators.figures import PERSON, rounding_step
from indicators.ledger import payload_of, restated
from indicators.models import Evidence, Indicator, Level, Result
from indicators.wording import number_text
from rmt.forms import LONGEST_PLACE, MOST_PLACES

Problems = dict[str, str]
PER_CENT = "per-cent"
EARLIEST_BASELINE = 1990
MOST_PEOPLE = Decimal(1_500_000_000)
"""No country has more people; what is taken where no population is known (rule 8)."""


def missing(result: Result, *, today: date) -> Problems:
    """What keeps `result` from being sent, as messages keyed by field; empty if nothing does.

    Level 1 needs title, date, outcome, contribution and source; level 2 also instrument and evidence; level 3 also
    value, unit, baseline or stated increase, and where the figure comes from. A figure that says otherwise than what is
    published needs the public reason. Everything else is asked, not needed.
    """
    if result.indicator is None:
        return {"indicator": _("Choose what kind of result this is.")}
    problems = _core(result)
    if result.level != Level.DELIVERABLE:
        problems |= _institutional(result)
    if result.indicator.has_value and result.value is None and result.increase is None:
        problems["value"] = _("Enter the figure.")
    if result.indicator.has_value and result.unit is None:
        problems["unit"] = _("Choose what was counted.")
    if result.level == Level.IMPACT:
        problems |= _impact(result)
    if result.restated_because is None and (names := restated_figures(result)):
        words = {"names": ", ".join(names)}
        problems["restated_because"] = _("Say why this differs from what is published: %(names)s.") % words
    return problems | contradictions(result, today=today)


def restated_figures(result: Result) -> list[str]:
    """The figures and dates that the working copy says otherwise than its last publication, as people call them."""
    published = result.publications.order_by("seq").last() if result.number is not None else None
    if published is None:
        return []
    keys = restated(json.loads(published.payload), payload_of(result))
    names = [_("groups of people") if key == "parts" else str(BY_NAME[key].noun) for key in keys]
    return list(dict.fromkeys(names))


def _core(result: Result) -> Problems:
    messages = {
        "title": _("Say in one sentence what was achieved."),
        "achieved_last": _("Say when it happened; the year is enough."),
        "outcome": _("Say what changed."),
        "contribution": _("Say what the programme contributed."),
        "source": _("Say where this comes from: the law, the record, the report."),
    }
    problems = {field: message for field, message in messages.items() if getattr(result, field) is None}
    if result.country is None and result.indicator and not is_global(result.indicator):
        problems["country"] = _("Choose the country.")
    return problems


def is_global(indicator: Indicator) -> bool:
    """Whether a result of this indicator may belong to no country: managers enter those for the world.

    Whatever rests on an instrument has the country of that instrument.
    """
    return indicator.level == Level.DELIVERABLE


def _institutional(result: Result) -> Problems:
    problems = {}
    if result.instrument is None:
        problems["instrument"] = _("Choose the law, strategy or scheme, or name a new one.")
    if not Evidence.objects.filter(result=result).exists():
        problems["evidence"] = _("Add at least one link or file that shows it.")
    return problems


def _impact(result: Result) -> Problems:
    problems = {}
    if result.value is None:
        problems["value"] = _("Enter the number of people.")
    if result.increase is None and (result.baseline_value is None or result.baseline_last is None):
        problems["baseline_value"] = _(
            "Enter how many there were before, and when; or the increase that the source states."
        )
    if result.grade is None:
        problems["grade"] = _("Say where the figure comes from.")
    if result.indicator and result.indicator.code == "I1":
        if result.target_year is None:
            problems["target_year"] = _("Enter the year in which these people are to be covered.")
        if result.method is None:
            problems["method"] = _("Say how the figure was worked out.")
    if result.indicator and result.indicator.code == "I3" and result.coverage_basis is None:
        problems["coverage_basis"] = _("Say in what sense these people are covered.")
    return problems


def contradictions(result: Result, *, today: date) -> Problems:
    """What cannot be right whatever else is known: kept out of every sent result, historical ones too."""
    problems = {}
    if result.achieved_first and result.achieved_first > today:
        problems["achieved_last"] = _("This day has not come yet. Send the result once it has happened.")
    if result.indicator and result.unit and result.unit not in result.indicator.units:
        problems["unit"] = _("This unit does not go with the indicator.")
    problems |= _of_days(result)
    if result.indicator and not result.indicator.has_value and result.value is not None:
        problems["value"] = _("This kind of result carries no figure: enter people as a result of their own.")
    if result.where is not None and result.where != Result.NATIONAL and not _are_places(result.where):
        problems["where"] = _("Name at most %(count)s places, each in a few words.") % {"count": MOST_PLACES}
    if result.where is not None and result.indicator and result.country is None:
        problems["where"] = _("A result for the world has no place in a country. Leave this empty.")
    for name in ("value", "baseline_value", "increase"):
        if (getattr(result, name) or 0) < 0:
            problems[name] = _("Enter a number that is not below zero.")
    return problems | _figures_that_disagree(result) | _parts_above_total(result)


def _of_days(result: Result) -> Problems:
    """A baseline lies between 1990 and the day achieved, and an increase is counted from a day before that (rule 8)."""
    problems = {}
    if result.baseline_first and result.baseline_first.year < EARLIEST_BASELINE:
        problems["baseline_first"] = _("Enter a baseline of %(year)s or later.") % {"year": EARLIEST_BASELINE}
    if result.achieved_last and result.baseline_first and result.baseline_first > result.achieved_last:
        problems["baseline_first"] = _("The baseline is later than the result.")
    if result.achieved_last and result.counted_from_first and result.counted_from_first > result.achieved_last:
        problems["counted_from_first"] = _("This is later than the result.")
    return problems


def _figures_that_disagree(result: Result) -> Problems:
    """Value, baseline and stated increase agree where all three are there; nobody counts more people than there are.

    Figures that are not exact agree as far as they are (rules 8 and 13).
    """
    problems = {}
    value, before, increase = result.value, result.baseline_value, result.increase
    if value is not None and increase is not None and increase > value:
        problems["increase"] = _("The increase is more than the whole figure of %(value)s. Check both.") % {
            "value": number_text(value)
        }
    elif value is not None and before is not None and increase is not None:
        step = max(rounding_step(number, result.qualifier) for number in (value, before, increase))
        if abs(value - before - increase) >= step:
            words = {"value": number_text(value), "before": number_text(before), "found": number_text(value - before)}
            problems["increase"] = (
                _("%(value)s minus the %(before)s before is %(found)s: enter that, or empty this field.") % words
            )
    largest = max(number or Decimal(0) for number in (value, before, increase))
    if result.unit != PERSON or result.level != Level.IMPACT or (result.abroad and largest <= MOST_PEOPLE):
        return problems
    most = _largest_population(result.country)
    if largest > most:
        name = next(n for n in ("value", "increase", "baseline_value") if getattr(result, n) == largest)
        problems[name] = _(
            "That is more than the %(most)s people known to live there. Check the digits; if people abroad are counted "
            "too, say so below."
        ) % {"most": number_text(most)}
    return problems


def _largest_population(country: Country | None) -> Decimal:
    """The largest population of a country in any year that we know of; of the largest country where none is known."""
    known = Statistic.objects.as_of(None).filter(country=country, series__code=POPULATION)
    return max(known.values_list("value", flat=True), default=MOST_PEOPLE) if country else MOST_PEOPLE


def _are_places(names: Any) -> bool:
    """Whether these are names of places: a list of one to twenty short texts."""
    return (
        isinstance(names, list | tuple)
        and 0 < len(names) <= MOST_PLACES
        and all(isinstance(name, str) and name.strip() and len(name) <= LONGEST_PLACE for name in names)
    )


def _parts_above_total(result: Result) -> Problems:
    """Parts divide the increase, one dimension at a time; together they cannot be more than it (rule 12).

    Parts are always people; an increase in per cent says nothing about how many.
    """
    total = stated_increase(result)
    if total is None or result.unit == PER_CENT:
        return {}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for part in result.parts.select_related("category__dimension"):
        sums[part.category.dimension.name_en] += part.value or 0
    above = [name for name, found in sums.items() if found > total]
    if not above:
        return {}
    return {
        "parts": _("%(dimension)s: the groups add up to more than the increase of %(total)s.")
        % {"dimension": ", ".join(above), "total": number_text(total)}
    }


def stated_increase(result: Result) -> Decimal | None:
    """The increase that the working copy states, or works out from its own value and baseline; else its value."""
    if result.increase is not None:
        return result.increase
    if result.value is not None and result.baseline_value is not None:
        return result.value - result.baseline_value
    return result.value
