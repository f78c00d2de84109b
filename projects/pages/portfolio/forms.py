"""What a person types about a partner's own indicators."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator, PartnerIndicator
from projects.models import Partner


class MatchForm(forms.Form):
    """Which of ours an indicator of the partner is, or none."""

    code = forms.CharField(label=gettext_lazy("Their number"), max_length=40, required=False)
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("Our indicator"),
        queryset=Indicator.objects.order_by("order", "code"),
        empty_label=gettext_lazy("No match"),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For example, what the two have in common and what not."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )


class NewMatchForm(MatchForm):
    """The same with the wording, which names the row from then on."""

    wording = forms.CharField(label=gettext_lazy("The partner's indicator, in its own words"), max_length=400)
    field_order = ("wording", "code", "indicator", "note")

    def __init__(self, *args, partner: Partner, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner

    def clean_wording(self) -> str:
        wording = " ".join(self.cleaned_data["wording"].split())
        if PartnerIndicator.objects.filter(partner=self.partner, wording=wording).exists():
            raise ValidationError(_("This indicator is listed already. Change it in the table."))
        return wording
