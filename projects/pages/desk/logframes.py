"""The logframe template of a project: our indicators in it, the project's own ones beside them, the rest to fill in."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Font

from indicators.models import Indicator, ProjectIndicator
from projects.models import Project
from rmt.files import cell

WIDTHS = (22, 10, 44, 60, 16, 34, 44, 14, 16, 12, 16, 12, 36, 28, 40)


def logframe(project: Project) -> bytes:
    """A workbook to plan a project with: each indicator once, also those of the project that have none of ours."""
    book = openpyxl.Workbook(write_only=True)
    own = list(project.own_indicators.select_related("indicator"))
    no_match = (None, _("no match"), None)
    without = [(*no_match, row.note, None, None, *_their_side(row)) for row in own if not row.indicator]
    _sheet(book, _("Logframe"), _headers(), [*_ours(own), *without], WIDTHS)
    outputs = [(output.code, output.title, output.due_last, output.delivered) for output in project.outputs.all()]
    titles = (_("Number"), _("Output"), _("Due"), _("Delivered on"))
    _sheet(book, _("Outputs"), titles, outputs, (10, 70, 14, 14))
    _sheet(book, _("How to use it"), (_("Project"), project.title), _words(project), (22, 100))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _headers() -> Sequence[str]:
    return (
        _("Level"), _("Our code"), _("Our indicator"), _("What counts"), _("Unit"), _("Divided by"),
        _("The project's wording"), _("Their number"), _("Part measured, %"), _("Baseline"), _("Target"),
        _("Target year"), _("Means of verification"), _("Who collects"), _("Assumptions"),
    )  # fmt: skip


def _ours(own: list[ProjectIndicator]) -> list[Sequence[Any]]:
    """Our indicators in their order: one row for each of the project's that is mapped to it, else one to fill in."""
    rows: list[Sequence[Any]] = []
    for indicator in Indicator.objects.exclude(collected_by="").prefetch_related("dimensions"):
        mapped = [_their_side(row) for row in own if row.indicator_id == indicator.pk]
        rows += [(*_our_side(indicator), *theirs) for theirs in mapped or [(None, None, None)]]
    listed = {row[1] for row in rows}
    rest = [row for row in own if row.indicator and row.indicator.code not in listed]
    return rows + [(*_our_side(row.indicator), *_their_side(row)) for row in rest if row.indicator]


def _our_side(indicator: Indicator) -> Sequence[Any]:
    dimensions = ", ".join(str(dimension) for dimension in indicator.dimensions.all())
    unit = indicator.unit.replace("-", " ")
    return indicator.get_level_display(), indicator.code, indicator.name_en, indicator.what_counts, unit, dimensions


def _their_side(row: ProjectIndicator) -> Sequence[Any]:
    return row.wording, row.code, row.share


def _words(project: Project) -> list[Sequence[Any]]:
    return [
        (_("Symbol"), project.symbol),
        (
            _("Logframe"),
            _("Each row is an indicator of the programme. Take those that fit; fill in the rest."),
        ),
        (_("No match"), _("Indicators of the project that none of ours measures stand at the end.")),
        (_("Results"), _("Results are entered once, in the tool; this file is for planning and is not read back.")),
    ]


def _sheet(book: Any, title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = width
    top = [cell(sheet, header, wraps=True) for header in headers]
    for made in top:
        made.font = Font(bold=True)
    sheet.append(top)
    for row in rows:
        sheet.append([cell(sheet, value, wraps=True) for value in row])
