"""Figures in words: what readers see of a quantity, a value, a difference, or of why something is not counted."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.figures import Comparison, NotCounted, Quantity
from indicators.figures.people import Total
from rmt.templatetags.components import grouped

MILLION = Decimal(1_000_000)

WHY_NOT_COUNTED = {
    NotCounted.OUTSIDE: gettext_lazy("it happened outside this period"),
    NotCounted.OTHER_UNIT: gettext_lazy("it is not counted in persons, and other units are never turned into persons"),
    NotCounted.TEMPORARY: gettext_lazy("these are temporary payments, shown as recipients"),
    NotCounted.REGISTERED: gettext_lazy("these people are registered, but do not yet contribute or receive anything"),
    NotCounted.EXPIRED: gettext_lazy("its target year has come: what was potential is now counted in practice or not"),
    NotCounted.NO_VALUE: gettext_lazy("the source gives no figure"),
    NotCounted.NO_BASELINE: gettext_lazy("how many there were before is not known"),
    NotCounted.EARLY_BASELINE: gettext_lazy("the figure before it predates the programme"),
}

UNITS = {
    "person": gettext_lazy("people"),
    "household": gettext_lazy("households"),
    "per-cent": gettext_lazy("per cent"),
    "us-dollar": gettext_lazy("US dollars"),
    "participation": gettext_lazy("participations"),
    "institution": gettext_lazy("institutions"),
    "product": gettext_lazy("products"),
    "ratification": gettext_lazy("ratifications"),
    "partnership": gettext_lazy("partnerships"),
    "dialogue": gettext_lazy("dialogues"),
    "change": gettext_lazy("changes"),
    "valuation": gettext_lazy("valuations"),
}


def unit_text(unit: str | None) -> str:
    """The unit as readers call it, in the plural."""
    return str(UNITS.get(unit or "", unit or ""))


def number_text(value: Decimal | int, *, step: Decimal | None = None) -> str:
    """A number with thin spaces; in millions if it is one and rounded to ten thousands or more.

    >>> number_text(Decimal(2500000), step=Decimal(100000)), number_text(Decimal(2716))
    ('2.5 million', '2\\u202f716')
    """
    value = Decimal(value)
    if abs(value) >= MILLION and (step or 0) >= 10_000:
        return _("%(number)s million") % {"number": grouped(value / MILLION)}
    return grouped(value)


def quantity_text(quantity: Quantity | None) -> str | None:
    """A quantity as it is printed (rule 13): "about 2.5 million", "between 215 664 and 355 601"; `None` if not known.

    >>> quantity_text(Quantity.of(2100000, "about") + Quantity.of(428582))
    'about 2.5 million'
    """
    if quantity is None:
        return None
    low, high = quantity.rounded()
    if low != high:
        return _("between %(low)s and %(high)s") % {
            "low": number_text(low, step=quantity.step),
            "high": number_text(high, step=quantity.step),
        }
    return qualified(quantity.qualifier, number_text(low, step=quantity.step))


def qualified(qualifier: str | None, number: str) -> str:
    """A number with the word that says how exact it is."""
    words = {"about": _("about %(number)s"), "over": _("over %(number)s"), "rounded": _("%(number)s, rounded")}
    return words.get(qualifier or "", "%(number)s") % {"number": number}


def value_text(value: Decimal | None, qualifier: str | None = None, unit: str | None = None) -> str | None:
    """One reported value as its source gives it: "over 135 000 people"; `None` if there is none."""
    if value is None:
        return None
    step = Decimal(10_000) if qualifier and value % 10_000 == 0 else None
    return " ".join(filter(None, [qualified(qualifier, number_text(value, step=step)), unit_text(unit)]))


def coverage_text(total: Total) -> str:
    """How complete a world figure is: "5 of 51 countries report", with those that were not expected to."""
    text = _("%(reported)s of %(expected)s countries report") % {
        "reported": total.reported,
        "expected": total.expected,
    }
    if total.others:
        more = ngettext("and %(count)s other country", "and %(count)s other countries", total.others)
        text = f"{text}, {more % {'count': total.others}}"
    return text


def difference_text(comparison: Comparison) -> str:
    """The difference between ours and what was published, in words, of either sign (rule 16).

    >>> difference_text(Comparison(Decimal(8), Decimal(10)))
    'the entries support 2 fewer than was published'
    """
    difference = comparison.difference
    if difference == 0:
        return _("the same")
    amount = number_text(abs(difference))
    if difference < 0:
        return _("the entries support %(amount)s fewer than was published") % {"amount": amount}
    return _("the entries support %(amount)s more than was published") % {"amount": amount}
