"""What a manager types about an edition."""

from django import forms
from django.utils.translation import gettext_lazy

from rmt.forms import DeskForm


class EditionForm(DeskForm):
    note = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("The report that is made from it: “Annual report 2026”."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say what it is for.")},
    )
