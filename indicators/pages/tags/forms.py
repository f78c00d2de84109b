"""What a lead types when a theme is rejected or another one fits better."""

from django import forms
from django.utils.translation import gettext_lazy

from countries.models import Theme


class RejectTagForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why does it not fit? (optional)"),
        help_text=gettext_lazy("Readers of a published result see it in its history. Name no person."),
        required=False,
        max_length=500,
        widget=forms.TextInput(),
    )


class ChangeTagForm(forms.Form):
    instead = forms.ModelChoiceField(queryset=Theme.objects.all(), to_field_name="slug")
