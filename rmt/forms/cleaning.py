"""The door that every form has, those of Django's admin and of allauth too: what is typed is cleaned before it is read.

Django asks the renderer of the project which class reads what was sent for a field; so no form, and none that comes
later, need remember anything.
"""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

from rmt.files import clean_name
from rmt.text import clean_line, clean_text

LONGEST_LINE, LONGEST_TEXT = 300, 10_000  # where a field does not say it: a sentence, and four pages
LONGEST_ADDRESS = 254  # what a mail server takes, and a column; Django's own field would let 320 in
TOO_LONG = gettext_lazy(
    "This is %(show_value)d characters long; at most %(limit_value)d fit. All of it is still here: shorten it."
)


class AnEnd(MaxLengthValidator):
    """The longest that words may be; what Django derives from words, a UUID or JSON, has a length as text."""

    def clean(self, x: Any) -> int:
        return max(len(str(x)), len(str(x).lower()))  # an address is kept in small letters, and “İ” becomes two


class CleanedField(BoundField):
    """A field of a form, with what was typed as `rmt.text` cleans it: one line, unless there is room for several.

    Words have a length at which they end, which is said in words: a browser's `maxlength` would cut off what is pasted.
    """

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        if isinstance(field, forms.CharField):
            if isinstance(field, forms.EmailField):
                field.max_length = LONGEST_ADDRESS
                others = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]
                field.validators = [*others, AnEnd(LONGEST_ADDRESS)]
            elif field.max_length is None and not is_secret(field.widget):
                field.max_length = LONGEST_TEXT if has_lines(field.widget) else LONGEST_LINE
                field.validators = [*field.validators, AnEnd(field.max_length)]
            field.error_messages.setdefault("max_length", TOO_LONG)
            field.widget.attrs.pop("maxlength", None)
        super().__init__(form, field, name)

    @property
    def data(self) -> Any:
        return cleaned(super().data, self.field)


class CleaningRenderer(TemplatesSetting):
    bound_field_class = CleanedField


def cleaned(value: Any, field: forms.Field, widget: forms.Widget | None = None) -> Any:
    """What was sent for `field`: text cleaned, parts one by one, names of files fit for a disk, passwords as typed."""
    widget = widget or field.widget
    if isinstance(value, list | tuple):
        widgets = widget.widgets if isinstance(widget, forms.MultiWidget) else [widget] * len(value)
        return [cleaned(part, field, each) for part, each in zip(value, widgets, strict=True)]
    if isinstance(value, UploadedFile):
        value.name = clean_name(value.name or "")
    if not isinstance(value, str) or is_secret(widget):
        return value
    if hasattr(field, "choices"):
        return value.replace("\0", "")  # one of the list, or nothing; PostgreSQL refuses to look for this sign
    return clean_text(value) if has_lines(widget) else clean_line(value)


def has_lines(widget: forms.Widget) -> bool:
    """Whether what is typed may have several lines; a hidden field gives back what stood in another."""
    return isinstance(widget, forms.Textarea | forms.HiddenInput)


def is_secret(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.PasswordInput)
