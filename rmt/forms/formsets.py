"""Rows of a list that a person fills in: those that are there, and empty ones for more."""

from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext as _

BLANK_ROWS = 3
MOST_ROWS = 60


class Row(forms.Form):
    """A row of a list; one that is left empty says nothing, and a kept one can be removed."""

    fields: dict[str, Any]
    data: Any
    use_required_attribute = False
    is_kept = False

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get("DELETE"))


class Rows(BaseFormSet):
    """Rows that are there, and empty ones: without a script, saving gives more."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this when I save")
        form.is_kept = index is not None and index < self.initial_form_count()
        if index:  # the first row explains, the next do not say it again
            for field in form.fields.values():
                field.help_text = ""

    @property
    def said(self) -> list[dict[str, Any]]:
        """What the rows say, without those that are empty or removed."""
        rows = [form for form in self.forms if form.has_changed() and not form.is_removed]
        return [{name: value for name, value in row.cleaned_data.items() if name != "DELETE"} for row in rows]

    @property
    def is_used(self) -> bool:
        """Whether there is anything to show: a row that is kept, something typed, something wrong."""
        return bool(self.initial_form_count() or (self.is_bound and any(form.has_changed() for form in self.forms)))
