"""Form fields for what people type: a number, a year, a date known to the day, the month or the year."""

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from rmt.forms.cleaning import CleanedField
from rmt.forms.numbers import marks_of, parse_number, written
from rmt.reader import reading_language
from rmt.text import span

LARGEST = Decimal(10) ** 15
FIRST_YEAR, LAST_YEAR = 1900, 2100

Days = tuple[date, date]

NO_SUCH_CHOICE = {"invalid_choice": gettext_lazy("There is no such choice. Choose one of the list.")}


class EchoedField(CleanedField):
    """A number in a form; once it was sent, the help beside it says how the number was read (rule 17)."""

    @property
    def help_text(self) -> str | SafeString:
        read = getattr(self.form, "cleaned_data", {}).get(self.name) if self.form.is_bound else None
        if read is not None and str(self.data).strip() != written(read):
            echo = _("You wrote %(typed)s: read as %(read)s.") % {"typed": self.data, "read": written(read)}
            return format_html("{} <strong>{}</strong>", self._help_text, echo)
        # Not below each number of a grid, whose fields are made with the form.
        hint = how_numbers_are_read() if self.name in getattr(self.form, "base_fields", {}) else ""
        return f"{self._help_text} {hint}".strip()

    @help_text.setter
    def help_text(self, text: str) -> None:
        self._help_text = text


def how_numbers_are_read() -> str:
    """How to write numbers, for a person who chose another language than English; "" in English."""
    language = reading_language()
    if marks_of(language) == marks_of("en"):
        return ""
    name, example = get_language_info(language)["name_local"], written(Decimal("1200.5"), language)
    return _("You chose %(language)s: write %(example)s.") % {"language": name, "example": example}


class NumberField(forms.Field):
    """A number as people type it, not below `smallest` (`None`: no limit) and with at most so many `decimals`."""

    widget = forms.TextInput

    def __init__(self, *, smallest: Decimal | None = Decimal(0), decimals: int = 2, **kwargs: Any) -> None:
        self.smallest, self.decimals = smallest, decimals
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return EchoedField(form, self, field_name)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        return parse_number(text) if text else None

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.smallest is not None and value < self.smallest:
            message = _("Enter %(smallest)s or more.") % {"smallest": written(self.smallest)}
            if self.smallest == 0:
                message = _("Enter a number that is not below zero.")
            raise ValidationError(message, code="too-small")
        if abs(value) >= LARGEST:
            raise ValidationError(_("This number is too large. Check its digits."), code="too-large")
        if value != round(value, self.decimals):
            message = _("Enter at most %(decimals)s decimals.") % {"decimals": self.decimals}
            raise ValidationError(message if self.decimals else _("Enter a whole number."), code="decimals")

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class YearField(forms.IntegerField):
    """A year, with four digits."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the year with four digits, such as 2020.")
        if "required" not in (kwargs.get("error_messages") or {}):
            self.error_messages["required"] = _("Enter a year, such as 2020.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class DateTriplet(forms.MultiWidget):
    """Day, month and year, each in a field of its own."""

    template_name = "components/widgets/date_triplet.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput(part | {"maxlength": "2"}),
                "month": forms.TextInput(part | {"maxlength": "2"}),
                "year": forms.TextInput(part | {"maxlength": "4"}),
            },
            attrs,
        )

    def decompress(self, value: Days | None) -> Sequence[int | None]:
        if value is None or not fits_triplet(value):
            return [None, None, None]
        first, last = value
        if first == last:
            return [first.day, first.month, first.year]
        return [None, first.month if first.month == last.month else None, first.year]


def fits_triplet(days: Days) -> bool:
    """Whether the days are one day, one month or one year.

    >>> fits_triplet((date(2021, 10, 1), date(2021, 10, 31))), fits_triplet((date(2016, 1, 1), date(2019, 12, 31)))
    (True, False)
    """
    first, last = days
    return first == last or days in (days_of(first.year, first.month), days_of(first.year))


def days_of(year: int, month: int | None = None) -> Days:
    """The first and the last day of a year, or of one of its months.

    >>> days_of(2020, 2)
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    first, last = (month, month) if month else (1, 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


class PartialDateField(forms.MultiValueField):
    """A date known to the day, the month or the year, as its first and its last possible day."""

    widget = DateTriplet

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False), forms.CharField(required=False), forms.CharField(required=False)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        # A MultiWidget takes every tuple for a list of its parts, so the days are split up before.
        return DateTriplet().decompress((value[0], value[1])) if isinstance(value, tuple) else value

    def compress(self, data_list: list[str]) -> Days | None:
        if not any(data_list):
            return None
        if not data_list[2]:
            raise ValidationError(_("Enter the year; the day and the month may be left empty."), code="no-year")
        if data_list[0] and not data_list[1]:
            raise ValidationError(_("Enter the month as well, or leave the day empty."), code="no-month")
        try:
            day, month, year = (int(text) if text else None for text in data_list)
        except ValueError:
            message = _("Write day, month and year in digits, such as 12 10 2021.")
            raise ValidationError(message, code="invalid") from None
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(_("Write the year with four digits, such as 2021."), code="year")
        if month is not None and not 1 <= month <= 12:
            raise ValidationError(_("Enter a month from 1 to 12."), code="month")
        if day is None:
            return days_of(year, month)
        try:
            return date(year, month or 1, day), date(year, month or 1, day)
        except (ValueError, OverflowError):
            within = span(*days_of(year, month))
            raise ValidationError(_("There is no day %(day)s in %(month)s.") % {"day": day, "month": within}) from None
