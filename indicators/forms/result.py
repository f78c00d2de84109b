"""What a result says, as questions; an indicator is asked only what it needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Instrument, Theme
from indicators.forms.choose import plain_words
from indicators.models import (
    Category,
    Dimension,
    Indicator,
    Level,
    PBOutput,
    Publication,
    Qualifier,
    Result,
    Tag,
    ValueStatus,
)
from indicators.models.results import NULLABLE_TEXT
from indicators.wording import number_text, unit_text
from rmt.fields import Days, NumberField, PartialDateField, YearField, fits_triplet
from rmt.models import User
from rmt.templatetags.components import span

WHOLE = {"person", "household", "participation", "institution"}

# Fields that only some indicators are asked; all others are asked of every result.
VALUE = {"value", "unit", "qualifier", "grade"}
IMPACT = {"baseline_value", "baseline_year", "increase", "duration", "months"}
INSTRUMENT = {"instrument", "new_instrument_title", "new_instrument_kind"}
ASKED_OF = {"I1": {"target_year", "method"}, "I3": {"coverage_basis"}}
ASKED_OF_SOME = {*VALUE, *IMPACT, *INSTRUMENT, "target_year", "method", "coverage_basis"}

# Dimensions of something that is counted once: it has one kind, or several took part; nobody writes a number.
KIND_OF_RECORD = "product-type"

FIELD_OF_PROBLEM = {"achieved_first": "achieved", "achieved_last": "achieved"}

Choices = list[tuple[str, Any]]


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": str(rows)})


def optional(label: str) -> str:
    return _("%(label)s (optional)") % {"label": label}


@dataclass(frozen=True)
class Grid:
    """The groups of one dimension, and how many people are in none of those that were filled in."""

    dimension: Dimension
    fields: list[BoundField]
    not_known: Decimal | None


class ResultForm(forms.Form):
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
        help_text=gettext_lazy("The day and the month may be left empty."),
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
        label=gettext_lazy("If it is not in the list: its name"),
        help_text=gettext_lazy("Its full title, with its number."),
        max_length=300,
        required=False,
    )
    new_instrument_kind = forms.ChoiceField(
        label=gettext_lazy("and what it is"),
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
    baseline_year = YearField(label=gettext_lazy("In which year?"), required=False)
    increase = NumberField(
        label=gettext_lazy("Or: the increase that the source states"),
        help_text=gettext_lazy("Only if the source does not say how many there were before."),
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
    follows = forms.MultipleChoiceField(
        label=gettext_lazy("Which earlier results led to it? (optional)"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        indicator: Indicator | None,
        country: Country | None,
        result: Result | None,
    ) -> None:
        super().__init__(data, initial=initial_of(result, indicator))
        self.of_indicator, self.country, self.result, self.user = indicator, country, result, user
        if result is not None:
            del self.fields["key"]
        self.dimensions = list(indicator.dimensions.prefetch_related("categories")) if indicator else []
        self._ask_only_what_is_needed()
        self._offer_choices()
        self._ask_for_groups()
        self._word_for_the_indicator()

    # Which questions

    def _ask_only_what_is_needed(self) -> None:
        indicator = self.of_indicator
        asked: set[str] = set(ASKED_OF.get(indicator.code, ())) if indicator else {"indicator"}
        if indicator and indicator.has_value:
            asked |= VALUE
        if indicator and indicator.level == Level.IMPACT:
            asked |= IMPACT
        if indicator and indicator.level != Level.DELIVERABLE and self.country:
            asked |= INSTRUMENT
        if any(dimension.code == KIND_OF_RECORD for dimension in self.dimensions):
            asked.add("kind_of_record")
        for name in {*ASKED_OF_SOME, "indicator", "kind_of_record"} - asked:
            del self.fields[name]

    def _offer_choices(self) -> None:
        indicator = self.of_indicator
        if "indicator" in self.fields:
            self.fields["indicator"].label_from_instance = plain_words
        if "instrument" in self.fields:
            self.fields["instrument"].queryset = self._known_instruments()
            self.fields["instrument"].label_from_instance = lambda it: f"{it.title} ({it.get_kind_display()})"
            if not self.fields["instrument"].queryset.exists():
                del self.fields["instrument"]
                self.fields["new_instrument_title"].label = _("Which law, strategy or scheme?")
        if indicator and "unit" in self.fields:
            self.fields["unit"].choices = [(unit, unit_text(unit)) for unit in indicator.units]
            if len(indicator.units) == 1:
                del self.fields["unit"]
        if "kind_of_record" in self.fields:
            self.fields["kind_of_record"].queryset = Category.objects.filter(dimension__code=KIND_OF_RECORD)
        self.fields["themes"].label_from_instance = _Decided(self.result)
        self._offer_outputs()
        self._offer_earlier_results()

    def _known_instruments(self) -> QuerySet[Instrument]:
        """Instruments of the country that the public or this person knows of: the others are drafts."""
        known = Result.objects.visible_to(self.user).values("instrument")
        published = Publication.objects.values("instrument")
        of_country = Instrument.objects.filter(country=self.country)
        return of_country.filter(Q(pk__in=known) | Q(pk__in=published))

    def _offer_outputs(self) -> None:
        """Outputs differ by biennium: those of the date if it is known, and the one that was chosen."""
        achieved = self.initial.get("achieved")
        if achieved and not self.is_bound:
            in_time = Q(start__lte=achieved[1], end__gt=achieved[1])
            chosen = Q(pk=self.result.pb_output_id) if self.result else Q()
            self.fields["pb_output"].queryset = PBOutput.objects.filter(in_time | chosen)

    def _offer_earlier_results(self) -> None:
        published = Publication.objects.as_of(None).filter(country=self.country).by_achievement()
        if self.result:
            published = published.exclude(result=self.result)
        rows = published.values_list("result__uuid", "title", "achieved_first", "achieved_last")
        choices: Choices = [(str(uuid), f"{title} ({span(first, last)})") for uuid, title, first, last in rows]
        if choices:
            self.fields["follows"].choices = choices
        else:
            del self.fields["follows"]

    def _ask_for_groups(self) -> None:
        held = {}
        if self.result:
            held = {part.category_id: part.value for part in self.result.parts.all()}
        self.parts: dict[str, Category] = {}
        for dimension in self.dimensions:
            if dimension.code == KIND_OF_RECORD:
                self.initial["kind_of_record"] = next(
                    (c.pk for c in dimension.categories.all() if held.get(c.pk)), None
                )
                continue
            for category in dimension.categories.all():
                self._ask_for_group(category, f"parts_{dimension.code}_{category.code}", held.get(category.pk))

    def _ask_for_group(self, category: Category, name: str, value: Decimal | None) -> None:
        self.parts[name] = category
        if self.of_indicator and self.of_indicator.has_value:
            decimals = 0 if self.of_indicator.unit in WHOLE else 2
            self.fields[name] = NumberField(label=category.name_en, decimals=decimals, required=False)
            self.initial[name] = value
        else:
            self.fields[name] = forms.BooleanField(label=category.name_en, required=False)
            self.initial[name] = bool(value)

    def _word_for_the_indicator(self) -> None:
        indicator = self.of_indicator
        if indicator is None:
            return
        if indicator.step in (1, 2):
            self.fields["achieved"].label = _("When was it adopted?")
        if "value" in self.fields:
            units = _(" or ").join(unit_text(unit) for unit in indicator.units if unit != "per-cent")
            self.fields["value"].label = _("How many %(units)s?") % {"units": units}
            self.fields["value"].help_text = _("The figure as the source gives it, such as 2 100 000.")
        if "value" in self.fields and indicator.level == Level.IMPACT:
            self.fields["value"].label = _("How many %(units)s after the change?") % {"units": units}
        if indicator.level == Level.DELIVERABLE and "grade" in self.fields:
            self.fields["grade"].label = optional(str(self.fields["grade"].label))
        days = self.initial.get("achieved")
        if days and not fits_triplet(days):
            recorded = _("Recorded as %(span)s; leave it empty to keep that.") % {"span": span(*days)}
            self.fields["achieved"].help_text = recorded

    # What was answered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_instrument(cleaned)
        if cleaned.get("months") and cleaned.get("duration") != Result.Duration.TEMPORARY:
            self.add_error("months", _("Choose “temporary” above, or leave the months empty."))
        unit = cleaned.get("unit") or (self.of_indicator.unit if self.of_indicator else "")
        for name in ("value", "baseline_value", "increase"):
            number = cleaned.get(name)
            if unit in WHOLE and number is not None and number != int(number):
                self.add_error(name, _("Enter a whole number."))
        return cleaned

    def _check_instrument(self, cleaned: dict[str, Any]) -> None:
        title, kind = cleaned.get("new_instrument_title"), cleaned.get("new_instrument_kind")
        if title and cleaned.get("instrument"):
            message = _("Choose one of the list or name a new one, not both. Empty one of them.")
            self.add_error("new_instrument_title", message)
        elif title and not kind and "new_instrument_kind" not in self.errors:
            self.add_error("new_instrument_kind", _("Say what it is: a law, a decree, a strategy or a scheme."))
        elif kind and not title and "new_instrument_title" not in self.errors:
            self.add_error("new_instrument_title", _("Write its name, or empty the field beside."))

    def add_problems(self, problems: Iterable[tuple[str, Any]]) -> None:
        """Show what keeps a result from being sent beside its field; above the form what has no field there."""
        for key, messages in problems:
            name: str | None = FIELD_OF_PROBLEM.get(key, key)
            if key == "parts" and self.parts:
                name = next(iter(self.parts))
            if key == "instrument" and name not in self.fields:
                name = "new_instrument_title"
            self.add_error(name if name in self.fields else None, messages)

    def result_fields(self) -> dict[str, Any]:
        """What was answered as the columns of a result; the instrument is named apart."""
        asked = {name for name in self.fields if name in RESULT_COLUMNS}
        columns = {name: self.cleaned_data[name] or None for name in asked if name not in NUMBERS}
        columns |= {name: self.cleaned_data[name] for name in asked & NUMBERS}
        days: Days | None = self.cleaned_data["achieved"]
        kept = self.initial.get("achieved")
        if days is None and kept and not fits_triplet(kept):
            days = kept
        columns["achieved_first"], columns["achieved_last"] = days or (None, None)
        return columns | self._of_the_indicator()

    def _of_the_indicator(self) -> dict[str, Any]:
        indicator = self.of_indicator
        if indicator and indicator.has_value and "unit" not in self.fields:
            return {"unit": indicator.unit}
        chosen = self.cleaned_data.get("indicator")
        if not chosen:
            return {}
        status = ValueStatus.NOT_REPORTED if chosen.has_value else ValueStatus.NOT_APPLICABLE
        return {"indicator": chosen, "level": chosen.level, "value_status": status}

    def groups(self) -> dict[Category, Decimal]:
        """How many in each group that was filled in; empty is not known, and zero is zero."""
        answers = {category: self.cleaned_data.get(name) for name, category in self.parts.items()}
        found = {category: Decimal(n) for category, n in answers.items() if n is not None and n is not False}
        kind = self.cleaned_data.get("kind_of_record")
        return found | ({kind: Decimal(1)} if kind else {})

    def earlier_results(self) -> list[Result]:
        return list(Result.objects.filter(uuid__in=self.cleaned_data.get("follows") or []))

    # How it is shown

    @property
    def has_links(self) -> bool:
        """Whether anything is said for other reports, so that this part is shown open."""
        names = [name for name in ("follows", "pb_output", "cpo_code") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def grids(self) -> list[Grid]:
        """One small table for each dimension."""
        return [self._grid(dimension) for dimension in self.dimensions if dimension.code != KIND_OF_RECORD]

    def _grid(self, dimension: Dimension) -> Grid:
        names = [name for name, category in self.parts.items() if category.dimension_id == dimension.pk]
        total = self.worked_out_increase
        values = [self._answer(name) for name in names]
        known = sum((value for value in values if value), Decimal(0))
        rest = total - known if total is not None and total >= known else None
        return Grid(dimension, [self[name] for name in names], rest)

    @property
    def worked_out_increase(self) -> Decimal | None:
        """The increase as it stands in the form; the value itself where nothing is known before it."""
        increase, value, before = (self._answer(name) for name in ("increase", "value", "baseline_value"))
        if increase is not None:
            return increase
        return value - before if value is not None and before is not None else value

    @property
    def sum_in_words(self) -> str:
        """How the increase is worked out of two figures: "2 500 − 2 000 = 500"; nothing without both."""
        value, before = self._answer("value"), self._answer("baseline_value")
        if value is None or before is None:
            return ""
        return f"{number_text(value)} − {number_text(before)} = {number_text(value - before)}"

    def _answer(self, name: str) -> Any:
        if name not in self.fields:
            return None
        return self.cleaned_data.get(name) if self.is_bound and self.is_valid_so_far else self.initial.get(name)

    @property
    def is_valid_so_far(self) -> bool:
        return hasattr(self, "cleaned_data")


RESULT_COLUMNS = {
    *NULLABLE_TEXT, "instrument", "pb_output", "value", "unit", "qualifier", "baseline_value", "baseline_year",
    "increase", "coverage_basis", "duration", "months", "target_year", "grade",
}  # fmt: skip
NUMBERS = {"value", "baseline_value", "increase"}


class _Decided:
    """The name of a theme, with what its lead decided: that stays, whatever is ticked here."""

    def __init__(self, result: Result | None) -> None:
        tags = result.tags.exclude(state=Tag.State.PROPOSED) if result else ()
        self.states = {tag.theme_id: tag.get_state_display() for tag in tags}

    def __call__(self, theme: Theme) -> str:
        state = self.states.get(theme.pk)
        return f"{theme} ({state})" if state else str(theme)


def initial_of(result: Result | None, indicator: Indicator | None) -> dict[str, Any]:
    """What the form shows first: the draft as it is, or nothing but the usual unit."""
    if result is None:
        return {"unit": indicator.unit if indicator else None}
    initial = {name: getattr(result, name) for name in RESULT_COLUMNS if name not in ("instrument", "pb_output")}
    initial |= {"version": result.version, "instrument": result.instrument_id, "pb_output": result.pb_output_id}
    initial["unit"] = result.unit or (indicator.unit if indicator else None)
    if result.achieved_first and result.achieved_last:
        initial["achieved"] = (result.achieved_first, result.achieved_last)
    initial["themes"] = list(result.tags.exclude(state=Tag.State.REJECTED).values_list("theme", flat=True))
    initial["follows"] = [str(uuid) for uuid in result.follows.values_list("uuid", flat=True)]
    return initial
