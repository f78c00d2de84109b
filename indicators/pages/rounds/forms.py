"""What a manager types about a round: a form checks the shape, an action the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from countries.models import Region
from indicators.pages.rounds.selectors import FILTERS
from indicators.pages.transition import DayInput
from rmt.forms import NO_SUCH_CHOICE, DeskForm

NOT_A_DAY = gettext_lazy("Enter a day, such as 2027-01-10.")


def day_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.DateField:
    messages = {"invalid": NOT_A_DAY, "required": NOT_A_DAY}
    return forms.DateField(label=label, required=required, widget=DayInput(), error_messages=messages, **kwargs)


class RoundForm(DeskForm):
    """The days of a round."""

    due = day_field(
        gettext_lazy("Due on"),
        required=True,
        help_text=gettext_lazy("To 23:59 in the capital of each country."),
    )
    validate_by = day_field(
        gettext_lazy("To be validated by"), help_text=gettext_lazy("For the second half of a year: 25 January.")
    )
    review_meeting = day_field(gettext_lazy("Review meeting"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=0)

    def clean_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    @property
    def days(self) -> dict[str, Any]:
        """The days that were typed, by the name of their column."""
        return {
            name: self.cleaned_data[name] for name in ("due", "validate_by", "review_meeting") if name in self.fields
        }


class OpenForm(RoundForm):
    """Nothing to type: opening says what it does, and asks for a yes."""

    due = validate_by = review_meeting = None  # type: ignore[assignment]  # Django's way to drop a field


class CloseForm(OpenForm):
    reason = forms.CharField(
        label=gettext_lazy("Note (optional)"),
        help_text=gettext_lazy("Kept in the history of the round."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExtendForm(RoundForm):
    review_meeting = None  # type: ignore[assignment]  # Django's way to drop a field
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Kept in the history of the round."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class ReopenForm(ExtendForm):
    validate_by = None  # type: ignore[assignment]  # Django's way to drop a field


STEP_FORMS: dict[str, type[RoundForm]] = {
    "open": OpenForm, "extend": ExtendForm, "close": CloseForm, "reopen": ReopenForm,
}  # fmt: skip


class BoardFilter(forms.Form):
    """What the board of a round is narrowed to; a choice that does not exist shows everything, and says so."""

    use_required_attribute = False

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False, error_messages=NO_SUCH_CHOICE)
    state = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False, error_messages=NO_SUCH_CHOICE)

    def __init__(self, *args: Any, regions: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Region.objects.all() if regions is None else Region.objects.filter(pk__in=regions)
        every = ("", gettext_lazy("All"))
        fields: dict[str, Any] = self.fields
        fields["region"].choices = [every, *((region.code, region.name) for region in known)]
        fields["state"].choices = [every, *FILTERS.items()]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be read, by name."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
