"""Figures of reports that no reference of a text asks for: counted by `figures`, with the results behind them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from briefs.figures_in_text import Asked, Figure, figure_of, where_text, window_of
from briefs.writing.spans import Span
from indicators.addresses import results_in
from indicators.figures import PERSON, Entry, People, Quantity
from indicators.wording import people_text, quantity_text
from rmt.text import grouped


def asked(reading: Any, what: str, span: Span, **where: Any) -> Figure:
    """The figure that a reference would print; a report only asks for what its edition knows."""
    figure = figure_of(reading, Asked(what, period=span.code, **where))
    if figure is None:
        raise LookupError(f"the edition {reading.edition.code} knows no {what} of {span.code} {where}")
    return figure


def versions_of(reading: Any, entries: Iterable[Entry]) -> tuple[tuple[int, int], ...]:
    """The public number and the version of the results behind a figure, as the edition has them."""
    keys = dict.fromkeys(entry.key for entry in entries)
    return tuple((reading.published[key].number, reading.published[key].version) for key in keys)


def of_records(reading: Any, key: str, entries: Sequence[Entry], label: str, span: Span, **where: Any) -> Figure:
    """So many records, each one result."""
    return counted(reading, key, len(entries), entries, label, span, **where)


def counted(
    reading: Any, key: str, number: int, entries: Sequence[Entry], label: str, span: Span, **where: Any
) -> Figure:
    """A number that was counted from some results, such as that of the countries in which they happened.

    `where` narrows the list of results that the figure leads to, as the explorer has it.
    """
    exact = Decimal(number)
    text = grouped(number)
    return _figure(reading, key, entries, span, where, text=text, label=label, low=exact, high=exact, unit="record")


def of_people(reading: Any, key: str, found: People, label: str, span: Span, **where: Any) -> Figure:
    """A sum of people, with its bounds; "not known" where something was reported that does not count."""
    behind = found.counted or tuple(entry for entry, _why in found.apart)
    return of_quantity(reading, key, found.quantity, behind, label, span, text=people_text(found), **where)


def of_quantity(
    reading: Any,
    key: str,
    quantity: Quantity | None,
    entries: Sequence[Entry],
    label: str,
    span: Span,
    *,
    text: str = "",
    **where: Any,
) -> Figure:
    """Any sum that `figures` worked out."""
    return _figure(
        reading,
        key,
        entries,
        span,
        where,
        text=text or quantity_text(quantity) or _("not reported"),
        label=label,
        low=quantity.low if quantity else None,
        high=quantity.at_most if quantity else None,
        qualifier=quantity.qualifier if quantity else "",
        unit=PERSON,
    )


def _figure(reading: Any, key: str, entries: Sequence[Entry], span: Span, where: dict[str, Any], **said: Any) -> Figure:
    country = next((iso3 for iso3, c in reading.countries.items() if c.slug == where.get("country")), "")
    about = Asked("", country=country, region=where.get("region", ""), theme=where.get("theme", ""))
    window = window_of(reading, span.code)
    return Figure(
        key=f"{key}-{span.code}",
        words=f"{said['text']} {said['label']}",
        results=versions_of(reading, entries),
        href=results_in(span.period, as_of=reading.day, **where) if entries else "",
        missing=not said["low"] if said["unit"] == "record" else said["low"] is None,
        where=where_text(reading, about),
        when=window.label if window else span.label,
        **{"qualifier": "", **said},
    )
