"""What a text says otherwise once it is read from a newer edition: figures, results and names, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Block, Drawing, Paragraph, Table
from briefs.figures_in_text.reading import EditionReading
from briefs.figures_in_text.references import Resolved, references_in, resolve
from rmt.text import grouped

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """A reference that says something else in the newer edition; `line` is where it first stands, of which text."""

    reference: str
    label: str
    before: str
    after: str
    text: int = 0
    line: int = 0


def moved(old: EditionReading, new: EditionReading, texts: Iterable[str]) -> list[Moved]:
    """Each reference of some texts that a newer edition answers otherwise, once, in the order in which they stand.

    A result that was withdrawn says so, one whose title or figure changed says both; of a chart or a table that shows
    other numbers, that it does.
    """
    found: dict[str, Moved] = {}
    for place, text in enumerate(texts):
        for reference in references_in(text):
            if reference.text not in found:
                answers = resolve(reference.text, old), resolve(reference.text, new)
                before, after = side_by_side(*answers)
                if before != after:
                    label = answers[1].label or answers[0].label or reference.text
                    text = f"[[{reference.text}]]"
                    found[reference.text] = Moved(text, label, before, after, place, reference.line)
    return list(found.values())


def side_by_side(before: Resolved, after: Resolved) -> tuple[str, str]:
    """What two editions say, in words; of tables and charts the rows that differ."""
    if not before.blocks or not after.blocks:
        return _in_a_line(before), _in_a_line(after)
    rows = _rows(before.blocks), _rows(after.blocks)
    gone = [row for row in rows[0] if row not in rows[1]]
    come = [row for row in rows[1] if row not in rows[0]]
    return _several(gone), _several(come)


def _in_a_line(found: Resolved) -> str:
    if found.problem:
        return found.problem
    if found.blocks:
        return found.label
    text = "".join(run.text for run in found.words)
    return _("%(title)s (version %(version)s)") % {"title": text, "version": found.version} if found.version else text


def _rows(blocks: Sequence[Block]) -> list[str]:
    """The rows of tables and charts, each in one line."""
    rows = []
    for block in blocks:
        if isinstance(block, Drawing):
            rows += [" · ".join(cells) for cells in block.rows]
        elif isinstance(block, Table):
            rows += [" · ".join("".join(run.text for run in cell) for cell in cells) for cells in block.rows]
        elif isinstance(block, Paragraph):
            rows.append("".join(run.text for run in block.words))
    return rows


def _several(rows: Sequence[str]) -> str:
    """The first of some rows, and how many more there are."""
    if len(rows) <= MOST_ROWS:
        return "; ".join(rows)
    more = ngettext("and %(count)s more row", "and %(count)s more rows", len(rows) - MOST_ROWS)
    return "; ".join([*rows[:MOST_ROWS], more % {"count": grouped(len(rows) - MOST_ROWS)}])
