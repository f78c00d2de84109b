"""What a person types about a law, decree, strategy or scheme, and about what somebody proposed."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Branch, Country, Instrument
from indicators.results import instruments_known_to
from rmt.forms import NO_SUCH_CHOICE, DeskForm, PartialDateField, fits_triplet
from rmt.text import span

THE_YEAR = gettext_lazy("The year is enough. Leave it empty if it is not recorded.")


class InstrumentForm(DeskForm):
    """What is recorded of an instrument, and why it should say something else."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Full title"), help_text=gettext_lazy("With its number, as it is cited."), max_length=300
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Instrument.Kind.choices)
    reference = forms.CharField(
        label=gettext_lazy("Reference (optional)"),
        help_text=gettext_lazy("Where it is published: the gazette with its number, an address."),
        max_length=300,
        required=False,
    )
    adopted = PartialDateField(label=gettext_lazy("Adopted"), help_text=THE_YEAR, required=False)
    in_force = PartialDateField(
        label=gettext_lazy("In force since"),
        help_text=gettext_lazy("Adopted is not yet in force: only what is recorded here says that it is."),
        required=False,
    )
    suspended = PartialDateField(label=gettext_lazy("Suspended"), help_text=THE_YEAR, required=False)
    repealed = PartialDateField(label=gettext_lazy("Repealed"), help_text=THE_YEAR, required=False)
    branches = forms.ModelMultipleChoiceField(
        Branch.objects.all(),
        label=gettext_lazy("Branches of social security (optional)"),
        widget=forms.CheckboxSelectMultiple({"class": "two-columns"}),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, and where is it written?"),
        help_text=gettext_lazy("It is published with every result that rests on it, and stays. Name no person."),
        widget=forms.Textarea({"rows": "2"}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say why, and where it is written.")},
    )

    def __init__(self, data: Any = None, *, instrument: Instrument) -> None:
        self.kept = {name: self._days(instrument, name) for name in Instrument.DAYS}
        initial = {name: getattr(instrument, name) for name in ("version", *Instrument.PLAIN)}
        initial |= {"branches": list(instrument.branches.values_list("pk", flat=True)), **self.kept}
        super().__init__(data, initial=initial)
        for name, days in self.kept.items():
            if days and not fits_triplet(days):
                recorded = _("Recorded as %(span)s; leave it empty to keep that.") % {"span": span(*days)}
                self.fields[name].help_text = recorded

    def _days(self, instrument: Instrument, name: str) -> Any:
        first, last = getattr(instrument, f"{name}_first"), getattr(instrument, f"{name}_last")
        return (first, last) if first else None

    def says(self) -> dict[str, Any]:
        """What was typed, by the names of `Instrument.says`."""
        typed = self.cleaned_data
        says: dict[str, Any] = {name: typed[name].strip() for name in Instrument.PLAIN}
        for name, kept in self.kept.items():
            days = typed[name] or (kept if kept and not fits_triplet(kept) else None)
            first, last = days or (None, None)
            says |= {
                f"{name}_first": first.isoformat() if first else None,
                f"{name}_last": last.isoformat() if last else None,
            }
        return says | {"branches": [branch.code for branch in typed["branches"].order_by("order")]}


class DecisionForm(DeskForm):
    """The answer to what somebody proposed."""

    answer = forms.CharField(
        label=gettext_lazy("If you decline it: why?"),
        help_text=gettext_lazy("Whoever proposed it reads this."),
        widget=forms.Textarea({"rows": "2"}),
        max_length=1000,
        required=False,
    )


def countries_listed(request: Any) -> Any:
    """The countries of the instruments that the person may know of; no list betrays another."""
    if request is None:
        return Country.objects.none()
    return Country.objects.filter(pk__in=instruments_known_to(request.user).order_by().values("country"))


class InstrumentFilter(django_filters.FilterSet):
    """The instruments that a person may know of, by words of the title, where and what."""

    q = django_filters.CharFilter("title", lookup_expr="icontains", label=gettext_lazy("Words of the title"))
    country = django_filters.ModelChoiceFilter(
        queryset=countries_listed,
        to_field_name="iso3",
        label=gettext_lazy("Country"),
        empty_label=gettext_lazy("All"),
        error_messages=NO_SUCH_CHOICE,
    )
    kind = django_filters.ChoiceFilter(
        choices=Instrument.Kind.choices,
        label=gettext_lazy("What it is"),
        empty_label=gettext_lazy("All"),
        error_messages=NO_SUCH_CHOICE,
    )

    class Meta:
        model = Instrument
        fields: list[str] = []
