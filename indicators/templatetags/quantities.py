"""Figures as readers see them, with the exact computed value in the data (rule 13)."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators import wording
from indicators.figures import Clash, Quantity, plain_decimal
from indicators.wording import clash_text, worded
from rmt.text import grouped

register = template.Library()


@register.filter
def as_data(quantity: Quantity | Decimal | int | None) -> SafeString | str:
    """A quantity in words inside `<data>` with its exact value; between two bounds, each has its own.

    >>> as_data(Quantity.of(2100000, "about") + Quantity.of(428582))
    '<data value="2528582">about 2.5 million</data>'
    >>> as_data(Quantity.of(-2000))
    '<data value="-2000">2\u202f000</data> fewer'
    """
    if quantity is None:
        return ""
    if not isinstance(quantity, Quantity):
        return _data(Decimal(quantity), grouped(quantity))
    pattern, numbers = worded(quantity)
    return format_html(pattern, **{name: _data(exact, text) for name, (exact, text) in numbers.items()})


@register.filter
def in_brief(quantity: Quantity | None) -> SafeString | str:
    """The same, as short as a headline needs it; empty if it is not known.

    >>> in_brief(Quantity(Decimal(215664), Decimal(355601)))
    '<data value="215664">0.2</data>–<data value="355601">0.4</data> million'
    """
    if quantity is None:
        return ""
    pattern, numbers = wording.in_brief(quantity)
    return format_html(pattern, **{name: _data(exact, text) for name, (exact, text) in numbers.items()})


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
