"""The figures of one result: what it reports, what it adds, whether that is counted, and who the people are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import figures
from indicators.figures import Breakdown, Entry, NotCounted, Quantity
from indicators.ledger import entries_of
from indicators.models import Category, Indicator, Publication, Result
from indicators.pages.published.periods import Past, Window, window_of, windows
from indicators.wording import (
    may_be_fewer,
    months_text,
    number_text,
    percent_text,
    quantity_text,
    reported_text,
    stated_text,
    unit_text,
    value_text,
    why_text,
)
from rmt.text import span

PEOPLE = (figures.PERSON, figures.PARTICIPATION)


@dataclass(frozen=True)
class FactRow:
    """A fact as the component `facts` reads it; a value that is `None` is not known."""

    label: str
    value: str | None
    source: str = ""
    href: str = ""


@dataclass(frozen=True)
class Division:
    """A figure divided by one dimension; what is not known is always shown (rule 12).

    `groups` are names and values; a value that is `None` is withheld.
    """

    name: str
    groups: tuple[tuple[str, Decimal | None], ...]
    not_known: Decimal | Quantity
    share: str


@dataclass(frozen=True)
class Numbers:
    """The block of figures; `added` is what the result adds, `None` if that is not known or not asked."""

    lines: tuple[FactRow, ...]
    reported: str | None
    value: Decimal | None
    asks_increase: bool
    added: Quantity | None
    unit: str
    how: str
    counted: str
    is_counted: bool
    series: str
    divided: str
    divisions: tuple[Division, ...]
    kinds: tuple[tuple[str, Decimal], ...]

    @property
    def is_divided(self) -> bool:
        """Whether anything is known of who the people are."""
        return any(division.groups for division in self.divisions)

    @property
    def is_decline(self) -> bool:
        """Whether there are, or may be, fewer than before."""
        return may_be_fewer(self.added)


def numbers_of(
    payload: dict[str, Any], statement: Publication, entry: Entry, past: Past, *, gap: str, on: date
) -> Numbers:
    """The figures of a statement, and how they are counted on a day."""
    indicator = statement.indicator
    is_people = indicator.measure == Indicator.Measure.PERSONS
    listed = windows(past, on=on)
    window = window_of(entry, listed)
    siblings = _siblings(statement, past) if is_people else []
    before = figures.level_before(entry, [e for e in siblings if figures.in_one_series(e, entry)])
    added = figures.added_by(entry, before=before) if is_people else None
    counted, is_counted = _counted(indicator, entry, siblings, window, listed[-1])
    asked = [d.code for d in indicator.dimensions.all()] if entry.unit in PEOPLE else []
    names = category_names() if asked or entry.parts or entry.hidden else {}
    divides = is_people or entry.unit in PEOPLE
    # Groups divide the increase where it is known, else what was reported (rule 12).
    divided = _("Of those reported: %(number)s") % {"number": reported_text(entry)}
    if added:
        words = _("Of the change: %(number)s") if may_be_fewer(added) else _("Of the increase of %(number)s")
        divided = words % {"number": quantity_text(added)}
    return Numbers(
        lines=tuple(_lines(payload, indicator, entry, gap)) if indicator.has_value else (),
        reported=value_text(entry.value, entry.qualifier, entry.unit),
        value=entry.value,
        asks_increase=is_people and not entry.is_temporary,
        added=added,
        unit=unit_text(entry.unit),
        how=_how_worked_out(entry, before, added),
        counted=counted,
        is_counted=is_counted,
        series=_series_text(entry, siblings, on) if is_counted and is_people else "",
        divided=divided,
        divisions=_divisions(entry, added, asked, names) if divides else (),
        kinds=() if divides else tuple((names.get(key, key), value) for key, value in entry.parts),
    )


def _siblings(statement: Publication, past: Past) -> list[Entry]:
    """Every published result of the same country and indicator, itself included, that day."""
    return entries_of(
        Publication.objects.as_of(past.day).filter(country=statement.country, indicator=statement.indicator)
    )


def _counted(
    indicator: Indicator, entry: Entry, siblings: Sequence[Entry], window: Window | None, all_years: Window
) -> tuple[str, bool]:
    """Whether a result is counted, and where, or why it is in no sum."""
    if window is None:
        return _("Shown, not counted: it happened before 2016, when the programme began."), False
    if indicator.measure == Indicator.Measure.PERSONS:
        reasons = _why_apart(indicator, siblings, window)
        if reasons.get(entry) is NotCounted.EARLIER:  # a span across two phases counts in "since 2016" only (rule 8)
            window, reasons = all_years, _why_apart(indicator, siblings, all_years)
    where = {"phase": window_text(window), "code": indicator.code}
    if indicator.measure == Indicator.Measure.PERSONS:
        if entry in reasons:
            return _("Shown, not counted: %(why)s.") % {"why": why_text(entry, reasons[entry])}, False
        return _("Counted in %(code)s, %(phase)s.") % where, True
    if indicator.code in figures.STEP_INDICATORS:
        if not figures.stands(entry, on=window.day):
            return _("Counted in %(code)s, %(phase)s, as a change that was made; since reported lost.") % where, True
        return _("Counted in %(code)s, %(phase)s, as one change; its country counts once for the step.") % where, True
    return _("Counted in %(code)s, %(phase)s.") % where, True


def _why_apart(indicator: Indicator, siblings: Sequence[Entry], window: Window) -> dict[Entry, NotCounted]:
    found = figures.people(siblings, indicator=indicator.code, period=window.period, day=window.day)
    return dict(found.apart)


def window_text(window: Window) -> str:
    """A period inside a sentence: "phase I (2016–2020)", or "since 2016"."""
    return f"{window.name} ({window.years})" if window.is_phase else window.years


def _series_text(entry: Entry, siblings: Sequence[Entry], on: date) -> str:
    """With which other results it is counted: in one series, or in a group of people that may be the same (rule 9)."""
    counted = [e for e in siblings if figures.why_apart(e, day=on) is None]
    same_group = [e for e in counted if e.pool == entry.pool]
    series = sorted((e for e in same_group if figures.in_one_series(e, entry)), key=figures.in_order)
    others = len({figures.series_key(e) for e in same_group}) - 1
    text = ""
    if len(series) > 1:
        numbers = ", ".join(_("No. %(number)s") % {"number": e.number} for e in series)
        words = _("It is one of %(count)s figures of one series (%(numbers)s): each person counts once. ")
        text = words % {"count": len(series), "numbers": numbers}
    if others:
        text += ngettext(
            "%(count)s other series of this country may be about the same people: the sum lies between two bounds.",
            "%(count)s other series of this country may be about the same people: the sum lies between two bounds.",
            others,
        ) % {"count": others}
    return text.strip()


def _lines(payload: dict[str, Any], indicator: Indicator, entry: Entry, gap: str) -> list[FactRow]:
    """What the result reports: value, baseline or stated increase, and what kind of figure it is."""
    if figures.FIGURE in entry.hidden:
        gap = _("Withheld: fewer than ten people.")
    lines = [FactRow(_("Value"), value_text(entry.value, entry.qualifier, entry.unit) or gap)]
    if indicator.measure == Indicator.Measure.PERSONS:
        lines += [
            FactRow(_("Baseline"), _baseline_text(entry) or gap),
            *([FactRow(_("Increase stated by the source"), stated_text(entry))] if entry.increase is not None else []),
            *_kind(payload, entry, gap),
        ]
    lines.append(FactRow(_("Where the figure comes from"), _label(Result.Grade, payload["grade"]) or gap))
    if payload["method"] or indicator.code == figures.POTENTIAL:
        lines.append(FactRow(_("How it was worked out"), payload["method"] or gap))
    return lines


def _baseline_text(entry: Entry) -> str | None:
    """What there was before, and when; a year without a number is given too."""
    when = span(entry.baseline_first, entry.baseline_last) if entry.baseline_last else None
    if entry.baseline_value is None:
        return _("number not known, %(when)s") % {"when": when} if when else None
    number = number_text(entry.baseline_value)
    if when is None:
        return _("%(number)s, on a day that is not known") % {"number": number}
    return _("%(number)s, %(when)s") % {"number": number, "when": when}


def _kind(payload: dict[str, Any], entry: Entry, gap: str) -> list[FactRow]:
    """In what sense people are covered, for how long, and who they are."""
    lines = []
    if entry.basis or entry.indicator == figures.EFFECTIVE:
        lines.append(FactRow(_("In what sense they are covered"), _label(Result.Basis, entry.basis) or gap))
    if entry.duration:
        months = f", {months_text(entry)}" if entry.is_temporary else ""
        lines.append(FactRow(_("For how long"), f"{_label(Result.Duration, entry.duration)}{months}"))
    if entry.indicator == figures.POTENTIAL:
        lines.append(FactRow(_("Target year"), str(entry.target_year) if entry.target_year else gap))
    if payload["pool"]:
        lines.append(FactRow(_("Who these people are"), payload["pool"]["name"], payload["pool"]["reason"]))
    return lines


def _label(choices, value: str | None) -> str | None:
    return str(choices(value).label) if value else None


def _how_worked_out(entry: Entry, before: Entry | None, added: Quantity | None) -> str:
    """How an increase came about, in words."""
    if entry.increase is not None:
        return _("as its source states")
    if added is None:
        return ""
    if before is not None:
        return _("its value minus the one before it on the same law or scheme (No. %(number)s)") % {
            "number": before.number
        }
    return _("its value minus the baseline")


def category_names() -> dict[str, str]:
    """Every group by its key, and every dimension by its code."""
    names = {}
    for category in Category.objects.select_related("dimension"):
        names[category.key] = category.name_en
        names[category.dimension.code] = category.dimension.name_en
    return names


def _divisions(
    entry: Entry, added: Quantity | None, asked: Sequence[str], names: dict[str, str]
) -> tuple[Division, ...]:
    """Who the people are, one dimension at a time. Nothing can be divided where nobody knows how many they are."""
    total = added.low if added else entry.value
    if total is None and not entry.parts and not entry.hidden:
        return ()
    found = figures.breakdowns(entry, total=total, dimensions=asked)
    return tuple(division_of(code, b, names, whole=added) for code, b in found.items())


def division_of(
    code: str, found: Breakdown, names: dict[str, str], *, whole: Quantity | None = None, has_withheld: bool = False
) -> Division:
    """A breakdown with the names of its dimension and groups, in their order.

    `whole` is the figure that is divided: what is not known is as exact as it is, and lies between two bounds where it
    does (rule 13). Where no group is recorded, nor `has_withheld` ones, it says that the source divides nothing.
    """
    order = list(names)
    known = found.total - found.not_known
    rest = None
    if whole is not None:
        least = found.not_known if whole.is_one_number else min(max(whole.low - known, Decimal(0)), found.not_known)
        rest = Quantity(least, found.not_known, whole.step, whole.qualifiers)
    share = percent_text(found.share_known or Decimal(0), is_at_least=bool(rest and not rest.is_one_number))
    words = _("known for %(share)s") if rest is None or rest.is_one_number else _("known for at least %(share)s")
    return Division(
        name=names.get(code, code),
        groups=tuple(
            (names[f"{code}:{cell.category}"], cell.value)
            for cell in sorted(found.cells, key=lambda cell: order.index(f"{code}:{cell.category}"))
        ),
        not_known=found.not_known if rest is None else rest,
        share=words % {"share": share} if found.cells or has_withheld else _("not divided in the source"),
    )
