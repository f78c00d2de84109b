"""The form that every page of the desk builds on."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

SHOWN_AS = {
    "start_first": "start", "start_last": "start", "end_first": "end", "end_last": "end",
    "due_first": "due", "due_last": "due",
}  # fmt: skip


class DeskForm(forms.Form):
    """A form that shows what an action refuses beside the field that people know it by."""

    fields: dict[str, Any]
    use_required_attribute = False

    def add_broken_rules(self, broken: ValidationError) -> None:
        """Show each broken rule beside its field, or above the form if there is no such field."""
        if not hasattr(broken, "error_dict"):
            return self.add_error(None, broken)
        for name, errors in broken.error_dict.items():
            shown = SHOWN_AS.get(name, name)
            self.add_error(shown if shown in self.fields and shown != NON_FIELD_ERRORS else None, errors)
        return None
