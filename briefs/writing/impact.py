"""The first sheet of a dashboard: the headlines beside their aims, one chart, one map."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from briefs.documents import Drawing, drawing_of, words
from briefs.figures_in_text import Asked, EditionReading, Figure, code_of, figure_of, resolve
from briefs.writing.frozen import targets_of
from briefs.writing.sheet import Sheet
from indicators.charts import columns_by_year, columns_in_words
from indicators.figures import EFFECTIVE, LEGAL, STEP_INDICATORS, Period
from indicators.models import Headline
from indicators.wording import amount_text, period_of
from rmt.charts import Canvas, YearColumn, chart_of_columns, draw_columns
from rmt.text import countries_in_words, grouped

TILES = {
    "changes": Headline.CHANGES.value,
    "entitled": LEGAL,
    "covered": EFFECTIVE,
    "better": Headline.BETTER.value,
}
"""The headlines (rule 10), each with what its aim is recorded under; they are never added up."""
MAP_WIDTH, COLUMNS_HEIGHT = 82, 90
"""What leaves room for the headlines on the sheet: per cent of the width, and units of the drawing."""


def put_impact(sheet: Sheet, inputs: Mapping[str, Any], period: Period) -> None:
    """The four headlines since 2016, each with the phases that have aims or run now, then a chart and a map."""
    reading: EditionReading = sheet.reading
    tiles = []
    for what, subject in TILES.items():
        figure = figure_of(reading, Asked(what))
        if figure is not None:
            lines = [line for line in _phase_lines(reading, inputs, period, what, subject, sheet) if line]
            tiles.append(((sheet.figure(figure, is_noted=False),), _label(reading, what, figure), "\n".join(lines)))
    sheet.heading(_("What changed since 2016"), 1, "impact")
    sheet.tiles(tiles)
    sheet.small(
        words(_("Governments run and pay for these schemes; the programme supported them.")),
        words(_("The figures are never added up: the same people pass from law to practice.")),
        words(_("An aim stands beside what is recorded of it here, and no share is worked out of a record with gaps.")),
        words(_behind(reading)),
    )
    sheet.drawing(_by_year(reading))
    for block in resolve("map steps", reading).blocks:
        if isinstance(block, Drawing):
            sheet.drawing(replace(block, width=MAP_WIDTH))


def _by_year(reading: EditionReading) -> Drawing | None:
    """The institutional changes by year, as low columns; `None` if there is nothing to draw."""
    changes = [entry for entry in reading.entries if entry.indicator in STEP_INDICATORS]
    columns = columns_by_year(changes, dict.fromkeys(STEP_INDICATORS, 2), on=reading.day)
    if not any(column.total for column in columns):
        return None
    chart = chart_of_columns(
        columns,
        id="changes-by-year",
        title=_("Institutional changes by year"),
        description=columns_in_words(columns, changes),
        only=_("Institutional changes"),
    )
    return drawing_of(replace(chart, draw=partial(_draw, columns)))


def _draw(columns: Sequence[YearColumn], canvas: Canvas) -> None:
    draw_columns(canvas, columns, height=COLUMNS_HEIGHT, is_of_one_level=True)


def _label(reading: EditionReading, what: str, figure: Figure) -> str:
    """What a tile counts; of changes also in how many countries and territories."""
    if what != "changes":
        return figure.label
    where_ = figure_of(reading, Asked("countries"))
    number = int(where_.low or 0) if where_ else 0
    return f"{figure.label} {countries_in_words(number)}" if number else figure.label


def _phase_lines(
    reading: EditionReading, inputs: Mapping[str, Any], period: Period, what: str, subject: str, sheet: Sheet
) -> list[str]:
    """The figure of the last phase that has aims and of the one that ran in the quarter, with the aim beside it."""
    of_subject = [
        aim for aim in targets_of(inputs["targets"]) if subject in (aim.headline, getattr(aim.indicator, "code", ""))
    ]
    aims = {period_of(aim): aim for aim in of_subject}
    begun = [window for window in reading.windows if window.is_phase and window.period.start <= period.last]
    with_aims = [window for window in begun if window.period in aims]
    lines = []
    for window in dict.fromkeys([*with_aims[-1:], *begun[-1:]]):
        figure = figure_of(reading, Asked(what, period=code_of(window.code)))
        if figure is None:
            continue
        sheet.figures[figure.key] = figure.text
        aim = aims.get(window.period)
        said = {"years": window.years, "figure": figure.text, "aim": amount_text(aim) if aim else ""}
        text = _("%(years)s: %(figure)s; aim: %(aim)s.") if aim else _("%(years)s: %(figure)s.")
        lines.append(text % said)
    return lines


def _behind(reading: EditionReading) -> str:
    """How many of the results of the edition were not reviewed here (rule 15); empty if all were."""
    taken = len([one for one in reading.published.values() if one.is_historical])
    said = {"all": grouped(len(reading.published)), "taken": grouped(taken)}
    if taken and taken == len(reading.published):
        text = _("All %(all)s results in the record were taken from published sources and not reviewed here.")
    else:
        text = _(
            "Of the %(all)s results in the record, %(taken)s were taken from published sources, not reviewed here."
        )
    return text % said if taken else ""
