"""What a person types to decide on a result: a form checks the shape, an action the rules."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Pool, Result
from indicators.pages.transition.comments import field_labels
from indicators.review import Advice
from rmt.text import isolated

DAYS_TO_MEND = 14


class StepForm(forms.Form):
    """The words that a step on a result's way asks for."""

    def __init__(self, *args, result: Result, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.result, self.today = result, today

    def add_broken_rules(self, broken: ValidationError) -> None:
        """Show what an action refused beside its field, or above the form if there is no such field."""
        if not hasattr(broken, "error_dict"):
            return self.add_error(None, broken)
        for name, errors in broken.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)
        return None

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the step itself."""
        return [bound for bound in self if not bound.name.startswith("on_")]

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes for comments on fields in which something was typed."""
        return [bound for bound in self if bound.name.startswith("on_") and bound.value()]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed, by label, for whoever can no longer send it."""
        return [(str(bound.label), str(bound.value())) for bound in self if bound.value()]


class FieldComments(StepForm):
    """A step with a box beside each field: what is typed there goes with it."""

    def __init__(self, *args, result: Result, **kwargs) -> None:
        super().__init__(*args, result=result, **kwargs)
        for key, label in field_labels().items():
            box = forms.Textarea(attrs={"rows": 2, "form": "decision"})
            self.fields[f"on_{key}"] = forms.CharField(
                label=_("Comment on “%(field)s”") % {"field": label}, required=False, widget=box
            )

    @property
    def on_fields(self) -> dict[str, str]:
        """What was typed beside each field, by the name of the field."""
        return {name.removeprefix("on_"): text for name, text in self.cleaned_data.items() if name.startswith("on_")}

    @property
    def decision(self) -> dict[str, Any]:
        """What was typed for the step itself."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("on_")}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ReturnForm(FieldComments):
    comment = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        help_text=gettext_lazy("The country team reads this, and so does whoever reviews it after you."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what should be changed.")},
    )
    open_until = forms.DateField(
        label=gettext_lazy("Open until"),
        help_text=gettext_lazy("It can be sent again until the end of this day, even when the round has closed."),
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Enter a day, such as 2026-01-31.")},
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        kwargs["initial"] = {"open_until": today + timedelta(days=DAYS_TO_MEND)} | (kwargs.get("initial") or {})
        super().__init__(*args, today=today, **kwargs)

    def clean_open_until(self) -> date:
        """The action's rule, asked here as well so that both errors are shown at once."""
        day = self.cleaned_data["open_until"]
        if day < self.today:
            raise ValidationError(_("Choose a day that has not passed."))
        return day


class ValidateForm(FieldComments):
    comment = forms.CharField(
        label=gettext_lazy("Comment (optional)"),
        help_text=gettext_lazy("Kept in the history on the desk; readers do not see it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    not_before = forms.DateField(
        label=gettext_lazy("Publish on a later day (optional)"),
        help_text=gettext_lazy(
            "Leave it empty to publish now. For a later day, say why in the comment: it stays validated, and readers "
            "see it from that day on."
        ),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Enter a day, such as 2026-01-31.")},
    )

    def clean_not_before(self) -> date | None:
        day = self.cleaned_data["not_before"]
        if day is not None and day < self.today:
            raise ValidationError(_("This day has passed. Leave it empty to publish now."))
        return day


class CommentForm(FieldComments):
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("The country team reads it, and whoever reviews the result."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RecommendForm(StepForm):
    advice = forms.ChoiceField(
        label=gettext_lazy("What do you recommend?"),
        choices=Advice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one."), "invalid_choice": gettext_lazy("Choose one.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Managers read it before they decide. To return it, say what should be changed."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(StepForm):
    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"),
        help_text=gettext_lazy("This is published with the record. Name no person."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why: the reason is published with the record.")},
    )


class PoolForm(StepForm):
    """Who the people of a figure are: a pool that has a name already, a new one, or nothing known (rule 9)."""

    NEW, UNSPECIFIED = "new", "unspecified"

    group = forms.ChoiceField(
        label=gettext_lazy("Who are these people?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("This pool is no longer there. Choose another."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("If it is a new pool: who they are"),
        help_text=gettext_lazy("As readers will see it: “domestic workers”, “members of the health fund”."),
        required=False,
        max_length=200,
    )
    reason = forms.CharField(
        label=gettext_lazy("If it is a new pool: why are they other people?"),
        help_text=gettext_lazy("Say how it is known that nobody is in two pools. Figures of pools are added."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, result: Result, **kwargs) -> None:
        current = str(result.pool.uuid) if result.pool else self.UNSPECIFIED
        kwargs["initial"] = {"group": current} | (kwargs.get("initial") or {})
        super().__init__(*args, result=result, **kwargs)
        self.pools = {
            str(pool.uuid): pool
            for pool in Pool.objects.filter(country=result.country, indicator=result.indicator, unit=result.unit)
        }
        self.fields["group"].choices = [  # type: ignore[attr-defined]  # fields are typed as Field
            (self.UNSPECIFIED, _("Not known: they may be the same people as in the country’s other figures")),
            *((key, f"{isolated(pool.name)}: {isolated(pool.reason)}") for key, pool in self.pools.items()),
            (self.NEW, _("A new pool")),
        ]

    def clean(self) -> dict[str, Any]:
        """A new pool needs a name and a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("group") == self.NEW:
            if not cleaned.get("name"):
                self.add_error("name", _("Say who these people are."))
            if not cleaned.get("reason"):
                self.add_error("reason", _("Say why they are other people."))
        return cleaned

    @property
    def chosen(self) -> tuple[str, str] | None:
        """Name and reason of the pool that was chosen; `None` for "not known"."""
        choice = self.cleaned_data["group"]
        if choice == self.UNSPECIFIED:
            return None
        if pool := self.pools.get(choice):
            return pool.name, pool.reason
        return self.cleaned_data["name"], self.cleaned_data["reason"]
