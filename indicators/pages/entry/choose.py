"""The first questions of a new result: what happened, and where."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators.models import Indicator, Level
from indicators.permissions import indicators_offered
from indicators.results import is_global
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
    """What the indicator is about, in the words in which it is asked."""
    return str(PLAIN_WORDS.get(indicator.code, indicator.name_en))


class ChooseForm(forms.Form):
    """What kind of result, and of which country. It is a GET form: its answers are the address of the entry form."""

    fields: dict[str, Any]

    country = forms.CharField(label=gettext_lazy("Where?"), required=False)

    def __init__(self, asked: Any, *, roles: Roles) -> None:
        """`asked` is the query string. Until it names a kind, it only says where to begin."""
        super().__init__(asked if "indicator" in asked else None, initial={"country": asked.get("country", "")})
        self.level_asked = asked.get("level", "")
        self.offered = indicators_offered(roles)
        self.chosen: Indicator | None = None
        self._offer_countries(roles)

    def _offer_countries(self, roles: Roles) -> None:
        countries = [(country.iso3, country.name) for country in countries_of(roles)]
        world = [(WORLD, _("The world, no one country"))] if roles.is_manager else []
        offered = [*world, *countries]
        self.is_country_asked = len(offered) != 1
        blank = [("", _("Choose the country"))] if self.is_country_asked else []
        self.fields["country"].widget = forms.Select(choices=[*blank, *offered])
        if not self.is_country_asked:
            self.fields["country"].widget = forms.HiddenInput()
            self.initial["country"] = offered[0][0]

    @property
    def levels(self) -> list[dict[str, Any]]:
        """What is offered, level by level; only the level that the address asks for, if it asks for one."""
        levels = []
        for level in [level for level in Level if level == self.level_asked] or list(Level):
            indicators = [indicator for indicator in self.offered if indicator.level == level]
            if indicators:
                words, explained = LEVELS[level]
                about = {"level": level.value, "number": list(Level).index(level) + 1, "words": str(words)}
                kinds = [(indicator, plain_words(indicator)) for indicator in indicators]
                levels.append(about | {"help": explained, "kinds": kinds})
        return levels

    @property
    def is_narrowed(self) -> bool:
        return len({indicator.level for indicator in self.offered}) > len(self.levels)

    @property
    def chosen_words(self) -> str:
        return plain_words(self.chosen) if self.chosen else ""

    def clean(self) -> dict[str, Any]:
        """What was asked for, as `indicator` and `country` (`None` for the world)."""
        cleaned = super().clean() or {}
        self.chosen = cleaned["indicator"] = self._indicator()
        cleaned["country"] = self._country(self.chosen) if self.chosen else None
        return cleaned

    def _indicator(self) -> Indicator | None:
        code = self.data.get("indicator", "")
        indicator = indicator_of(code)
        if indicator is not None and indicator.collected_by:
            return indicator
        if indicator is not None:
            sources = " / ".join(indicator.view_of.values_list("code", flat=True))
            message = _("%(code)s is worked out from %(sources)s: enter the result there, once.")
            message = message % {"code": indicator.code, "sources": sources}
        elif code:
            message = _("There is no indicator “%(code)s”. Choose what happened.") % {"code": code}
        else:
            message = _("Choose what happened.")
        self.add_error(None, message)
        return None

    def _country(self, indicator: Indicator | None) -> Country | None:
        code = self.cleaned_data.get("country") or ""
        if code == WORLD:
            if indicator and not is_global(indicator):
                self.add_error("country", _("This kind of result belongs to one country. Choose it."))
            return None
        country = Country.objects.filter(iso3__iexact=code).first()
        if country is None:
            message = _("There is no country “%(code)s”. Choose one of the list.") if code else _("Choose the country.")
            self.add_error("country", ValidationError(message % {"code": code}))
        return country


def indicator_of(code: str) -> Indicator | None:
    """The indicator with this code, in capitals or not; `None` for anything else that an address may say."""
    return {indicator.code.lower(): indicator for indicator in Indicator.objects.all()}.get(code.lower())


def countries_of(roles: Roles):
    """The countries for which a person with these roles may start a result of some kind."""
    if roles.is_manager or roles.themes:
        return Country.objects.all()
    return Country.objects.filter(pk__in=roles.countries | roles.project_countries)
