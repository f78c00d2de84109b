"""Figures as readers see them, with the exact computed value in the data (rule 13)."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.figures import Clash, Quantity, plain_decimal
from indicators.wording import clash_text, number_text, quantity_text
from rmt.text import grouped

register = template.Library()


@register.filter
def as_data(quantity: Quantity | Decimal | int | None) -> SafeString | str:
    """A quantity in words inside `<data>` with its exact value; between two bounds, each has its own.

    >>> as_data(Quantity.of(2100000, "about") + Quantity.of(428582))
    '<data value="2528582">about 2.5 million</data>'
    """
    if quantity is None:
        return ""
    if not isinstance(quantity, Quantity):
        return _data(Decimal(quantity), grouped(quantity))
    low, high = quantity.rounded()
    if low == high or quantity.is_open_above:
        return _data(quantity.low, quantity_text(quantity) or "")
    return format_html(
        _("between {low} and {high}"),
        low=_data(quantity.low, number_text(low, step=quantity.shown_step)),
        high=_data(quantity.high, number_text(high, step=quantity.shown_step)),
    )


@register.filter
def exactly(text: str, value: Decimal | None) -> SafeString | str:
    """A value in words, with the exact one in the data.

    >>> exactly("over 135 000 people", Decimal("135000.00"))
    '<data value="135000">over 135 000 people</data>'
    """
    return text if value is None else _data(value, text)


@register.filter
def in_words(clash: Clash) -> str:
    """What contradicts in a series: "two values for 2019"."""
    return clash_text(clash)


def _data(exact: Decimal, text: str) -> SafeString:
    return format_html('<data value="{}">{}</data>', plain_decimal(exact), text)
