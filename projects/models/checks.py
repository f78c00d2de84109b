"""Constraints that several models of this application share."""

from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact


def never_blank(model: str, *names: str) -> list[CheckConstraint]:
    """Text that is not known is NULL, never an empty string; text that is needed is not empty either."""
    return [
        CheckConstraint(condition=Q(**{name: None}) | ~Q(**{name: ""}), name=f"projects_{model}_{name}_text")
        for name in names
    ]


def days_in_order(model: str, first: str, last: str) -> CheckConstraint:
    """A date known to the day, month or year: its first and last possible day, both or neither."""
    known = Q(**{f"{first}__isnull": False, f"{last}__isnull": False})  # else NULL would pass the check
    return CheckConstraint(
        condition=Q(**{first: None, last: None}) | (known & Q(**{f"{last}__gte": F(first)})),
        name=f"projects_{model}_{first.removesuffix('_first')}_in_order",
    )


def currency_code(model: str) -> CheckConstraint:
    """Three capital letters of ISO 4217."""
    shape = Exact(Length("currency"), 3) & Exact(Upper("currency"), F("currency"))
    return CheckConstraint(condition=Q(currency=None) | Q(shape), name=f"projects_{model}_currency_code")


def amounts_have_currency(model: str, *names: str) -> CheckConstraint:
    """An amount has a currency, and a currency has an amount."""
    none = Q(**dict.fromkeys(names))
    return CheckConstraint(
        condition=(none & Q(currency=None)) | (~none & Q(currency__isnull=False)),
        name=f"projects_{model}_amount_and_currency",
    )
