"""A project as a manager enters it: one form, and its countries and purposes as rows."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from projects import actions
from projects.actions import Links, record_of
from projects.models import Project
from projects.pages.desk.forms.fields import CurrencyField, cannot_be_typed, days_of, one_of, row_of, text
from rmt.forms import DeskForm, FormRow, FormRows, NumberField, PartialDateField
from rmt.models import User

FLAGSHIP = {True: "yes", False: "no", None: ""}
BLANK_ROWS = 3
MOST_ROWS = 250


class ProjectForm(DeskForm):
    """What the record of a project says, without its countries and purposes, which are rows."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    title = text(gettext_lazy("Title"), max_length=300)
    symbol = text(
        gettext_lazy("Symbol"),
        max_length=30,
        help_text=gettext_lazy("As in the accounts, such as TGO/21/01/FRA. Leave it empty if there is none."),
    )
    iati_id = text(gettext_lazy("IATI identifier"), max_length=80)
    description = text(gettext_lazy("What it does"), lines=4)
    start = PartialDateField(label=gettext_lazy("Begins"), required=False)
    end = PartialDateField(label=gettext_lazy("Ends"), required=False)
    status = one_of(gettext_lazy("Status"), Project.Status.choices)
    is_flagship = one_of(
        gettext_lazy("Part of the Flagship Programme"),
        [("yes", gettext_lazy("yes, its source says so")), ("no", gettext_lazy("no"))],
        coerce=lambda answer: answer == "yes",
    )
    gender_marker = one_of(gettext_lazy("Gender equality"), Project.Marker.choices, coerce=int)
    disability_marker = one_of(gettext_lazy("Disability"), Project.Marker.choices, coerce=int)
    budget = NumberField(label=gettext_lazy("Budget"), required=False)
    spent = NumberField(label=gettext_lazy("Spent so far"), smallest=None, required=False)
    currency = CurrencyField(label=gettext_lazy("Currency"), required=False)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Themes"),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple({"class": "two-columns"}),
        required=False,
    )
    source = text(gettext_lazy("Source"), lines=2, help_text=gettext_lazy("Where this is written: a document, a page."))

    def __init__(self, data: Any = None, *, project: Project | None = None, **kwargs: Any) -> None:
        self.project = project
        super().__init__(data, initial=_as_typed(project) if project else None, **kwargs)

    def project_fields(self) -> dict[str, Any]:
        """What was typed, as columns of a project."""
        row = dict(self.cleaned_data)
        for name in ("version", "themes"):
            row.pop(name)
        for name in ("start", "end"):
            days = row.pop(name)
            if days is None and cannot_be_typed(self.project, name):
                continue
            row[f"{name}_first"], row[f"{name}_last"] = days or (None, None)
        return row


def _as_typed(project: Project) -> dict[str, Any]:
    """A project as its form shows it."""
    row = {name: getattr(project, name) for name in ProjectForm.base_fields if hasattr(project, name)}
    row |= {"start": days_of(project, "start"), "end": days_of(project, "end")}
    row |= {"themes": [theme.slug for theme in project.themes.all()], "is_flagship": FLAGSHIP[project.is_flagship]}
    return row


class ShareRow(FormRow):
    """A row with a share of the whole, in per cent."""

    key: str
    share = NumberField(label=gettext_lazy("Share, per cent (optional)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("share") is not None and not cleaned.get(self.key) and self.key not in self.errors:
            self.add_error(self.key, _("Say what this is the share of."))
        return cleaned


class CountryShareRow(ShareRow):
    key = "country"
    country = row_of(gettext_lazy("Country"), Country.objects.all(), key="iso3")
    field_order = ["country", "share"]


class PurposeShareRow(ShareRow):
    key = "code"
    code = forms.IntegerField(
        label=gettext_lazy("Purpose code"),
        help_text=gettext_lazy("Five digits of the OECD, such as 16010 for social protection."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        min_value=10000,
        max_value=99999,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Write the five digits of the code.")
        ),
        required=False,
    )
    field_order = ["code", "share"]


class ShareRows(FormRows):
    """Rows that name different things, each with its share."""

    @property
    def shares(self) -> dict[Any, Decimal | None]:
        key = self.form.key
        return {row[key]: row["share"] for row in self.remaining_rows if row.get(key)}

    def clean(self) -> None:
        key = self.form.key
        seen = set()
        for row in self.forms:
            named = getattr(row, "cleaned_data", {}).get(key)
            if named and not row.is_removed and named in seen:
                row.add_error(key, _("This stands above already. Remove one of the two."))
            seen.add(named)

    @property
    def remaining_rows(self) -> list[dict[str, Any]]:
        """What was typed in the rows that are not removed, also in those that stay as they were."""
        rows = [form for form in self.forms if hasattr(form, "cleaned_data") and not form.is_removed]
        return [row.cleaned_data for row in rows]


def _rows(form: type[ShareRow]) -> Any:
    return formset_factory(
        form, formset=ShareRows, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, can_delete=True
    )


CountryRows, PurposeRows = _rows(CountryShareRow), _rows(PurposeShareRow)


class TakeBack(Exception):
    """Ends a transaction that was only tried."""


class ProjectEntry:
    """A project as a manager enters it: one form, and its countries and purposes as rows, saved as one."""

    def __init__(self, data: Any = None, *, user: User, project: Project | None = None) -> None:
        self.user, self.project = user, project
        self.data: Any = data.copy() if data is not None else None  # it learns the version
        shown = project if data is None else None
        self.form = ProjectForm(self.data, project=project)
        self.countries = CountryRows(self.data, prefix="countries", initial=_shares(shown, "country"))
        self.purposes = PurposeRows(self.data, prefix="purposes", initial=_shares(shown, "code"))

    @property
    def rows(self) -> tuple[BaseFormSet, BaseFormSet]:
        return self.countries, self.purposes

    def is_valid(self) -> bool:
        """Whether all of it has the shape that an action can be asked with."""
        return all([self.form.is_valid(), self.countries.is_valid(), self.purposes.is_valid()])

    def save(self, *, version: int | None = None) -> Project:
        """Write a new project, or change the one that was read as `version` (by default as the form says)."""
        fields = self.form.project_fields()
        links = Links(self.countries.shares, self.form.cleaned_data["themes"], self.purposes.shares)
        if self.project is None:
            return actions.create_project(fields=fields, links=links, by=self.user)
        if version is None:
            typed = self.form.cleaned_data["version"]
            version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1
        return actions.change_project(project=self.project, version=version, fields=fields, links=links, by=self.user)

    def record_if_saved(self, current: Project) -> dict[str, Any]:
        """What the record would say if it were saved over `current`; nothing is written."""
        record: dict[str, Any] = {}
        try:
            with transaction.atomic():
                record = record_of(self.save(version=current.version))
                raise TakeBack
        except TakeBack:
            return record

    def go_on_from(self, current: Project) -> None:
        """The next time this form is sent, it changes the current version."""
        self.data["version"] = str(current.version)

    def add_broken_rules(self, broken: ValidationError) -> None:
        """Show what the action refused: shares above their rows, the rest beside its field."""
        if hasattr(broken, "error_dict"):
            for name, rows in (("countries", self.countries), ("purposes", self.purposes)):
                for error in broken.error_dict.pop(name, []):
                    rows.non_form_errors().extend(error.messages)
            if not broken.error_dict:
                return
        self.form.add_broken_rules(broken)


def _shares(project: Project | None, key: str) -> list[dict[str, Any]] | None:
    if project is None:
        return None
    if key == "code":
        return [{"code": row.code, "share": row.share} for row in project.purposes.all()]
    return [{"country": row.country.iso3, "share": row.share} for row in project.shares.select_related("country")]
