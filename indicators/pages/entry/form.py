"""What a result says, as questions; an indicator is asked only what it needs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from countries.models import Country, Instrument, Theme
from indicators.fields import FIELDS
from indicators.models import Category, Indicator, Level, PBOutput, Result, Tag, ValueStatus
from indicators.pages.entry.choose import plain_words
from indicators.pages.entry.earlier import earlier_results, named
from indicators.pages.entry.groups import KIND_OF_RECORD, WHOLE, Groups
from indicators.pages.entry.questions import Questions
from indicators.results import RATIFICATIONS, instruments_known_to, restated_figures
from indicators.rounds import biennia
from indicators.wording import number_text, unit_text
from rmt.forms import Days, fits_triplet
from rmt.models import User
from rmt.text import isolated, span

# Fields that only some indicators are asked; all others are asked of every result.
VALUE = {"value", "unit", "qualifier", "grade"}
IMPACT = {"baseline_value", "baseline", "increase", "counted_from", "abroad", "duration", "months"}
INSTRUMENT = {"instrument", "new_instrument_title", "new_instrument_kind"}
IN_A_COUNTRY = {"where"}
ASKED_OF = {
    "I1": {"target_year", "method"},
    "I3": {"coverage_basis", "first_cover"},
    RATIFICATIONS: {"convention", "convention_event"},
}
ASKED_OF_SOME = {*VALUE, *IMPACT, *INSTRUMENT, *IN_A_COUNTRY, *set().union(*ASKED_OF.values())}

DAYS = {
    "achieved": ("achieved_first", "achieved_last"),
    "baseline": ("baseline_first", "baseline_last"),
    "counted_from": ("counted_from_first", "counted_from_last"),
}
"""Questions about a day that may be known in part, and the columns that hold its first and last possible day."""

FIELD_OF_PROBLEM = {column: question for question, columns in DAYS.items() for column in columns}


def optional(label: str) -> str:
    return _("%(label)s (optional)") % {"label": label}


class ResultForm(Questions, Groups):
    """The questions about one result. Nothing is required of a draft; what is needed to send it, the action says."""

    fields: dict[str, Any]

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
        self.ask_for_groups(result)
        self._word_for_the_indicator()
        self.is_restated = bool(result and restated_figures(result))
        if result is None or result.number is None:
            del self.fields["restated_because"]

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
        if self.country:
            asked |= IN_A_COUNTRY
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
            self.fields["instrument"].label_from_instance = lambda it: f"{isolated(it.title)} ({it.get_kind_display()})"
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
        return instruments_known_to(self.user).filter(country=self.country)

    def _offer_outputs(self) -> None:
        """Outputs differ by biennium: those of the date if it is known, and the one that was chosen."""
        achieved = self.initial.get("achieved")
        if achieved and not self.is_bound:
            in_time = Q(start__lte=achieved[1], end__gt=achieved[1])
            chosen = Q(pk=self.result.pb_output_id) if self.result else Q()
            offered = PBOutput.objects.filter(in_time | chosen)
            self.fields["pb_output"].queryset = offered
            current = next((row for row in biennia(None) if achieved[1] in row.period), None)
            if current and not any(output.biennium == current.code for output in offered):
                words = {"biennium": current.code.replace("-", "–")}
                self.fields["pb_output"].help_text = _("The outputs of %(biennium)s are not entered yet.") % words

    def _offer_earlier_results(self) -> None:
        choices = earlier_results(self.user, country=self.country, besides=self.result)
        if choices:
            self.fields["follows"].choices = choices
        else:
            del self.fields["follows"]

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
        for name in DAYS.keys() & self.fields.keys():
            days = self.initial.get(name)
            if days and not fits_triplet(days):
                recorded = _("Recorded as %(span)s; leave it empty to keep that.") % {"span": span(*days)}
                self.fields[name].help_text = recorded

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
        self.read = dict(cleaned)
        return cleaned

    def _check_instrument(self, cleaned: dict[str, Any]) -> None:
        """A new name that is known already is that instrument; nobody changes what it is by naming it again."""
        title, kind = cleaned.get("new_instrument_title"), cleaned.get("new_instrument_kind")
        known = self._instrument_called(title)
        if title and cleaned.get("instrument") not in (None, known):
            message = _("Choose one of the list or name a new one, not both. Empty one of them.")
            self.add_error("new_instrument_title", message)
        elif known and kind and kind != known.kind:
            self.add_error("new_instrument_kind", _recorded_as(known))
        elif known:
            cleaned["new_instrument_kind"] = known.kind
        elif title and not kind and "new_instrument_kind" not in self.errors:
            self.add_error("new_instrument_kind", _("Say what it is: a law, a decree, a strategy or a scheme."))
        elif kind and not title and "new_instrument_title" not in self.errors:
            self.add_error("new_instrument_title", _("Write its name, or empty the field beside."))

    def _instrument_called(self, title: str | None) -> Instrument | None:
        """The instrument of the country with this title, in whatever capitals."""
        if not title:
            return None
        of_country = Instrument.objects.filter(country=self.country)
        return of_country.filter(title=title).first() or of_country.filter(title__iexact=title).first()

    def named_instrument(self) -> Instrument | None:
        """The instrument that was chosen, or that is called as was typed; `None` if it is none or not known yet."""
        typed = self._instrument_called(self.answer("new_instrument_title"))
        chosen = self.answer("instrument")
        if isinstance(chosen, int):
            return Instrument.objects.filter(pk=chosen).first()
        return chosen or typed

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
        for question, (first, last) in DAYS.items():
            if question not in self.fields:
                continue
            days: Days | None = self.cleaned_data[question]
            kept = self.initial.get(question)
            if days is None and kept and not fits_triplet(kept):
                days = kept
            columns[first], columns[last] = days or (None, None)
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

    def earlier_results(self) -> list[Result]:
        return named(self.cleaned_data.get("follows") or [])

    # How it is shown

    @property
    def asks_why(self) -> bool:
        """Whether a figure or date is, or is typed, otherwise than it is published: readers are told why."""
        if "restated_because" not in self.fields:
            return False
        names = {"achieved", "kind_of_record", *self.parts, *(field.name for field in FIELDS if field.restates)}
        typed = self.read is not None and any(map(self._is_typed_anew, names & self.fields.keys()))
        return self.is_restated or typed or bool(self["restated_because"].errors)

    def _is_typed_anew(self, name: str) -> bool:
        """Whether an answer differs from the draft; an empty date keeps one that the form cannot show."""
        typed, was = self.answer(name), self.initial.get(name)
        if name == "achieved" and typed is None and was and not fits_triplet(was):
            return False
        typed = getattr(typed, "pk", typed)
        return (None if typed == "" else typed) != (None if was == "" else was)

    @property
    def has_links(self) -> bool:
        """Whether anything is said for other reports, so that this part is shown open."""
        return self._is_said("pb_output", "cpo_code", "un_outcome")

    @property
    def says_where(self) -> bool:
        """Whether a place is chosen or typed; the value of the field is a list of its two parts."""
        return bool(any(self["where"].value() or ()) or self["where"].errors)

    @property
    def has_earlier(self) -> bool:
        return self._is_said("follows")

    @property
    def has_further_words(self) -> bool:
        return self._is_said("gender", "note")

    @property
    def has_further_figures(self) -> bool:
        return self._is_said("increase", "counted_from", "qualifier", "abroad")

    def _is_said(self, *names: str) -> bool:
        for name in names:
            value = self[name].value() if name in self.fields else None
            said = any(value) if isinstance(value, list | tuple) else value
            if said or (name in self.fields and self[name].errors):
                return True
        return False

    @property
    def sum_in_words(self) -> str:
        """How the increase is worked out of two figures: "2 500 − 2 000 = 500"; nothing without both."""
        value, before = self.answer("value"), self.answer("baseline_value")
        if value is None or before is None:
            return ""
        return f"{number_text(value)} − {number_text(before)} = {number_text(value - before)}"


REFERRED = {"instrument", "convention", "pb_output"}
RESULT_COLUMNS = {*REFERRED, "restated_because", *(field.name for field in FIELDS if field.is_drafted)}
NUMBERS = {"value", "baseline_value", "increase"}


def _recorded_as(known: Instrument) -> str:
    words = {"title": known.title, "kind": known.get_kind_display().lower()}
    return _("“%(title)s” is recorded as: %(kind)s. Choose that here, or give the other one its own title.") % words


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
    initial = {name: getattr(result, name) for name in RESULT_COLUMNS if name not in REFERRED}
    initial["where"] = tuple(result.where) if isinstance(result.where, list) else result.where
    initial |= {"version": result.version, "instrument": result.instrument_id, "pb_output": result.pb_output_id}
    initial["convention"] = result.convention_id
    initial["unit"] = result.unit or (indicator.unit if indicator else None)
    for question, columns in DAYS.items():
        days = tuple(getattr(result, column) for column in columns)
        if None not in days:
            initial[question] = days
    initial["themes"] = list(result.tags.exclude(state=Tag.State.REJECTED).values_list("theme", flat=True))
    initial["follows"] = [str(uuid) for uuid in result.follows.values_list("uuid", flat=True)]
    return initial
