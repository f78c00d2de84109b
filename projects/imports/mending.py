"""What a person can do about rows that are not understood, kept with the list: say what a name means, leave cells
blank, merge lines, leave rows out; and a workbook of only these rows, with the reasons, to be mended and sent again."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.names import countries_by_name
from projects.imports import names, values
from projects.imports.mapping import REASONS, Field
from projects.imports.planning import ADD, ONE_OF_A_FEW, READERS, REPEAT
from projects.imports.preview import ImportPreview, ProblemGroup, reasons_of
from projects.imports.reading import ListCell, Table
from projects.models import UploadedList
from rmt.files import Sheet, write_workbook

BLANK, OUT, MEANS = "blank", "out", "means"
NEEDED = {Field.TITLE, Field.SYMBOL, ""}


def ways_out_of(group: ProblemGroup) -> list[str]:
    """What can be done about equal problems, beside mending the file."""
    problem = group.example
    if problem.is_line:
        return [ADD, REPEAT, OUT]
    ways = [MEANS] if problem.unknown and (problem.field in ONE_OF_A_FEW or problem.field in NAMED) else []
    return [*ways, *([] if problem.field in NEEDED and not problem.is_conflict else [BLANK]), OUT]


NAMED = {
    Field.COUNTRIES: lambda cell: names.countries(cell, countries_by_name()),
    Field.THEMES: lambda cell: names.themes(cell, names.themes_by_name()),
}


def check_meaning(field: str, text: str) -> None:
    """Refuse what a column does not know either. Raises ValidationError."""
    readers = {**READERS, **NAMED, Field.CURRENCY: values.currency}
    if not text or readers[Field(field)](ListCell(text)) in (None, {}, []):
        raise ValidationError(_("Say what it means, in words that this column knows."))


def answer(
    listed: UploadedList, preview: ImportPreview, table: Table, chosen: Mapping[str, tuple[str, str]]
) -> dict[str, ValidationError]:
    """Keep what was chosen for groups of equal problems: kind → way out, and what a name means.

    What is wrong with a meaning comes back by kind; the rest is kept.
    """
    wrong: dict[str, ValidationError] = {}
    out: set[int] = set()
    for group in preview.groups():
        way, text = chosen.get(group.kind, ("", ""))
        if way not in ways_out_of(group):
            continue
        problem = group.example
        if way == MEANS:
            try:
                check_meaning(problem.field, text)
            except ValidationError as unknown:
                wrong[group.kind] = unknown
            else:
                listed.answers[group.kind] = text
        elif way == BLANK and problem.unknown:
            listed.answers[group.kind] = ""
        elif way == BLANK:
            cells = listed.choices.setdefault("cells", {})
            cells[problem.field] = sorted({*cells.get(problem.field, ()), *group.rows})
        elif way == OUT:
            out |= set(group.rows)
        else:
            listed.answers[group.kind] = way
    leave_out(listed, preview, table, out)
    return wrong


def leave_out(listed: UploadedList, preview: ImportPreview, table: Table, rows: Iterable[int]) -> None:
    """Leave rows that are not understood out of the import, each with the reason."""
    wanted = set(rows)
    out = {str(row): why for row, _first, why in reasons_of(preview, table) if row in wanted}
    listed.choices["rows"] = {**listed.choices.get("rows", {}), **out}
    listed.save(update_fields=["answers", "choices"])


def ask_again(listed: UploadedList) -> None:
    """Forget every answer: questions are asked again, rows are in again."""
    listed.answers, listed.choices = {}, {}
    listed.save(update_fields=["answers", "choices"])


def write_rows(file: IO[bytes], table: Table, preview: ImportPreview, rows: Iterable[int]) -> None:
    """A workbook of some rows as the list has them, with a last column that says why each is not imported."""
    wanted = set(rows)
    why = {row: reason for row, _first, reason in reasons_of(preview, table) if row in wanted}
    lines = [
        [*map(_as_seen, row.cells[: len(table.headers)]), why[row.number]] for row in table.rows if row.number in why
    ]
    headers = [*table.headers, str(REASONS)]
    write_workbook(file, [Sheet(_("Rows"), headers, lines, [*[18] * len(table.headers), 80])])


def _as_seen(cell: ListCell) -> str | Decimal | date | None:
    """A cell so that it is read as it was: with what only its format shows."""
    if cell.currency:
        return f"{cell.text} {cell.currency}"
    return cell.value if cell.shown is None else cell.shown
