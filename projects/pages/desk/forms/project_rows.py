"""What belongs to a project: outputs, money, documents, other names. Each form saves one row of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.results import record_funding
from projects import actions
from projects.models import Funding, Output, Partner, Project
from projects.pages.desk.forms.fields import CurrencyField, cannot_be_typed, days_of, one_of, row_of, text
from rmt.forms import DeskForm, NumberField, PartialDateField, YearField
from rmt.models import User


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
        initial = {name: getattr(row, name) for name in names} | {"due": days_of(row, "due")} if row else None
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
        if days or not cannot_be_typed(self.row, "due"):
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
