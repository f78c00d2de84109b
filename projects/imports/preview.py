"""What an import would do: row by row, with what is wrong and what is asked."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from projects.actions import Links
from projects.imports.names import SpellingQuestion
from projects.imports.reading import Table
from projects.imports.settling import ColumnQuestion
from projects.models import Project, ProjectImport

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, or (`column` empty) with a row: where, its value, what to do.

    `field` is what the column holds. `unknown` is a name in the cell that the column does not know, and that can mean
    one that it knows.
    """

    row: int
    column: str
    value: str
    message: str
    field: str = ""
    unknown: str = ""
    is_line: bool = False  # another row names the same project
    is_conflict: bool = False  # another row of the same project says something else

    def __str__(self) -> str:
        where = _("Row %(row)s, %(column)s") if self.column else _("Row %(row)s")
        return f"{where % {'row': self.row, 'column': self.column}}: {self.message}"

    @property
    def kind(self) -> str:
        """The same for equal problems: for every row that has one unknown name, for every amount of one shape."""
        if self.is_line:
            return "lines:"
        if self.unknown:
            return f"means:{self.field}:{self.unknown}"
        message = re.sub(r"“.*”", "“”", self.message.replace(self.value, "") if self.value else self.message)
        shape = re.sub(r"[\d.,\s-]*\d[\d.,\s-]*", " 9 ", message)
        return f"like:{self.field}:{shape}"


@dataclass(frozen=True)
class ProblemGroup:
    """Problems that are equal, so that one answer ends them all. `example` is the first."""

    kind: str
    problems: Sequence[Problem]

    @property
    def example(self) -> Problem:
        return self.problems[0]

    @property
    def rows(self) -> list[int]:
        return sorted({problem.row for problem in self.problems})


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of a project, as it is recorded and as the list has it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PlannedRow:
    """One project that can be written, from one row or several: what would become of it.

    `partners` are keys of spellings; where several lines were merged, `money` is what each partner gives to it.
    """

    rows: tuple[int, ...]
    state: str
    title: str
    project: Project | None
    differences: tuple[FieldDifference, ...]
    fields: Mapping[str, Any]
    links: Links
    partners: tuple[str, ...]
    money: tuple[Mapping[str, Any], ...] = ()

    @property
    def row(self) -> int:
        """The first of its rows."""
        return self.rows[0]


@dataclass
class ImportPreview:
    """What an import would do: shown to a person, who then says yes to exactly this."""

    name: str
    size: int = 0  # rows in the file, headers apart
    entries: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[SpellingQuestion] = field(default_factory=list)
    about_columns: list[ColumnQuestion] = field(default_factory=list)
    open_about_columns: list[ColumnQuestion] = field(default_factory=list)
    with_refused: set[int] = field(default_factory=set)  # rows of a project of which another row has a problem
    left_out: dict[int, str] = field(default_factory=dict)  # row → why
    chosen_out: set[int] = field(default_factory=set)  # of these, the ones that a person left out
    notes: list[str] = field(default_factory=list)
    new_partners: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)  # key → key of the name that it means, as was answered
    spelled: dict[str, str] = field(default_factory=dict)  # key → those spellings as the list has them
    made: ProjectImport | None = None  # once it is written

    def in_state(self, state: str) -> list[PlannedRow]:
        return [entry for entry in self.entries if entry.state == state]

    @property
    def new(self) -> list[PlannedRow]:
        return self.in_state(NEW)

    @property
    def changed(self) -> list[PlannedRow]:
        return self.in_state(CHANGED)

    @property
    def unchanged(self) -> list[PlannedRow]:
        return self.in_state(UNCHANGED)

    @property
    def refused_rows(self) -> list[int]:
        """Numbers of the rows with a problem, and of the other rows of their projects."""
        return sorted({problem.row for problem in self.problems} | self.with_refused)

    @property
    def counts(self) -> dict[str, int]:
        """Rows of the file by what becomes of them: together they are all of it, and no row is in two."""
        rows: Counter[str] = Counter()
        for entry in self.entries:
            rows[entry.state] += len(entry.rows)
        states = {state: rows[state] for state in (NEW, CHANGED, UNCHANGED)}
        return {"rows": self.size, **states, "refused": len(self.refused_rows), "left_out": len(self.left_out)}

    def groups(self) -> list[ProblemGroup]:
        """Equal problems together, those of most rows first."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.kind, []).append(problem)
        groups = [ProblemGroup(kind, problems) for kind, problems in found.items()]
        return sorted(groups, key=lambda group: (-len(group.problems), group.example.row))

    @property
    def is_ready(self) -> bool:
        """Whether it can be written: every row is understood or left out, and every question answered."""
        return bool(self.entries) and not self.problems and not self.questions and not self.open_about_columns

    @property
    def fingerprint(self) -> str:
        """Another one whenever the list, the answers or what is recorded would lead to something else."""
        rows = [
            (
                e.rows,
                e.state,
                e.project.pk if e.project else 0,
                [(c.field, str(c.before), str(c.after)) for c in e.differences],
            )
            for e in self.entries
        ]
        text = repr((rows, sorted(self.left_out), sorted(self.new_partners), sorted(self.spellings.items())))
        return hashlib.sha256(text.encode()).hexdigest()


def reasons_of(preview: ImportPreview, table: Table) -> list[tuple[int, str, str]]:
    """Each row that is not written, with what stands first in it and why it is not; in the order of the file."""
    why: dict[int, list[str]] = {row: [text] for row, text in preview.left_out.items()}
    for problem in preview.problems:
        why.setdefault(problem.row, []).append(
            f"{problem.column}: {problem.message}" if problem.column else problem.message
        )
    for row in preview.with_refused:
        why.setdefault(row, [_("Another row of the same project has a problem.")])
    cells = {row.number: row.cells for row in table.rows}
    first = {n: next((cell.text for cell in cells.get(n, ()) if cell.text), "")[:60] for n in why}
    return [(n, first[n], "\n".join(dict.fromkeys(why[n]))) for n in sorted(why)]
