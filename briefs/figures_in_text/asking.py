"""What a text can ask of an edition: what, of where, of which period; and how a reference spells it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from briefs.figures_in_text.reading import EditionReading
from indicators import figures
from indicators.addresses import results_in
from indicators.figures import SINCE_2016, Period, last_day
from rmt.text import grouped

SINCE = "since-2016"
PHASES = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
TRAINING = "D2"

RESULT = "result"
STEPS = {"changes": None, "strategies": 1, "laws": 2, "operations": 3}
LABELS = {
    "entitled": gettext_lazy("more entitled by law"),
    "covered": gettext_lazy("more covered in practice"),
    "better": gettext_lazy("with better or wider benefits"),
}
"""What stands before figures of several periods; of fewer people each figure says so itself."""
PEOPLE: dict[str, tuple[str, ...]] = {
    "entitled": (figures.LEGAL,),
    "covered": (figures.EFFECTIVE,),
    "better": (figures.ADEQUATE, figures.COMPREHENSIVE),
}
IMPACT = (figures.POTENTIAL, *(code for codes in PEOPLE.values() for code in codes), "I6")
CODES: dict[str, tuple[str, ...]] = {
    **{what: tuple(f"R{number}" for number in ((step,) if step else (1, 2, 3))) for what, step in STEPS.items()},
    "countries": ("R1", "R2", "R3"),
    **PEOPLE,
    "registered": (figures.EFFECTIVE,),
    "recipients": IMPACT,
    "trained": (TRAINING,),
}
"""What can be asked, and the indicators that answer it."""


SUMS = (
    "changes", "countries", "strategies", "laws", "operations",
    "entitled", "covered", "registered", "better", "recipients", "trained",
)  # fmt: skip
"""The order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an edition: what, of where (ISO3, region, theme; none is the world), and of which period.

    `period` is "since-2016", "phase-1", "year-2024" or "years-2021-2025"; `result` the public number, where `what` is
    "result".
    """

    what: str
    country: str = ""
    region: str = ""
    theme: str = ""
    period: str = SINCE
    result: int = 0

    @property
    def is_of_the_world(self) -> bool:
        return not (self.country or self.region or self.theme)

    @property
    def key(self) -> str:
        """What names the figure in a document: "covered-tgo-phase-2"."""
        if self.what == RESULT:
            return f"result-{self.result}"
        scope = [self.country.lower(), self.region, self.theme]
        where = ["world"] if self.is_of_the_world else filter(None, scope)
        return "-".join([self.what, *where, self.period])


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """The period of a figure, the day on which it asks what stands, and how it is called in a sentence."""

    period: Period
    day: date
    label: str


def is_known(reading: EditionReading, asked: Asked) -> bool:
    """Whether there are such a country, region and theme."""
    return (
        (not asked.country or asked.country in reading.countries)
        and (not asked.region or asked.region in reading.regions)
        and (not asked.theme or asked.theme in reading.themes)
    )


def window_of(reading: EditionReading, code: str) -> NamedPeriod | None:
    """The period that a code names, as the edition knew it; `None` if it knew none, or it had not begun."""
    if code == SINCE:
        return NamedPeriod(SINCE_2016, last_day(SINCE_2016, as_of=reading.day), _("since 2016"))
    if phase := re.fullmatch(r"phase-(\w+)", code):
        name = PHASES.get(phase[1], phase[1])
        named = [window for window in reading.windows if window.is_phase and window.code.lower() == name.lower()]
        if not named:
            return None
        return NamedPeriod(named[0].period, named[0].day, f"{named[0].name}, {named[0].years}")
    if spelled := re.fullmatch(r"year-(\d{4})|years-(\d{4})-(\d{4})", code):
        first, last = int(spelled[1] or spelled[2]), int(spelled[1] or spelled[3])
        if SINCE_2016.start.year <= first <= last and first <= reading.day.year:
            period = figures.years(first, last)
            return NamedPeriod(
                period, last_day(period, as_of=reading.day), str(first) if first == last else f"{first}–{last}"
            )
    return None


def code_of(phase: str) -> str:
    """How a reference names a phase.

    >>> code_of("II")
    'phase-2'
    """
    numbers = {name: number for number, name in PHASES.items()}
    return f"phase-{numbers.get(phase, phase.lower())}"


def reference_to(asked: Asked) -> str:
    """What an author writes to get a figure.

    >>> reference_to(Asked("covered", country="TGO", period="phase-2")), reference_to(Asked("result", result=46))
    ('[[figure covered country=TGO period=phase-2]]', '[[figure result 46]]')
    """
    if asked.what == RESULT:
        return f"[[figure {RESULT} {asked.result}]]"
    return f"[[{' '.join(['figure', asked.what, *options_of(asked)])}]]"


def options_of(asked: Asked) -> list[str]:
    """Scope and period of a question as a reference has them; what goes without saying is left out."""
    period = "" if asked.period == SINCE else asked.period
    options = {"country": asked.country, "region": asked.region, "theme": asked.theme, "period": period}
    return [f"{name}={value}" for name, value in options.items() if value]


def href_of(reading: EditionReading, asked: Asked, codes: Sequence[str] = ()) -> str:
    """The explorer with the results that a question is about, on the day of the edition."""
    window = window_of(reading, asked.period)
    country = reading.countries.get(asked.country)
    return results_in(
        window.period if window else None,
        as_of=reading.day,
        country=country and country.slug,
        region=asked.region,
        theme=asked.theme,
        indicator=codes or CODES.get(asked.what, ()),
    )


def where_text(reading: EditionReading, asked: Asked) -> str:
    """Where a question is about: "Togo", "Africa", "Togo, Old-age pensions", "worldwide"."""
    of = (reading.countries.get(asked.country), reading.regions.get(asked.region), reading.themes.get(asked.theme))
    return ", ".join(str(one) for one in of if one) or _("worldwide")


def unchecked_text(reading: EditionReading, asked: Asked) -> str:
    """Of a theme, how many results wait for its lead to check them: they stand on a line of their own, not counted."""
    window = window_of(reading, asked.period)
    if not asked.theme or window is None:
        return ""
    scoped = reading.scoped(country=asked.country, region=asked.region)
    proposed = figures.with_unchecked_tag(scoped, theme=asked.theme)
    codes = CODES.get(asked.what, ())
    number = len([e for e in figures.reported_in_period(proposed, window.period) if not codes or e.indicator in codes])
    text = ngettext(
        "%(count)s result proposed for the theme is not checked yet, and not counted.",
        "%(count)s results proposed for the theme are not checked yet, and not counted.",
        number,
    )
    return text % {"count": grouped(number)} if number else ""
