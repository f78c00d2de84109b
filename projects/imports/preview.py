"""What an import would do: row by row, with what is wrong and what is asked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from projects.actions import Links
from projects.imports.names import SpellingQuestion
from projects.models import Project

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, or (`column` empty) with a row: where, its value, what to do."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        where = _("Row %(row)s, %(column)s") if self.column else _("Row %(row)s")
        return f"{where % {'row': self.row, 'column': self.column}}: {self.message}"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of a project, as it is recorded and as the list has it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PlannedRow:
    """One row that can be written: what would become of the project. `partners` are keys of spellings."""

    row: int
    state: str
    title: str
    project: Project | None
    differences: tuple[FieldDifference, ...]
    fields: Mapping[str, Any]
    links: Links
    partners: tuple[str, ...]


@dataclass
class ImportPreview:
    """What an import would do: shown to a person, who then says yes to exactly this."""

    name: str
    entries: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[SpellingQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    new_partners: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)  # key → key of the name that it means, as was answered
    spelled: dict[str, str] = field(default_factory=dict)  # key → those spellings as the list has them

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
        """Numbers of the rows with a problem."""
        return sorted({problem.row for problem in self.problems})

    @property
    def is_ready(self) -> bool:
        """Whether it can be written: every row is understood, and every question answered."""
        return bool(self.entries) and not self.problems and not self.questions

    @property
    def fingerprint(self) -> str:
        """Another one whenever the list, the answers or what is recorded would lead to something else."""
        rows = [
            (
                e.row,
                e.state,
                e.project.pk if e.project else 0,
                [(c.field, str(c.before), str(c.after)) for c in e.differences],
            )
            for e in self.entries
        ]
        text = repr((rows, sorted(self.new_partners), sorted(self.spellings.items())))
        return hashlib.sha256(text.encode()).hexdigest()
