"""What managers type about people, and what people type about themselves. The rules are in the actions."""

import zoneinfo
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any, cast

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rmt.models import User
from rmt.people.actions import Newcomer, NewRole
from rmt.people.invitations import ask_for_link
from rmt.people.roles import ROLE_KINDS, subject_named

AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ADDRESS = {
    "required": gettext_lazy("Write the e-mail address."),
    "invalid": gettext_lazy("This is not an e-mail address, such as name@example.org."),
}
FILL_IN = {"required": gettext_lazy("Fill this in.")}
NOT_INCLUDED = gettext_lazy("The first day without it. Leave empty if it is not known.")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    messages = {
        "required": gettext_lazy("Choose a day."),
        "invalid": gettext_lazy("Write the day as year, month, day, such as 2027-01-31."),
    }
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], error_messages=messages, **kwargs)


class PlainForm(forms.Form):
    """A form that shows what an action refuses beside its field, or above the form."""

    fields: dict[str, Any]
    use_required_attribute = False

    def add_problems(self, broken: ValidationError) -> None:
        if not hasattr(broken, "error_dict"):
            return self.add_error(None, broken)
        for name, errors in broken.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)
        return None


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the link to a new one stands below: Tab leads from address to password


class AskForLinkForm(ResetPasswordForm):
    """Who forgot the password. Whether the address has an account is looked up later, where no answer waits for it."""

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, request: Any, **kwargs: Any) -> str:
        ask_for_link(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class RoleForm(PlainForm):
    """A role for somebody: which, for what, from when, until when."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", gettext_lazy("Choose one")), *((kind.key, kind.name) for kind in ROLE_KINDS.values())],
        error_messages={"required": gettext_lazy("Choose a role.")},
    )
    subject = forms.CharField(
        label=gettext_lazy("For which country, region, theme, project or partner?"),
        help_text=gettext_lazy("Begin to type its name. Leave empty for a programme manager or an evaluator."),
        widget=forms.TextInput({"list": "subjects", "autocomplete": "off"}),
        max_length=300,
        required=False,
    )
    start = day_field(gettext_lazy("From"))
    end = day_field(gettext_lazy("Until (optional)"), help_text=NOT_INCLUDED, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = ROLE_KINDS.get(cleaned.get("role", ""))
        if kind is not None and "subject" in cleaned:
            try:
                cleaned["found"] = subject_named(kind, cleaned["subject"])
            except ValidationError as unknown:
                self.add_error("subject", unknown)
        return cleaned

    def has_changed(self) -> bool:
        """Whether anything was filled in; a day alone does not count, for the form suggests one."""
        return not {"role", "subject", "end"}.isdisjoint(self.changed_data)

    @property
    def new_role(self) -> NewRole:
        """The role, once the form is valid."""
        cleaned = self.cleaned_data
        return NewRole(ROLE_KINDS[cleaned["role"]], cleaned["found"], cleaned["start"], cleaned["end"])


class RoleRows(BaseFormSet):
    """Several roles: the first must be filled in, the others may stay empty."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"empty_permitted": bool(index)}

    @property
    def new_roles(self) -> list[NewRole]:
        return [form.new_role for form in self.forms if form.has_changed()]


MOST_ROLES = 3
RoleFormSet = formset_factory(RoleForm, formset=RoleRows, extra=0, max_num=MOST_ROLES, validate_max=True)


class InviteForm(PlainForm):
    """Who is invited: the address is where the link goes, and the name by which they sign in."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link goes there, and they sign in with it. Somebody known just gets the role."),
        error_messages=ADDRESS,
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("How the numbers that they type are read. They can change it."),
        choices=User.Language.choices,
        initial=User.Language.ENGLISH,
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(**self.cleaned_data)


class DatesForm(PlainForm):
    """From when until before when a role is held."""

    start = day_field(gettext_lazy("From"))
    end = day_field(gettext_lazy("Until (optional)"), help_text=NOT_INCLUDED, required=False)


class EndForm(PlainForm):
    """The first day on which it is not held any more."""

    on = day_field(gettext_lazy("The first day without it"))


class HandOverForm(PlainForm):
    """Who takes over, and on which day."""

    to = forms.EmailField(
        label=gettext_lazy("E-mail address of who takes over"),
        widget=forms.EmailInput({"list": "people", "autocomplete": "off"}),
        error_messages=ADDRESS,
    )
    first_name = forms.CharField(label=gettext_lazy("If they are new here: first name"), max_length=150, required=False)
    last_name = forms.CharField(label=gettext_lazy("and last name"), max_length=150, required=False)
    on = day_field(
        gettext_lazy("On which day?"),
        help_text=gettext_lazy("The first day of the successor; the day before is the last one of the predecessor."),
    )

    @property
    def successor(self) -> Newcomer:
        cleaned = self.cleaned_data
        return Newcomer(cleaned["to"].lower(), cleaned["first_name"], cleaned["last_name"])


class MeForm(forms.ModelForm):
    """What people say about themselves; the address is not among it."""

    use_required_attribute = False
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150, error_messages=FILL_IN)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, error_messages=FILL_IN)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Times on the desk are shown in it. What is due is due in the country's capital."),
        error_messages={"invalid_choice": gettext_lazy("There is no such time zone. Choose one of the list.")},
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language", "time_zone", "mail_reminders", "mail_digests")
        help_texts = {
            "language": gettext_lazy(
                "How the numbers that you type are read: 1,200.5 in English; 1 200,5 or 1.200,5 in French, Spanish "
                "and Portuguese. The pages of the desk are in English."
            ),
            "mail_reminders": gettext_lazy("30 and 7 days before an update is due, the day after, then weekly."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.instance.time_zone
        known = time_zones()
        if not any(now == name for _area, names in known for name, _text in names):
            known = [(_("Now"), [(now, now)]), *known]
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = known


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones of IANA's list that name a city, by part of the world."""
    areas: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        area, _slash, place = name.partition("/")
        if area in AREAS and place:
            areas[area].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", [("UTC", "UTC")]), *areas.items()]


def role_rows(data: Any, *, today: date) -> Any:
    """The rows of an invitation; a role begins today unless another day is chosen."""
    return RoleFormSet(data, prefix="roles", initial=[{"start": today}] * MOST_ROLES)
