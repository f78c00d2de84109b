"""Partners, rows that are one, and funding gaps."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from projects import actions
from projects.models import Partner
from projects.pages.desk.forms.fields import CurrencyField, one_of, row_of, text
from rmt.forms import DeskForm, NumberField
from rmt.models import User


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


class ReasonToRemoveForm(DeskForm):
    """Why two rows become one, or why a row of money goes."""

    reason = text(gettext_lazy("Why?"), lines=3, required=True)


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
