"""What a person types about whether steps still stand."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from indicators.models import Standing
from indicators.pages.transition import DayInput

BAD_DAY = {"invalid": gettext_lazy("Enter a day, such as 2026-01-31."), "required": gettext_lazy("Enter the day.")}


class ConfirmForm(forms.Form):
    """Several steps that still stand, checked in one place."""

    day = forms.DateField(
        label=gettext_lazy("In force on"),
        help_text=gettext_lazy("The day on which you checked."),
        widget=DayInput(),
        error_messages=BAD_DAY,
    )
    reason = forms.CharField(
        label=gettext_lazy("How is it known?"),
        help_text=gettext_lazy("Readers see this: “checked against the official gazette of May 2026”. Name no person."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say how it is known.")},
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **{"initial": {"day": today}, **kwargs})


class StandingForm(ConfirmForm):
    """What is known of one step."""

    field_order = ("kind", "day", "reason")

    kind = forms.ChoiceField(
        label=gettext_lazy("Is it still in force?"),
        widget=forms.RadioSelect,
        choices=[
            (Standing.Kind.CONFIRMED, gettext_lazy("Yes, it is still in force")),
            (Standing.Kind.LOST, gettext_lazy("No: it was repealed, suspended or stopped")),
            (Standing.Kind.RESTORED, gettext_lazy("It had been lost, and is back in force")),
        ],
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = gettext_lazy("On which day?")
        self.fields["day"].help_text = gettext_lazy("When it was lost or came back; else the day on which you checked.")
        self.fields["reason"].label = gettext_lazy("Why, and how is it known?")
        self.fields["reason"].help_text = gettext_lazy(
            "Readers see this, with the address of a source if you add one. Name no person."
        )
