"""Charts, tables and maps of an edition that stand in a text by themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Block, Paragraph, Run, Table, Words, drawing_of, words
from briefs.figures_in_text.asking import (
    CODES,
    LABELS,
    SINCE,
    Asked,
    code_of,
    href_of,
    unchecked_text,
    where_text,
    window_of,
)
from briefs.figures_in_text.catalogue import Figure, capital, count_label, figure_of, resting_on
from briefs.figures_in_text.reading import EditionReading
from indicators import figures
from indicators.charts import area_of, columns_by_year, columns_in_words
from indicators.figures import SINCE_2016, STEP_INDICATORS, Entry, stands
from indicators.models import Level
from indicators.wording import kind_text, reported_text
from rmt.charts import (
    STEPS_HELD,
    Bar,
    chart_of_bars,
    chart_of_columns,
    chart_of_world,
    world,
)
from rmt.text import LEVELS, STEPS, grouped, level_number, span

Drawn = tuple[list[Block], list[Figure]]
"""What stands in the text, and the figures that it prints."""

MOST_ROWS = 60
"""A table names so many results; the others are in the explorer."""
LINES = ("entitled", "registered", "covered", "better")
"""From law to practice, as the page of a country has it."""
STEP_NAMES = {"strategies": 1, "laws": 2, "operations": 3}


def chart_of_people(reading: EditionReading, asked: Asked) -> Drawn:
    """People from law to practice in one period, as bars.

    A table, while no manager has said that the record of the period is complete: until then no bar stands (rule 13).
    """
    found = [figure_of(reading, _but(asked, what)) for what in LINES]
    lines = [figure for figure in found if figure and not (figure.missing and figure.key.startswith("registered"))]
    title = _title(reading, asked, _("From law to practice"))
    if not any(figure.results for figure in lines):
        return _nothing(reading, asked, title), []
    if not is_complete(reading, asked):
        header = (_("What"), _("Figure"))
        rows = tuple((words(capital(figure.label)), (_linked(figure),)) for figure in lines)
        return [Table(title, header, rows, (1,), id=_id("people", asked), note=_beside(reading, lines))], lines
    bars = [Bar(capital(f.label), f.text, f.low, f.high, is_open=f.low is not None and f.high is None) for f in lines]
    chart = chart_of_bars(
        bars,
        id=_id("people", asked),
        title=title,
        description=_("People entitled by law, covered in practice and better protected; they are never added up."),
        unit=_("people"),
        note=_beside(reading, lines),
    )
    return [drawing_of(chart)], lines


def chart_by_year(reading: EditionReading, asked: Asked, *, is_of_steps: bool) -> Drawn:
    """Results by year, in columns of the three levels, or the institutional changes alone."""
    window = window_of(reading, asked.period)
    entries = _entries(reading, asked)
    if is_of_steps:
        entries = [entry for entry in entries if entry.indicator in STEP_INDICATORS]
    title = _title(reading, asked, _("Institutional changes by year") if is_of_steps else _("Results by year"))
    if not entries or window is None:
        return _nothing(reading, asked, title), []
    levels = {code: level_number(indicator.level) for code, indicator in reading.indicators.items()}
    columns = [c for c in columns_by_year(entries, levels, on=window.day) if int(c.label) >= window.period.start.year]
    chart = chart_of_columns(
        columns,
        id=_id("steps-by-year" if is_of_steps else "results-by-year", asked),
        title=title,
        description=columns_in_words(columns, entries),
        only=_("Institutional changes") if is_of_steps else "",
    )
    return [drawing_of(chart)], []


def map_of_steps(reading: EditionReading, asked: Asked) -> Drawn:
    """The furthest step of each country in which one was taken, or that was a priority country, on a map."""
    window = window_of(reading, asked.period)
    title = _title(reading, asked, _("The furthest step taken (lost steps left out)"))
    own = figures.by_country(e for e in _entries(reading, asked) if e.step)
    if not own or window is None:
        return _nothing(reading, asked, title), []
    expected = reading.expected_on(window.day) if asked.is_of_the_world else frozenset()
    named = [iso3 for iso3 in {*own, *expected} if iso3 and iso3 in reading.countries]
    areas = [
        area_of(iso3, str(reading.countries[iso3]), own.get(iso3, ()), on=window.day)
        for iso3 in sorted(named, key=lambda iso3: str(reading.countries[iso3]))
    ]
    description = ngettext(
        "A map of %(count)s country or territory and the furthest step taken there.",
        "A map of %(count)s countries and territories and the furthest step taken in each.",
        len(areas),
    ) % {"count": grouped(len(areas))}
    chart = chart_of_world(world(areas, legend=STEPS_HELD), id=_id("map", asked), title=title, description=description)
    return [drawing_of(chart)], []


def table_of_results(reading: EditionReading, asked: Asked) -> Drawn:
    """The results of a scope in the order in which they happened, each with a link to the version that was read."""
    codes = CODES.get(asked.what, ())
    found = [entry for entry in _entries(reading, asked) if not codes or entry.indicator in codes]
    if asked.what == "recipients":
        found = [entry for entry in found if entry.is_temporary]
    title = _title(reading, asked, _("Results"))
    if not found:
        return _nothing(reading, asked, title), []
    shown = found[-MOST_ROWS:]
    header = [_("Result"), _("Country or territory"), _("When"), _("What"), _("Reported")]
    rows = [_row(reading, entry) for entry in shown]
    if asked.country:
        header, rows = header[:1] + header[2:], [row[:1] + row[2:] for row in rows]
    note = " ".join(resting_on(reading.published[entry.key] for entry in shown))
    blocks: list[Block] = [Table(title, tuple(header), tuple(rows), id=_id("results", asked), note=note)]
    if unchecked := unchecked_text(reading, asked):
        blocks.append(Paragraph(words(unchecked), "small"))
    if len(found) > len(shown):
        text = ngettext(
            "%(count)s earlier result is in the list of results.",
            "%(count)s earlier results are in the list of results.",
            len(found) - len(shown),
        )
        more = Run(text % {"count": grouped(len(found) - len(shown))}, href=href_of(reading, asked))
        blocks.append(Paragraph((more,), "small"))
    return blocks, []


def _row(reading: EditionReading, entry: Entry) -> tuple[Words, ...]:
    published = reading.published[entry.key]
    country = reading.countries.get(entry.country or "")
    indicator = reading.indicators[entry.indicator]
    kind = (
        str(STEPS[entry.step]) if entry.step else kind_text(entry.indicator, str(LEVELS[level_number(indicator.level)]))
    )
    has_figure = (indicator.has_value and indicator.level == Level.IMPACT) or entry.value is not None
    return (
        (Run(published.title, href=published.url, language=published.language),),
        words(str(country or _("Global"))),
        words(span(entry.first, entry.last)),
        words(kind if stands(entry, on=reading.day) else _("%(what)s (since reported lost)") % {"what": kind}),
        words(reported_text(entry) if has_figure else "–"),
    )


def table_of_steps(reading: EditionReading, asked: Asked) -> Drawn:
    """How many changes of each step there were, phase by phase and since 2016."""
    names = {what: capital(count_label(what, 2)) for what in STEP_NAMES}
    return _by_period(reading, asked, names, title=_("Steps taken"), head=_("Step"))


def table_of_people(reading: EditionReading, asked: Asked) -> Drawn:
    """The figures of people, phase by phase and since 2016: never added up."""
    names = {what: capital(str(label)) for what, label in LABELS.items()}
    return _by_period(reading, asked, names, title=_("Who was reached"), head=_("People"))


def _by_period(reading: EditionReading, asked: Asked, names: Mapping[str, str], *, title: str, head: str) -> Drawn:
    """Figures with a column for each phase of which anything is known, and one for all years since 2016."""
    title = _title(reading, asked, title, is_dated=False)
    columns: list[tuple[str, list[Figure]]] = []
    for window in reading.windows:
        code = code_of(window.code) if window.is_phase else SINCE
        cells = [found for what in names if (found := figure_of(reading, _but(asked, what, code)))]
        if any(figure.results for figure in cells) or (code == SINCE and columns):
            columns.append((window.label, cells))
    if not columns:
        return _nothing(reading, asked, title), []
    rows = tuple(
        (words(name), *((_linked(cells[place]),) for _label, cells in columns))
        for place, name in enumerate(names.values())
    )
    printed = [figure for _label, cells in columns for figure in cells]
    header = (head, *(label for label, _cells in columns))
    numeric = tuple(range(1, len(header)))
    return [Table(title, header, rows, numeric, note=_beside(reading, columns[-1][1]))], printed


def table_of_countries(reading: EditionReading, asked: Asked) -> Drawn:
    """The countries in which a step was taken, and whether each is reported lost: never how many, nor who was first."""
    window = window_of(reading, asked.period)
    own = figures.by_country(e for e in _entries(reading, asked) if e.step and e.country)
    title = _title(reading, asked, _("Countries and territories, and the steps taken there"))
    if not own or window is None:
        return _nothing(reading, asked, title), []
    countries = sorted((reading.countries[iso3] for iso3 in own if iso3), key=lambda c: (c.region.order, str(c)))
    rows = []
    for country in countries:
        cells = []
        for step in STEP_NAMES.values():
            taken = [entry for entry in own[country.iso3] if entry.step == step]
            stands = any(figures.stands(entry, on=window.day) for entry in taken)
            cells.append(words(_("taken") if stands else _("reported lost") if taken else "–"))
        rows.append(((Run(str(country), href=country.get_absolute_url()),), words(str(country.region)), *cells))
    header = (_("Country or territory"), _("Region"), _("Strategy"), _("Law or scheme"), _("Operations"))
    return [Table(title, header, tuple(rows), (), "", _id("countries", asked))], []


CHARTS: Mapping[str, Callable[[EditionReading, Asked], Drawn]] = {
    "people": chart_of_people,
    "steps": partial(chart_by_year, is_of_steps=True),
    "results": partial(chart_by_year, is_of_steps=False),
}
TABLES: Mapping[str, Callable[[EditionReading, Asked], Drawn]] = {
    "results": table_of_results,
    "steps": table_of_steps,
    "people": table_of_people,
    "countries": table_of_countries,
}
MAPS: Mapping[str, Callable[[EditionReading, Asked], Drawn]] = {"steps": map_of_steps}


def is_complete(reading: EditionReading, asked: Asked) -> bool:
    """Whether a manager had said that all of a period is recorded; since 2016 it is once every phase is (rule 13)."""
    window = window_of(reading, asked.period)
    phases = [one for one in reading.windows if one.is_phase]
    if window is None or window.period == SINCE_2016:
        return bool(phases) and all(one.is_complete for one in phases)
    return any(
        one.is_complete and one.period.start <= window.period.start and window.period.end <= one.period.end
        for one in phases
    )


def _entries(reading: EditionReading, asked: Asked) -> list[Entry]:
    """What happened in the period of a question, in its scope, in the order in which it happened."""
    window = window_of(reading, asked.period)
    scoped = reading.scoped(country=asked.country, region=asked.region, theme=asked.theme)
    return figures.reported_in_period(scoped, window.period) if window else []


def _but(asked: Asked, what: str, period: str = "") -> Asked:
    return replace(asked, what=what, period=period or asked.period)


def _title(reading: EditionReading, asked: Asked, what: str, *, is_dated: bool = True) -> str:
    """ "Steps taken: Togo, phase II, 2021–2025"; the world goes without saying."""
    window = window_of(reading, asked.period)
    where = "" if asked.is_of_the_world else where_text(reading, asked)
    about = ", ".join(filter(None, [where, window.label if window and is_dated else ""]))
    return _("%(what)s: %(about)s") % {"what": what, "about": about} if about else what


def _id(name: str, asked: Asked) -> str:
    return f"{name}-{replace(asked, what='').key.lstrip('-')}"


def _linked(figure: Figure) -> Run:
    """A figure in a table: it leads to the results behind it."""
    return Run(figure.text, figure=figure.key, href=figure.href if figure.results else "")


def _beside(reading: EditionReading, printed: Sequence[Figure]) -> str:
    """What belongs beside some figures: once for all of them what they rest on, then of each, led by what it counts,
    what is its own.
    """
    behind = {number: reading.published[reading.by_number[number].key] for f in printed for number, _v in f.results}
    own: dict[str, list[str]] = {}
    for figure in printed:
        resting = resting_on(behind[number] for number, _version in figure.results)
        own[capital(figure.label)] = [caution for caution in figure.cautions if caution not in resting]
    of_all = [caution for caution in next(iter(own.values()), []) if all(caution in some for some in own.values())]
    said = [*resting_on(behind.values()), *of_all]
    for label, cautions in own.items():
        if rest := " ".join(caution for caution in cautions if caution not in of_all):
            said.append(_("%(what)s: %(text)s") % {"what": label, "text": rest})
    return " ".join(said)


def _nothing(reading: EditionReading, asked: Asked, title: str) -> list[Block]:
    unchecked = unchecked_text(reading, asked)
    text = _("%(title)s. Nothing is confirmed yet.") if unchecked else _("%(title)s. Nothing is recorded here.")
    return [Paragraph(words(" ".join(filter(None, [text % {"title": title}, unchecked]))), "small")]
