"""What a person types about projects, partners and money. Rules are the actions'; forms keep the shape."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from indicators.models import Contribution, Indicator, ProjectIndicator
from indicators.results import record_funding
from projects import actions
from projects.actions import Links, said_by
from projects.models import Funding, Output, Partner, Project
from rmt.forms import DeskForm, FormRow, FormRows, NumberField, PartialDateField, YearField, fits_triplet
from rmt.models import User

BLANK_ROWS = 3
MOST_ROWS = 250
CHOOSE = ("", gettext_lazy("Choose one"))
NOT_SAID = ("", gettext_lazy("not recorded"))
NO_MATCH = "none"
ONE_OF_THE_LIST = {"invalid_choice": gettext_lazy("There is no such choice. Choose one of the list.")}


class CurrencyField(forms.CharField):
    """Three letters of ISO 4217, in capitals whichever way they are typed."""

    default_validators = [RegexValidator(r"^[A-Z]{3}$", gettext_lazy("Write three letters, such as USD or CHF."))]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").upper()


def text(label: Any, *, max_length: int | None = None, lines: int = 1, required: bool = False, **kwargs: Any) -> Any:
    """A field for words."""
    widget = forms.Textarea({"rows": lines}) if lines > 1 else forms.TextInput()
    kwargs.setdefault("error_messages", {"required": gettext_lazy("Fill this in.")})
    return forms.CharField(label=label, max_length=max_length, widget=widget, required=required, **kwargs)


def one_of(label: Any, choices: Any, **kwargs: Any) -> Any:
    """A list to choose from, or "not recorded"."""
    return forms.TypedChoiceField(
        label=label, choices=[NOT_SAID, *choices], required=False, empty_value=None, error_messages=ONE_OF_THE_LIST,
        **kwargs,
    )  # fmt: skip


def row_of(label: Any, queryset: Any, *, key: str = "slug", required: bool = False, **kwargs: Any) -> Any:
    """One of our own rows, named by its key."""
    messages = {"required": gettext_lazy("Choose one of the list."), **ONE_OF_THE_LIST}
    return forms.ModelChoiceField(
        queryset, label=label, to_field_name=key, required=required, error_messages=messages,
        empty_label=CHOOSE[1], **kwargs,
    )  # fmt: skip


FLAGSHIP = {True: "yes", False: "no", None: ""}


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
        super().__init__(data, initial=_said_in_form(project) if project else None, **kwargs)

    def project_fields(self) -> dict[str, Any]:
        """What was typed, as columns of a project."""
        row = dict(self.cleaned_data)
        for name in ("version", "themes"):
            row.pop(name)
        for name in ("start", "end"):
            days = row.pop(name)
            if days is None and _is_kept(self.project, name):
                continue  # known in a way that day, month and year cannot show: it stays
            row[f"{name}_first"], row[f"{name}_last"] = days or (None, None)
        return row


def _said_in_form(project: Project) -> dict[str, Any]:
    row = {name: getattr(project, name) for name in ProjectForm.base_fields if hasattr(project, name)}
    row |= {"start": _days(project, "start"), "end": _days(project, "end")}
    row |= {"themes": [theme.slug for theme in project.themes.all()], "is_flagship": FLAGSHIP[project.is_flagship]}
    return row


def _days(row: Project | Output, name: str) -> tuple[date, date] | None:
    first, last = getattr(row, f"{name}_first"), getattr(row, f"{name}_last")
    return (first, last) if first and last else None


def _is_kept(row: Project | Output | None, name: str) -> bool:
    days = _days(row, name) if row is not None else None
    return days is not None and not fits_triplet(days)


class ShareRow(FormRow):
    """A row with a share of the whole, in per cent."""

    key: str
    share = NumberField(label=gettext_lazy("Share, per cent (optional)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("share") is not None and not cleaned.get(self.key) and self.key not in self.errors:
            self.add_error(self.key, _("Say what this is the share of."))
        return cleaned


class CountryRow(ShareRow):
    key = "country"
    country = row_of(gettext_lazy("Country"), Country.objects.all(), key="iso3")
    field_order = ["country", "share"]


class PurposeRow(ShareRow):
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
        return {row[key]: row["share"] for row in self.cleaned_rows if row.get(key)}

    def clean(self) -> None:
        key = self.form.key
        seen = set()
        for row in self.forms:
            named = getattr(row, "cleaned_data", {}).get(key)
            if named and not row.is_removed and named in seen:
                row.add_error(key, _("This stands above already. Remove one of the two."))
            seen.add(named)

    @property
    def said(self) -> list[dict[str, Any]]:
        """What the rows say: a row that stayed as it was is said as well."""
        rows = [form for form in self.forms if hasattr(form, "cleaned_data") and not form.is_removed]
        return [row.cleaned_data for row in rows]


def _rows(form: type[ShareRow]) -> Any:
    return formset_factory(
        form, formset=ShareRows, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, can_delete=True
    )


CountryRows, PurposeRows = _rows(CountryRow), _rows(PurposeRow)


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
        version = self._version() if version is None else version
        return actions.change_project(project=self.project, version=version, fields=fields, links=links, by=self.user)

    def _version(self) -> int:
        typed = self.form.cleaned_data["version"]
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1

    def said_if_saved(self, current: Project) -> dict[str, Any]:
        """What the record would say if it were saved over `current`; nothing is written."""
        said: dict[str, Any] = {}
        try:
            with transaction.atomic():
                said = said_by(self.save(version=current.version))
                raise TakeBack
        except TakeBack:
            return said

    def go_on_from(self, current: Project) -> None:
        """The next time this form is sent, it is over what stands now."""
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


class OutputForm(DeskForm):
    code = text(
        gettext_lazy("Number"), max_length=20, help_text=gettext_lazy("As in the project document, such as 1.2.")
    )
    title = text(gettext_lazy("Output"), max_length=300, required=True)
    due = PartialDateField(label=gettext_lazy("Due"), required=False)
    delivered = forms.DateField(
        label=gettext_lazy("Delivered on"),
        help_text=gettext_lazy("Leave it empty until it is delivered."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a day, such as 2026-01-31.")},
        required=False,
    )
    source = text(gettext_lazy("Source"), lines=2)

    def __init__(self, data: Any = None, *, project: Project, row: Output | None = None) -> None:
        names = ("code", "title", "delivered", "source")
        initial = {name: getattr(row, name) for name in names} | {"due": _days(row, "due")} if row else None
        super().__init__(data, initial=initial)
        self.project, self.row = project, row

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        others = self.project.outputs.exclude(pk=self.row.pk) if self.row else self.project.outputs.all()
        if cleaned.get("code") and others.filter(code=cleaned["code"]).exists():
            self.add_error("code", _("Another output of this project has this number."))
        if not cleaned.get("code") and others.filter(code=None, title=cleaned.get("title")).exists():
            self.add_error("title", _("This output stands on the list already."))
        return cleaned

    def save(self, by: User) -> None:
        fields = dict(self.cleaned_data)
        days = fields.pop("due")
        if days or not _is_kept(self.row, "due"):
            fields["due_first"], fields["due_last"] = days or (None, None)
        actions.record_output(project=self.project, fields=fields, by=by, output=self.row)


class FundingForm(DeskForm):
    partner = row_of(
        gettext_lazy("Partner"),
        Partner.objects.current(),
        help_text=gettext_lazy("Empty only for the organization's own resources: RB, RBTC, RBSA."),
    )
    year = YearField(label=gettext_lazy("Year"), help_text=gettext_lazy("Empty: the whole project."), required=False)
    resource = one_of(gettext_lazy("Kind of resources"), Funding.Source.choices)
    modality = one_of(gettext_lazy("Modality"), Funding.Modality.choices, coerce=int)
    planned = NumberField(label=gettext_lazy("Planned"), required=False)
    received = NumberField(label=gettext_lazy("Received"), smallest=None, required=False)
    spent = NumberField(label=gettext_lazy("Spent"), smallest=None, required=False)
    currency = CurrencyField(label=gettext_lazy("Currency"), required=False)
    usd_rate = NumberField(
        label=gettext_lazy("US dollars for one unit of it"),
        help_text=gettext_lazy("Only for another currency than US dollars, with the source of the rate."),
        decimals=8,
        required=False,
    )
    usd_rate_source = text(gettext_lazy("Source of the rate"), max_length=200)
    source = text(gettext_lazy("Source"), lines=2)

    def __init__(self, data: Any = None, *, project: Project, row: Funding | None = None) -> None:
        initial = {name: getattr(row, name) for name in self.base_fields} if row else None
        if row and row.partner:
            initial = {**(initial or {}), "partner": row.partner.slug}
        super().__init__(data, initial=initial)
        self.project, self.row = project, row

    def clean(self) -> dict[str, Any]:
        """Refuse a second row of one kind: the action would take it for the first one, with other amounts."""
        cleaned = super().clean() or {}
        kind = {name: cleaned.get(name) or None for name in ("partner", "year", "resource", "currency")}
        others = self.project.fundings.exclude(pk=self.row.pk) if self.row else self.project.fundings.all()
        if not self.errors and others.filter(**kind).exists():
            message = _("A row of this partner, year, kind of resources and currency is here already: change that one.")
            self.add_error("partner", message)
        return cleaned

    def save(self, by: User) -> None:
        record_funding(project=self.project, fields=self.cleaned_data, by=by, funding=self.row)


class DocumentForm(DeskForm):
    title = text(gettext_lazy("Title"), max_length=200, required=True)
    url = forms.URLField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("Begins with https:// or http://"),
        max_length=500,
        assume_scheme="https",
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Enter a whole link, as your browser shows it: https://…")
        ),
    )

    def __init__(self, data: Any = None, *, project: Project, row: None = None) -> None:
        super().__init__(data)
        self.project = project

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if not url.startswith(("https://", "http://")):
            raise ValidationError(_("Enter a whole link, as your browser shows it: https://…"))
        if self.project.documents.filter(url=url).exists():
            raise ValidationError(_("This page stands on the list already."))
        return url

    def save(self, by: User) -> None:
        actions.add_document(project=self.project, by=by, **self.cleaned_data)


class ProjectAliasForm(DeskForm):
    text = text(
        gettext_lazy("Another title or symbol"),
        max_length=300,
        help_text=gettext_lazy("As a list writes it: when it is imported, it means this project."),
        required=True,
    )

    def __init__(self, data: Any = None, *, project: Project, row: None = None) -> None:
        super().__init__(data)
        self.project = project

    def save(self, by: User) -> None:
        actions.add_project_alias(project=self.project, by=by, **self.cleaned_data)


class ReasonForm(DeskForm):
    reason = text(gettext_lazy("Why?"), lines=3, required=True)


class PartnerForm(DeskForm):
    name = text(gettext_lazy("Name"), max_length=200, required=True)
    kind = one_of(gettext_lazy("Kind"), Partner.Kind.choices)
    iati_id = text(gettext_lazy("IATI identifier"), max_length=80)
    source = text(gettext_lazy("Source"), lines=2)

    def __init__(self, data: Any = None, *, partner: Partner | None = None) -> None:
        initial = {name: getattr(partner, name) for name in self.base_fields} if partner else None
        super().__init__(data, initial=initial)
        self.partner = partner

    def save(self, by: User) -> Partner:
        if self.partner is None:
            return actions.create_partner(by=by, **self.cleaned_data)
        return actions.change_partner(partner=self.partner, fields=self.cleaned_data, by=by)


class PartnerAliasForm(DeskForm):
    text = text(gettext_lazy("Another spelling"), max_length=200, required=True)


class ChooseTwoForm(DeskForm):
    """Which two rows are one, and which of them is kept."""

    def __init__(self, data: Any = None, *, of: Any, begun: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=begun)
        self.fields["kept"] = row_of(_("The one that is kept"), of, required=True)
        self.fields["gone"] = row_of(_("The one that becomes part of it"), of, required=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kept") and cleaned.get("kept") == cleaned.get("gone"):
            self.add_error("gone", _("These are one already. Choose two."))
        return cleaned


class GapForm(DeskForm):
    title = text(gettext_lazy("What is missing"), max_length=200, required=True)
    country = row_of(gettext_lazy("Country"), Country.objects.all(), key="iso3")
    theme = row_of(gettext_lazy("Theme"), Theme.objects.all())
    amount = NumberField(
        label=gettext_lazy("Amount"),
        smallest=Decimal("0.01"),
        error_messages={"required": gettext_lazy("Enter the amount.")},
    )
    currency = CurrencyField(
        label=gettext_lazy("Currency"), initial="USD", error_messages={"required": gettext_lazy("Enter the currency.")}
    )
    buys = text(gettext_lazy("What would it buy?"), lines=3, required=True)
    persons = NumberField(label=gettext_lazy("For how many people? (optional)"), decimals=0, required=False)
    source = text(gettext_lazy("Source"), lines=2)


class IndicatorForm(DeskForm):
    """An indicator of a project's own framework, and ours for it. The wording of a kept one stays as it is."""

    code = text(gettext_lazy("Their number (optional)"), max_length=40)
    wording = text(gettext_lazy("Their wording"), max_length=400, required=True)
    indicator = forms.ChoiceField(
        label=gettext_lazy("Which of ours is it?"),
        error_messages={"required": gettext_lazy("Choose ours, or “no match”."), **ONE_OF_THE_LIST},
    )
    share = NumberField(
        label=gettext_lazy("Part of it that ours measures, per cent (optional)"),
        help_text=gettext_lazy("Only if ours measures a part of theirs."),
        required=False,
    )
    note = text(gettext_lazy("Note (optional)"), lines=2)

    def __init__(self, data: Any = None, *, project: Project, row: ProjectIndicator | None = None) -> None:
        initial = {name: getattr(row, name) for name in ("code", "wording", "share", "note")} if row else {}
        if row:
            initial["indicator"] = row.indicator.code if row.indicator else NO_MATCH
        super().__init__(data, initial=initial)
        self.project, self.row = project, row
        self.ours = {indicator.code: indicator for indicator in Indicator.objects.all()}
        ours = [(code, str(indicator)) for code, indicator in self.ours.items()]
        self.fields["indicator"].choices = [CHOOSE, (NO_MATCH, _("No match")), *ours]
        if row:
            self.fields["wording"].disabled = True

    def clean_wording(self) -> str:
        wording = " ".join(self.cleaned_data["wording"].split())
        others = self.project.own_indicators.exclude(pk=self.row.pk) if self.row else self.project.own_indicators.all()
        if others.filter(wording=wording).exists():
            raise ValidationError(_("This indicator stands on the list already."))
        return wording

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["ours"] = self.ours.get(cleaned.get("indicator", ""))
        share = cleaned.get("share")
        if share is not None and cleaned["ours"] is None:
            self.add_error("share", _("There is no part without one of ours: leave it empty."))
        elif share is not None and not 0 < share <= 100:
            self.add_error("share", _("A share is above 0 and at most 100 per cent."))
        return cleaned


class LinkForm(forms.Form):
    """What one button of a list of suggestions says."""

    do = forms.ChoiceField(choices=[("link", ""), ("unlink", "")])
    role = forms.ChoiceField(choices=Contribution.Role.choices, required=False)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Contribution.Role.SUPPORTED
