"""What a person types about where a result was reported."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from indicators.models import ReportedIn
from indicators.pages.followup.standing_forms import BAD_DAY
from indicators.pages.transition import DayInput


class ReportedForm(forms.Form):
    system = forms.ChoiceField(
        label=gettext_lazy("Where was it reported?"),
        choices=[("", gettext_lazy("Choose one")), *ReportedIn.System.choices],
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("Its number or title there (optional)"), required=False, max_length=200
    )
    day = forms.DateField(label=gettext_lazy("On which day?"), widget=DayInput(), error_messages=BAD_DAY)

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **{"initial": {"day": today}, **kwargs})
