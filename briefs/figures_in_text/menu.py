"""What an author picks from: every figure that has a value, with the value, and the reference that prints it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs.figures_in_text.asking import (
    CODES,
    PEOPLE,
    RESULT,
    SINCE,
    SUMS,
    Asked,
    NamedPeriod,
    code_of,
    options_of,
    reference_to,
    where_text,
    window_of,
)
from briefs.figures_in_text.catalogue import Figure, capital, figure_of
from briefs.figures_in_text.reading import EditionReading
from countries.models import Country, Theme
from indicators import figures

PEOPLE_CODES = tuple(code for codes in PEOPLE.values() for code in codes)
MOST_RESULTS = 60
"""The menu names so many results of a country or a theme, the last of them; any other is referred to by its number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: the reference that goes into the text, what it is, and what it says in this edition."""

    reference: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things to pick under one heading: "Togo, since 2016"."""

    label: str
    choices: tuple[Choice, ...]


def menu(
    reading: EditionReading, *, country: Country | None = None, theme: Theme | None = None, period: str = ""
) -> list[Group]:
    """The figures of a country, of a theme and of the world that have a value, by period; then results, charts, tables.

    `period` is the code of the years that a text is about: their figures come first. Nothing is in it that an edition
    has no value for: what is not reported is asked for by typing the reference.
    """
    scopes = [Asked("", country=country.iso3)] if country else []
    scopes += [Asked("", theme=theme.slug)] if theme else []
    groups = [group for scope in [*scopes, Asked("")] for group in _figures(reading, scope, period)]
    groups += [_results(reading, scope) for scope in scopes]
    groups += [_blocks(reading, scope) for scope in [*scopes, Asked("")]]
    return [group for group in groups if group.choices]


def _figures(reading: EditionReading, scope: Asked, first: str) -> Iterator[Group]:
    """A group for each period, `first` and all years before phases, with what can be asked of it and has a value."""
    codes = [first or SINCE, SINCE, *(code_of(window.code) for window in reading.windows if window.is_phase)]
    for code in dict.fromkeys(codes):
        window = window_of(reading, code)
        if window is not None:
            asked = [Asked(what, scope.country, scope.region, scope.theme, code) for what in SUMS]
            label = _("%(where)s, %(when)s") % {"where": where_text(reading, scope), "when": window.label}
            yield Group(capital(label), tuple(_choices(reading, asked, window)))


def _choices(reading: EditionReading, listed: Sequence[Asked], window: NamedPeriod) -> Iterator[Choice]:
    for asked in listed:
        figure: Figure | None = figure_of(reading, asked)
        is_useless = asked.what == "countries" and asked.country
        if figure and not figure.missing and not is_useless:
            yield Choice(reference_to(asked), capital(figure.label), figure.text)


def _results(reading: EditionReading, scope: Asked) -> Group:
    """The last results of a country or a theme: each by its title, and what it reports where that is a figure."""
    entries = sorted(reading.scoped(country=scope.country, theme=scope.theme), key=figures.in_order, reverse=True)
    choices = []
    for entry in entries[:MOST_RESULTS]:
        published = reading.published[entry.key]
        number = _("No. %(number)s") % {"number": entry.number}
        choices.append(Choice(f"[[result {entry.number}]]", published.title, number))
        figure = figure_of(reading, Asked(RESULT, result=entry.number))
        if figure and not figure.missing:
            choices.append(Choice(reference_to(Asked(RESULT, result=entry.number)), published.title, figure.text))
    return Group(_("Results: %(where)s") % {"where": where_text(reading, scope)}, tuple(choices))


BLOCKS = (
    ("chart people", gettext_lazy("People, from law to practice, as bars"), PEOPLE_CODES),
    ("table people", gettext_lazy("People by period, as a table"), PEOPLE_CODES),
    ("chart steps", gettext_lazy("Institutional changes by year, as columns"), CODES["changes"]),
    ("table steps", gettext_lazy("Institutional changes by period, as a table"), CODES["changes"]),
    ("map steps", gettext_lazy("The furthest step of each country, as a map"), CODES["changes"]),
    (
        "table countries",
        gettext_lazy("Countries and territories, and the steps taken there"),
        CODES["changes"],
    ),
    ("chart results", gettext_lazy("Results by year, as columns"), ()),
    ("table results", gettext_lazy("Results with links, as a table"), ()),
)
"""What stands alone on its line, what it shows, and the indicators of which there must be a result."""
OF_SEVERAL_COUNTRIES = ("map steps", "table countries")


def _blocks(reading: EditionReading, scope: Asked) -> Group:
    """Charts, tables and maps that have something to show."""
    there = {entry.indicator for entry in reading.scoped(country=scope.country, theme=scope.theme)}
    choices = [
        Choice(f"[[{' '.join([name, *options_of(scope)])}]]", str(label), "")
        for name, label, codes in BLOCKS
        if there and (not codes or there & set(codes)) and not (scope.country and name in OF_SEVERAL_COUNTRIES)
    ]
    return Group(_("Charts, tables and maps: %(where)s") % {"where": where_text(reading, scope)}, tuple(choices))
