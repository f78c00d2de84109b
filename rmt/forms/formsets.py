"""Rows of a list that a person fills in: those that exist already, and empty ones for more."""

from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext as _

BLANK_ROWS = 3
MOST_ROWS = 60


class FormRow(forms.Form):
    """One row of a list. An empty one is ignored; one that exists already can be removed."""

    fields: dict[str, Any]
    data: Any
    use_required_attribute = False
    is_existing = False

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get("DELETE"))


class FormRows(BaseFormSet):
    """The rows of a list, with empty ones at its end; without a script, saving gives more."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this when I save")
        form.is_existing = index is not None and index < self.initial_form_count()
        if index:  # the first row explains; the next need not repeat it
            for field in form.fields.values():
                field.help_text = ""

    @property
    def cleaned_rows(self) -> list[dict[str, Any]]:
        """What was typed, row by row, without rows that are empty or removed."""
        rows = [form for form in self.forms if form.has_changed() and not form.is_removed]
        return [{name: value for name, value in row.cleaned_data.items() if name != "DELETE"} for row in rows]

    @property
    def is_used(self) -> bool:
        """Whether there is anything to show: an existing row, something typed, something wrong."""
        return bool(self.initial_form_count() or (self.is_bound and any(form.has_changed() for form in self.forms)))
