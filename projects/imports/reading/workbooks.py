"""A workbook that somebody else made, hostile until it is read: its parts first, then the one sheet with the list.

Read here and not by openpyxl, which says neither which rows are hidden nor what a format shows, reads a sheet twice for
formulas and their results, and knows no Strict workbooks. Its table of formats and its calendar are used.
"""

import io
import itertools
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_ISO8601
from openpyxl.utils.escape import unescape

from projects.imports.reading.cells import (
    BLANK,
    MAX_COLUMNS,
    ListCell,
    ListRefused,
    ListRow,
    cell_of,
    column_name,
    error_cell,
    formula_without_result,
    only_first_columns,
)
from projects.imports.reading.formats import is_scaled, moment_cell, number_cell
from projects.imports.reading.tables import (
    HEADER_WITHIN,
    MAX_CELLS,
    Merge,
    Table,
    known_headers,
    table_of_rows,
    too_many_cells,
)
from projects.imports.reading.xml_parts import ENDS, STARTS, WRITES, events

MAX_UNPACKED = 150_000_000
MAX_PARTS = 2_000
MAX_MERGES = 5_000
MAX_SIGNS = 32_767  # of a cell, as spreadsheets have it
TRUE = ("1", "true")


@dataclass
class SheetPart:
    """A sheet, and what its XML says beside the rows; the rows are read once, and the rest is known after them."""

    title: str
    path: str
    is_visible: bool
    merges: list[Merge] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)  # places, the first is 0
    scaled_columns: set[int] = field(default_factory=set)
    is_too_wide: bool = False


def read_workbook(content: bytes, *, name: str, known: set[str], sheet: str | None) -> Table:
    """The list in a workbook. Raises ListRefused, whatever is wrong with the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(Workbook(archive), name=name, known=known, wanted=sheet)
    except ListRefused:
        raise
    except Exception as problem:  # zipfile and expat answer a broken file with one of a dozen exceptions
        raise ListRefused(
            _("The workbook is damaged and cannot be read. Open it in Excel and save it again.")
        ) from problem


def _read(book: "Workbook", *, name: str, known: set[str], wanted: str | None) -> Table:
    """The sheet that looks most like a list of projects, or the one asked for; notes name the others."""
    sheets = [sheet for sheet in book.sheets if sheet.is_visible]
    notes = [
        _("The sheet “%(sheet)s” is hidden and was not read.") % {"sheet": sheet.title}
        for sheet in book.sheets
        if not sheet.is_visible
    ]
    titles = [sheet.title for sheet in sheets]
    if wanted is not None and wanted not in titles:
        raise ListRefused(_("There is no sheet “%(sheet)s” to read.") % {"sheet": wanted})
    best = sheets[titles.index(wanted)] if wanted is not None else sheets[0] if len(sheets) == 1 else None
    if best is None:
        best = max(sheets, key=lambda sheet: _likeness(book, sheet, known), default=None)
    if best is not None and len(titles) > 1:
        notes.insert(0, _("The sheet “%(sheet)s” was read.") % {"sheet": best.title})
        notes += [_("The sheet “%(sheet)s” was not read.") % {"sheet": t} for t in titles if t != best.title]
    table = table_of_rows(name, book.rows(best), best.merges, notes, known) if best is not None else None
    if best is None or table is None or not table.headers:
        raise ListRefused(
            _("There is no list in this workbook: no visible sheet has a row of headers with rows below it.")
        )
    table.sheets, table.sheet = tuple(titles), best.title
    table.notes += _notes_on_columns(best, table.headers)
    return table


def _likeness(book: "Workbook", sheet: SheetPart, known: set[str]) -> tuple[int, bool]:
    """How much the beginning of a sheet looks like a list: headers that we know, and rows below them."""
    beginning = itertools.islice(book.rows(sheet), HEADER_WITHIN + 10)
    table = table_of_rows("", beginning, [], [], known)
    return known_headers(table.headers, known), bool(table.rows)


def _notes_on_columns(sheet: SheetPart, headers: tuple[str, ...]) -> list[str]:
    def named(places: list[int]) -> str:
        return ", ".join(f"{column_name(place)} ({headers[place]})" for place in places if headers[place])

    notes = []
    if names := named([place for place in sheet.hidden_columns if place < len(headers)]):
        notes.append(_("Hidden in the file, and read as well: column %(columns)s.") % {"columns": names})
    if names := named(sorted(place for place in sheet.scaled_columns if place < len(headers))):
        message = _("The file shows thousands or millions only, and the whole amounts were read: column %(columns)s.")
        notes.append(message % {"columns": names})
    if sheet.is_too_wide:
        notes.append(only_first_columns())
    return notes


class Workbook:
    """The parts of a workbook that a list needs; sizes are those of its directory, which zipfile keeps to."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise ListRefused(_("The workbook has too many parts to be a list of projects."))
        self.archive = archive
        self.parts = {part.filename.replace("\\", "/").lstrip("/").casefold(): part for part in parts}
        self._refuse_others()
        main = self._related("", "officedocument").popitem()[1]
        self.styles = self._formats(main)
        self.strings = self._strings(main)
        self.counts_from_1904 = False
        self.sheets: list[SheetPart] = []
        paths = self._related(main, "worksheet")
        for kind, name, said in self._events(main):
            if kind == STARTS and name == "workbookPr":
                self.counts_from_1904 = said.get("date1904") in ("1", "true")
            elif kind == STARTS and name == "sheet":
                relation = next((said[key] for key in said if key.rpartition(":")[2] == "id"), "")
                if relation in paths:
                    is_visible = said.get("state", "visible") == "visible"
                    self.sheets.append(SheetPart(said["name"], paths[relation], is_visible))

    def _refuse_others(self) -> None:
        """Refuse, in words, what is a workbook of another kind, or none. Before anything is unpacked."""
        names = self.parts
        if any(name.endswith("vbaproject.bin") for name in names):
            raise ListRefused(_("This workbook has macros (.xlsm). Save it as XLSX, without macros."))
        if "xl/workbook.bin" in names:
            raise ListRefused(_("This is a binary workbook (.xlsb). Save it as XLSX."))
        if "content.xml" in names and "mimetype" in names:
            raise ListRefused(_("This is an OpenDocument file (.ods). Save it as XLSX, or as CSV."))
        if any(name.endswith(".iwa") for name in names):
            raise ListRefused(_("This is a file of Numbers. Export it to Excel, and send that."))
        if any(name.startswith(("word/", "ppt/")) for name in names):
            raise ListRefused(_("This is a text document or slides. Copy the list into a spreadsheet, and send that."))
        if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise ListRefused(_("This is a ZIP file, not a workbook. Send an XLSX or a CSV file."))
        if sum(part.file_size for part in self.archive.infolist()) > MAX_UNPACKED:
            raise ListRefused(_("The workbook is too large when unpacked. Send a list of projects only."))

    def _events(self, path: str) -> Iterator[tuple[int, str, dict[str, str]]]:
        with self._open(path) as part:
            yield from events(part)

    def _open(self, path: str) -> IO[bytes]:
        return self.archive.open(self.parts[path.casefold()])

    def _related(self, path: str, kind: str) -> dict[str, str]:
        """Parts of one kind that a part names, by the names that it gives them. Raises KeyError if it names none."""
        folder, file = posixpath.split(path)
        found = {}
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        for event, name, said in self._events(listed):
            if event != STARTS or name != "Relationship" or said.get("TargetMode") == "External":
                continue
            if said["Type"].rpartition("/")[2].casefold() == kind:
                target = said["Target"].replace("\\", "/")
                found[said["Id"]] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found

    def _formats(self, main: str) -> list[str]:
        """The code of each style's number format: the file's own, or one of those that every program knows."""
        codes, styles, inside = dict(BUILTIN_FORMATS), [], ""
        for path in self._related(main, "styles").values():
            for event, name, said in self._events(path):
                if event == STARTS and name in ("numFmts", "cellStyleXfs", "cellXfs", "dxfs"):
                    inside = name
                elif event == STARTS and name == "numFmt" and inside == "numFmts":
                    codes[int(said["numFmtId"])] = said["formatCode"]
                elif event == STARTS and name == "xf" and inside == "cellXfs":
                    styles.append(int(said.get("numFmtId", 0)))
        return [codes.get(style, "General") or "General" for style in styles]

    def _strings(self, main: str) -> list[ListCell]:
        """The texts that cells refer to by their number, without the pronunciation beside them."""
        found: list[ListCell] = []
        for path in self._related(main, "sharedstrings").values():
            text, reads, is_spoken = "", False, False
            for event, name, _said in self._events(path):
                if event == STARTS:
                    reads = name == "t" and not is_spoken
                    is_spoken = is_spoken or name == "rPh"
                elif event == ENDS:
                    reads = False
                    is_spoken = is_spoken and name != "rPh"
                    if name == "si":
                        found.append(cell_of(unescape(text)))
                        text = ""
                        if len(found) > MAX_CELLS:
                            raise ListRefused(too_many_cells())
                elif reads and len(text) <= MAX_SIGNS:
                    text += name
        return found

    def rows(self, sheet: SheetPart) -> Iterator[ListRow]:
        """The rows that hold anything, numbered as the sheet numbers them; `sheet` learns what stands beside them."""
        sheet.merges.clear()
        sheet.hidden_columns.clear()
        number, is_hidden, column, kind, style = 0, False, 0, "n", 0
        cells: list[ListCell] = []
        text, reads, is_spoken, is_formula, has_value = "", False, False, False, False
        columns: dict[str, int] = {}
        for event, name, said in self._events(sheet.path):
            if event == WRITES:
                if reads and len(text) <= MAX_SIGNS:
                    text += name
            elif event == STARTS:
                if name == "c":
                    letters = said.get("r", "").rstrip("0123456789")
                    if letters and letters not in columns:
                        columns[letters] = column_index_from_string(letters)
                    column = columns[letters] if letters else column + 1
                    kind, style = said.get("t", "n"), int(said.get("s", 0))
                    text, reads, is_formula, has_value = "", False, False, False
                elif name == "v" or (name == "t" and not is_spoken):
                    reads = has_value = True
                elif name == "f":
                    is_formula = True
                elif name == "rPh":
                    is_spoken = True
                elif name == "row":
                    before, number = number, int(said.get("r", number + 1))
                    if number <= before:
                        raise ValueError("rows of a sheet stand in their order")
                    is_hidden, cells, column = said.get("hidden") in TRUE, [], 0
                else:
                    self._beside(sheet, name, said)
            elif name in ("v", "t"):
                reads = False
            elif name == "rPh":
                is_spoken = False
            elif name == "c" and (has_value or is_formula):
                if column > MAX_COLUMNS:
                    sheet.is_too_wide = True
                    continue
                code = self.styles[style] if style < len(self.styles) else "General"
                cell = self._cell(kind, text, code, is_formula=is_formula, has_value=has_value)
                if not cell.is_blank:
                    cells += [BLANK] * (column - len(cells))
                    cells[column - 1] = cell
                    if is_scaled(code):
                        sheet.scaled_columns.add(column - 1)
            elif name == "row" and cells:
                yield ListRow(number, tuple(cells), is_hidden)

    def _beside(self, sheet: SheetPart, name: str, said: dict[str, str]) -> None:
        """What a sheet says beside its rows: columns that are hidden, cells that are merged."""
        if name == "col" and said.get("hidden") in TRUE:
            sheet.hidden_columns += range(int(said["min"]) - 1, min(int(said["max"]), MAX_COLUMNS))
        if name != "mergeCell" or len(sheet.merges) >= MAX_MERGES:
            return
        if found := re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", said.get("ref", "")):
            left, right = column_index_from_string(found[1]), column_index_from_string(found[3])
            sheet.merges.append((int(found[2]), left, int(found[4]), right))

    def _cell(self, kind: str, text: str, code: str, *, is_formula: bool, has_value: bool) -> ListCell:
        """A cell by what its type says: n number, s shared text, str or inlineStr text, b, e, d."""
        if is_formula and not text and not (kind == "str" and has_value):
            return formula_without_result()
        if kind in ("str", "inlineStr"):
            return cell_of(unescape(text))
        if not text.strip():
            return BLANK
        match kind:
            case "s":
                return self.strings[int(text)]
            case "b":
                return ListCell("yes" if text.strip() == "1" else "no")
            case "e":
                return error_cell(text)
            case "d":
                return moment_cell(from_ISO8601(text), code)
        return number_cell(text, code, counts_from_1904=self.counts_from_1904)
