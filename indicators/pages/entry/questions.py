"""The questions about a result, in the order a person thinks; which of them are asked, `form.py` says."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from countries.models import Convention, Instrument, Ratification, Theme
from indicators.models import Category, FirstCover, Indicator, PBOutput, Qualifier, Result
from rmt.forms import NumberField, PartialDateField, WhereField, YearField


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": str(rows)})


class Questions(forms.Form):
    """The questions about one result. Nothing is required of a draft; what is needed to send it, the action says."""

    fields: dict[str, Any]

    # Made with the empty form, so that a draft that is sent twice on a bad line is one draft.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    indicator = forms.ModelChoiceField(
        Indicator.objects.exclude(collected_by=""),
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("Choose and save: the page then asks what this kind of result needs."),
        empty_label=gettext_lazy("Choose what fits best"),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("In one sentence, what was achieved?"),
        help_text=gettext_lazy("As a reader would say it. 20 words or fewer."),
        max_length=300,
        required=False,
    )
    achieved = PartialDateField(
        label=gettext_lazy("When did it happen?"),
        help_text=gettext_lazy("The year is enough. Old dates are welcome."),
        required=False,
    )
    where = WhereField(
        label=gettext_lazy("In the whole country, or in parts of it?"),
        help_text=gettext_lazy("Parts are provinces, districts or cities: at most twenty."),
        required=False,
    )
    convention = forms.ModelChoiceField(
        Convention.objects.all(),
        label=gettext_lazy("Which convention?"),
        help_text=gettext_lazy("Once it is published, the page of the country says so as well."),
        empty_label=gettext_lazy("Choose the convention"),
        required=False,
    )
    convention_event = forms.ChoiceField(
        label=gettext_lazy("What was deposited?"),
        help_text=gettext_lazy("Each later extension, and a denunciation, is a result of its own."),
        choices=[("", gettext_lazy("Choose one")), *((kind.value, kind.label) for kind in Ratification.DEPOSITED)],
        required=False,
    )
    instrument = forms.ModelChoiceField(
        Instrument.objects.none(),
        label=gettext_lazy("Which law, strategy or scheme?"),
        help_text=gettext_lazy("So that people are never counted twice."),
        empty_label=gettext_lazy("Choose one, or name a new one"),
        required=False,
    )
    new_instrument_title = forms.CharField(
        label=gettext_lazy("or a new one: its full title"),
        help_text=gettext_lazy("With its number, as it is cited."),
        max_length=300,
        required=False,
    )
    new_instrument_kind = forms.ChoiceField(
        label=gettext_lazy("and what it is"),
        help_text=gettext_lazy("If it is new here."),
        choices=[("", gettext_lazy("Choose one")), *Instrument.Kind.choices],
        required=False,
    )
    outcome = forms.CharField(
        label=gettext_lazy("What changed?"),
        help_text=gettext_lazy("What is different now, and for whom."),
        widget=text_area(4),
        required=False,
    )
    contribution = forms.CharField(
        label=gettext_lazy("What did the programme contribute?"),
        help_text=gettext_lazy("Studies, drafting, training, consultations; and who funded them."),
        widget=text_area(4),
        required=False,
    )
    gender = forms.CharField(
        label=gettext_lazy("What does it mean for gender equality and non-discrimination? (optional)"),
        help_text=gettext_lazy("Who gains, and who might be left out."),
        widget=text_area(2),
        required=False,
    )
    value = NumberField(label=gettext_lazy("How many?"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("What was counted?"), widget=forms.RadioSelect, required=False)
    qualifier = forms.ChoiceField(
        label=gettext_lazy("How exact is the figure?"),
        choices=[("", gettext_lazy("exact")), *Qualifier.choices],
        required=False,
    )
    baseline_value = NumberField(
        label=gettext_lazy("How many before?"),
        help_text=gettext_lazy("The last figure before the change, counted in the same way."),
        required=False,
    )
    baseline = PartialDateField(
        label=gettext_lazy("When was that?"), help_text=gettext_lazy("The year is enough."), required=False
    )
    increase = NumberField(
        label=gettext_lazy("Or: the increase that the source states"),
        help_text=gettext_lazy("Only if the source does not say how many there were before."),
        required=False,
    )
    counted_from = PartialDateField(
        label=gettext_lazy("Since when does the source count it?"),
        help_text=gettext_lazy("The year is enough. Without it the increase is shown and counted nowhere."),
        required=False,
    )
    first_cover = forms.ChoiceField(
        label=gettext_lazy("Is this their first social protection? (optional)"),
        choices=FirstCover.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    abroad = forms.CharField(
        label=gettext_lazy("Are people abroad counted too? Say who (optional)"),
        help_text=gettext_lazy("Only if there are more of them than people in the country."),
        widget=text_area(2),
        required=False,
    )
    coverage_basis = forms.ChoiceField(
        label=gettext_lazy("In what sense are these people covered?"),
        choices=Result.Basis.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    duration = forms.ChoiceField(
        label=gettext_lazy("For how long? (optional)"),
        choices=[("", gettext_lazy("not stated")), *Result.Duration.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    months = forms.IntegerField(
        label=gettext_lazy("If temporary: for how many months?"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Enter the number of months in digits.")},
        min_value=1,
        max_value=600,
        required=False,
    )
    target_year = YearField(label=gettext_lazy("By which year are they to be covered?"), required=False)
    method = forms.CharField(label=gettext_lazy("How was the figure worked out?"), widget=text_area(3), required=False)
    grade = forms.ChoiceField(
        label=gettext_lazy("Where does the figure come from?"),
        choices=Result.Grade.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    kind_of_record = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("What kind of product is it?"), required=False
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The law, the record or the report, with its date or number."),
        widget=text_area(2),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the source (optional)"),
        help_text=gettext_lazy("What a reader should know about it. It is published."),
        widget=text_area(2),
        required=False,
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Themes"),
        help_text=gettext_lazy("The lead of each theme will check your choice."),
        widget=forms.CheckboxSelectMultiple({"class": "two-columns"}),
        required=False,
    )
    pb_output = forms.ModelChoiceField(
        PBOutput.objects.all(),
        label=gettext_lazy("Programme and budget output (optional)"),
        empty_label=gettext_lazy("None"),
        required=False,
    )
    cpo_code = forms.CharField(
        label=gettext_lazy("Country programme outcome (optional)"),
        help_text=gettext_lazy("Its code, such as LAO226."),
        max_length=20,
        required=False,
    )
    un_outcome = forms.CharField(
        label=gettext_lazy("Outcome of the UN cooperation framework (optional)"),
        help_text=gettext_lazy("As it is worded in the country's framework, with its number."),
        max_length=300,
        required=False,
    )
    follows = forms.MultipleChoiceField(
        label=gettext_lazy("Which earlier results led to it? (optional)"),
        help_text=gettext_lazy("Those on the same law or scheme first, then the latest."),
        widget=forms.CheckboxSelectMultiple({"class": "filtered", "data-filter": ""}),
        required=False,
    )
    restated_because = forms.CharField(
        label=gettext_lazy("Why did the figure or the date change?"),
        help_text=gettext_lazy(
            "Readers see this beside the old and the new one: what was wrong, or what is known now. Name no person."
        ),
        widget=text_area(2),
        required=False,
    )
