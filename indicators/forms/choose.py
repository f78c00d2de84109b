"""The first questions of a new result: what happened, and where."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators.models import Indicator, Level
from indicators.permissions import indicators_offered
from indicators.requirements import is_global
from rmt.roles import Roles

WORLD = "world"

LEVELS = {
    Level.DELIVERABLE: (
        gettext_lazy("Deliverable"),
        gettext_lazy("A report approved, people trained, a convention ratified"),
    ),
    Level.RESULT: (gettext_lazy("Institutional result"), gettext_lazy("A strategy, law or operation changed")),
    Level.IMPACT: (gettext_lazy("Impact on people"), gettext_lazy("More people covered, or better")),
}

# How somebody who works in a country would say it; an indicator of another framework shows its own name.
PLAIN_WORDS = {
    "D1": gettext_lazy("A study, costing, review or guide was approved and used"),
    "D2": gettext_lazy("People completed a training"),
    "D3": gettext_lazy("Institutions work with a new skill, tool or procedure"),
    "D4": gettext_lazy("A convention was ratified"),
    "D5": gettext_lazy("A partnership or joint programme delivered work"),
    "D6": gettext_lazy("A national dialogue was held"),
    "R1": gettext_lazy("Step 1 · A strategy or policy was adopted"),
    "R2": gettext_lazy("Step 2 · A law was adopted, or a scheme designed or reformed"),
    "R3": gettext_lazy("Step 3 · A scheme is run, paid or governed better"),
    "I1": gettext_lazy("People will be covered once an adopted strategy or law is applied"),
    "I2": gettext_lazy("More people are entitled by law"),
    "I3": gettext_lazy("More people are covered in practice"),
    "I4": gettext_lazy("People receive higher benefits"),
    "I5": gettext_lazy("People are protected against one more risk"),
    "I6": gettext_lazy("People have better access to what they are entitled to"),
    "T1": gettext_lazy("More domestic money goes to social protection"),
    "T2": gettext_lazy("A financing strategy was adopted"),
}


def plain_words(indicator: Indicator) -> str:
    """What the indicator is about, as it is asked."""
    return str(PLAIN_WORDS.get(indicator.code, indicator.name_en))


def choice(title: str, words: str) -> SafeString:
    """A radio card: what it is, and a sentence that explains it."""
    return format_html(
        '<span class="choice"><span class="choice__title">{}</span> <span class="choice__help">{}</span></span>',
        title,
        words,
    )


class ChooseForm(forms.Form):
    """What kind of result, and of which country. It is a GET form: its answers are the address of the entry form."""

    fields: dict[str, Any]

    level = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("Choose the one that fits best."),
        widget=forms.RadioSelect({"class": "cards"}),
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
        required=False,
    )
    deliverable = forms.ChoiceField(label=gettext_lazy("What kind of deliverable?"), required=False)
    result = forms.ChoiceField(label=gettext_lazy("Which step?"), required=False)
    impact = forms.ChoiceField(label=gettext_lazy("What is better for people?"), required=False)
    country = forms.CharField(label=gettext_lazy("Where?"), required=False)

    def __init__(self, data: Any = None, *, roles: Roles, **kwargs: Any) -> None:
        super().__init__(_with_level(data), **kwargs)
        self.offered = indicators_offered(roles)
        self._offer_levels()
        self._offer_countries(roles)

    def _offer_levels(self) -> None:
        levels = [level for level in Level if any(i.level == level for i in self.offered)]
        self.fields["level"].choices = [(level.value, choice(*map(str, LEVELS[level]))) for level in levels]
        for level in Level:
            if level not in levels:
                del self.fields[level.value]
                continue
            kinds = [i for i in self.offered if i.level == level]
            field = self.fields[level.value]
            field.choices = [(i.code, choice(plain_words(i), i.what_counts)) for i in kinds]
            # All the kinds answer one question, so they share one name: a browser keeps one of them.
            field.widget = RadioSelect("indicator", {"class": "cards cards--wide"}, choices=field.choices)
        if len(levels) == 1:
            self.fields["level"].initial = levels[0].value

    def _offer_countries(self, roles: Roles) -> None:
        countries = [(country.iso3, country.name) for country in countries_of(roles)]
        world = [(WORLD, _("The world, no one country"))] if roles.is_manager else []
        blank = [("", _("Choose the country"))] if len(countries) + len(world) > 1 else []
        self.fields["country"].widget = forms.Select(choices=[*blank, *world, *countries])

    def clean(self) -> dict[str, Any]:
        """What was asked for, as `indicator` and `country` (`None` for the world)."""
        cleaned = super().clean() or {}
        indicator = self._indicator()
        cleaned["indicator"] = indicator
        cleaned["country"] = self._country(indicator)
        return cleaned

    def _indicator(self) -> Indicator | None:
        code = self.data.get("indicator", "")
        level = self.cleaned_data.get("level") or ""
        if not code and "level" in self.errors:
            return None
        if not code:
            self.add_error(level if level in self.fields else "level", _("Choose one of these."))
            return None
        indicator = indicator_of(code)
        if indicator is None:
            self.add_error(None, _("There is no indicator “%(code)s”. Choose what happened.") % {"code": code})
        elif not indicator.collected_by:
            self.add_error(None, _worked_out(indicator))
        elif level and indicator.level != level:
            self.add_error(level, _("Choose one of these."))
        return indicator

    def _country(self, indicator: Indicator | None) -> Country | None:
        code = self.cleaned_data.get("country") or ""
        if "country" in self.errors:
            return None
        if code == WORLD:
            if indicator and not is_global(indicator):
                self.add_error("country", _("This kind of result belongs to one country. Choose it."))
            return None
        country = Country.objects.filter(iso3__iexact=code).first()
        if country is None:
            message = _("There is no country “%(code)s”. Choose one of the list.") if code else _("Choose the country.")
            self.add_error("country", ValidationError(message % {"code": code}))
        return country


class RadioSelect(forms.RadioSelect):
    """Radio buttons of a question that is split over several fields: they are sent under one shared name.

    It is called as the one of Django is, because the stylesheet knows a widget by its name.
    """

    def __init__(self, shared_name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shared_name = shared_name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(self.shared_name, value, attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = data.get(self.shared_name)
        return value if value in dict(self.choices) else None


def indicator_of(code: str) -> Indicator | None:
    """The indicator with this code, in capitals or not; `None` for anything else that an address may say."""
    return {indicator.code.lower(): indicator for indicator in Indicator.objects.all()}.get(code.lower())


def _with_level(data: Any) -> Any:
    """The answers, with the level of the indicator where only that was asked for: the page opens on its kinds."""
    if data is None or data.get("level"):
        return data
    indicator = indicator_of(data.get("indicator", ""))
    if indicator is None:
        return data
    data = data.copy()
    data["level"] = indicator.level
    return data


def _worked_out(indicator: Indicator) -> str:
    sources = " / ".join(indicator.view_of.values_list("code", flat=True))
    message = _("%(code)s is worked out from %(sources)s: enter the result there, once.")
    return message % {"code": indicator.code, "sources": sources}


def countries_of(roles: Roles):
    """The countries for which a person with these roles may start a result of some kind."""
    if roles.is_manager or roles.themes:
        return Country.objects.all()
    return Country.objects.filter(pk__in=roles.countries | roles.project_countries)
