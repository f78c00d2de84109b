"""The fields that forms about projects, partners and money are made of."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from projects.models import Output, Project
from rmt.forms import NO_SUCH_CHOICE, fits_triplet

CHOOSE = ("", gettext_lazy("Choose one"))
NOT_SAID = ("", gettext_lazy("not recorded"))


class CurrencyField(forms.CharField):
    """Three letters of ISO 4217, in capitals whichever way they are typed."""

    default_validators = [RegexValidator(r"^[A-Z]{3}$", gettext_lazy("Write three letters, such as USD or CHF."))]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").upper()


def text(label: Any, *, max_length: int | None = None, lines: int = 1, required: bool = False, **kwargs: Any) -> Any:
    """A field for words."""
    widget = forms.Textarea({"rows": lines}) if lines > 1 else forms.TextInput()
    kwargs.setdefault("error_messages", {"required": gettext_lazy("Fill this in.")})
    return forms.CharField(label=label, max_length=max_length, widget=widget, required=required, **kwargs)


def one_of(label: Any, choices: Any, **kwargs: Any) -> Any:
    """A list to choose from, or "not recorded"."""
    return forms.TypedChoiceField(
        label=label, choices=[NOT_SAID, *choices], required=False, empty_value=None, error_messages=NO_SUCH_CHOICE,
        **kwargs,
    )  # fmt: skip


def row_of(label: Any, queryset: Any, *, key: str = "slug", required: bool = False, **kwargs: Any) -> Any:
    """One of our own rows, named by its key."""
    messages = {"required": gettext_lazy("Choose one of the list."), **NO_SUCH_CHOICE}
    return forms.ModelChoiceField(
        queryset, label=label, to_field_name=key, required=required, error_messages=messages,
        empty_label=CHOOSE[1], **kwargs,
    )  # fmt: skip


def days_of(row: Project | Output | None, name: str) -> tuple[date, date] | None:
    """The first and the last day that a date of a row can mean; `None` if one of them is not known."""
    if row is None:
        return None
    first, last = getattr(row, f"{name}_first"), getattr(row, f"{name}_last")
    return (first, last) if first and last else None


def cannot_be_typed(row: Project | Output | None, name: str) -> bool:
    """Whether a date is known in a way that day, month and year cannot show: if they are left empty, it stays."""
    days = days_of(row, name)
    return days is not None and not fits_triplet(days)
