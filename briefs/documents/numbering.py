"""What a document counts: its notes, tables and figures, and its anchors; page, PDF and Word file say the same."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from briefs.documents.blocks import (
    Block,
    Document,
    Drawing,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    Run,
    Table,
    Tiles,
    Words,
)

LONGEST_WORD, PARTED_WORD, LONGEST_LINE = 24, 16, 42  # signs that a column of a table asks room for
SIGNS_ACROSS = ((7, 94), (9, 114), (14, 173), (1000, 240))  # of a table of at most so many columns, on paper
EDGES = 3  # of a column, as wide as so many signs
DEEPEST = 3
DEEPEST_LINE = 8
FIRST_SIGNS = 200
LINE = 60
MOST_SIGNS = 2_000_000  # a PDF of so many takes ten seconds and half a gigabyte
LINES_OF_A_SHEET = 40
OURS = re.compile(r"contents|notes|note(ref)?-[\d-]+")  # anchors of the page itself
SCHEMES = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True)
class Numbering:
    """`notes` has the number of each note by its key, in the order in which they are first named; `numbers` that of
    each table and figure, `ids` the anchor of each block that has one, and `levels` that of each heading, by the place
    of the block. A heading stands at most one level below the one before it: readers who hear a page count on that.
    """

    notes: Mapping[str, int]
    numbers: Mapping[int, int]
    ids: Mapping[int, str]
    levels: Mapping[int, int]


def numbering(document: Document) -> Numbering:
    """The numbers and anchors of a document. A note that nobody names has no number, and is printed nowhere.

    Raises ValidationError if the document is longer than any that we can make.
    """
    if sum(map(_room_of, document.blocks)) > MOST_SIGNS:
        raise ValidationError(_("This text is too long: it would fill more than 600 sheets."))
    known = {note.key for note in document.notes}
    notes: dict[str, int] = {}
    numbers: dict[int, int] = {}
    ids: dict[int, str] = {}
    levels: dict[int, int] = {}
    level = 0
    for place, block in enumerate(document.blocks):
        for run in runs_of(block):
            if run.note in known:
                notes.setdefault(run.note, len(notes) + 1)
        if isinstance(block, Table | Drawing):
            numbers[place] = 1 + sum(isinstance(document.blocks[before], type(block)) for before in numbers)
        if isinstance(block, Heading):
            level = levels[place] = max(1, min(block.level, level + 1, DEEPEST))
        if isinstance(block, Heading | Table | Drawing):
            ids[place] = _free_id(_wish(block, numbers.get(place, 0)), ids)
    return Numbering(notes, numbers, ids, levels)


def _room_of(block: Block) -> int:
    """About how much room a block takes, in signs: a line that is not full takes some, too."""
    text = "".join([block.text] if isinstance(block, Heading) else [run.text for run in runs_of(block)])
    lines = sum(1 for _line in _lines_of(block)) * LINE
    return LINE + lines + len(text) + LINE * text.count("\n")


def _wish(block: Heading | Table | Drawing, number: int) -> str:
    if isinstance(block, Heading):
        return slugify(block.id or block.text)[:80] or "part"
    return slugify(block.id) or (f"table-{number}" if isinstance(block, Table) else f"figure-{number}")


def _free_id(wish: str, taken: Mapping[int, str]) -> str:
    others = set(taken.values())
    wish = f"part-{wish}" if OURS.fullmatch(wish) else wish
    number, free = 1, wish
    while free in others:
        number += 1
        free = f"{wish}-{number}"
    return free


def depth_of_contents(document: Document, numbers: Numbering) -> int:
    """How deep the table of contents on paper goes: chapters and sections, if they fit on a sheet; else chapters."""
    if not document.has_contents or not numbers.levels:
        return 0
    return 2 if sum(level <= 2 for level in numbers.levels.values()) <= LINES_OF_A_SHEET else 1


def runs_of(block: Block) -> Iterator[Run]:
    """Every run of a block, in its order."""
    for line in _lines_of(block):
        yield from line


def _lines_of(block: Block) -> Iterator[Words]:
    if isinstance(block, Paragraph):
        yield block.words
    elif isinstance(block, Items):
        yield from (words for _depth, words in block.items)
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)
    elif isinstance(block, Tiles):
        yield from (tile.value for tile in block.tiles)


def notes_in_order(document: Document, numbers: Numbering) -> list[Note]:
    """The notes that somebody names, by their number: one that several texts of a document bring along stands once."""
    named = {note.key: note for note in document.notes if note.key in numbers.notes}
    return sorted(named.values(), key=lambda note: numbers.notes[note.key])


def tiles_across(block: Tiles) -> int:
    """How many headline figures stand side by side on paper: three at most, of four two and two."""
    return 2 if len(block.tiles) == 4 else min(len(block.tiles), 3) or 1


def caption_of(block: Table | Drawing, number: int | str) -> str:
    """The caption of a table or a figure with its number."""
    if isinstance(block, Table) and not block.caption:
        return _("Table %(number)s") % {"number": number}
    if isinstance(block, Table):
        return _("Table %(number)s. %(caption)s") % {"number": number, "caption": block.caption}
    return _("Figure %(number)s. %(caption)s") % {"number": number, "caption": block.title}


def below(block: Table | Drawing) -> str:
    """The line below a table or a figure: what has to be said of it, and where its numbers come from."""
    source = _("Source: %(source)s") % {"source": block.source} if block.source else ""
    return " ".join(filter(None, (block.note, source)))


def edition_line(document: Document) -> str:
    """As of which edition every figure is read; nothing for a document without one."""
    return _("Edition %(edition)s") % {"edition": document.edition} if document.edition else ""


def safe_href(href: str) -> str:
    """An address that a reader may be led to, or nothing: other schemes than that of the web and of mail lead nowhere.

    >>> safe_href("/results/46/"), safe_href("#notes"), safe_href("java\\nscript:alert(1)")
    ('/results/46/', '#notes', '')
    """
    href = "".join(sign for sign in href if sign.isprintable()).strip()
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return ""
    return href if scheme in SCHEMES or (not scheme and href.startswith(("/", "#", "?"))) else ""


def full_href(href: str) -> str:
    """The same for paper, where an address of this site needs its name; an anchor stays one."""
    href = safe_href(href)
    return href if href.startswith("#") or not href else urljoin(f"{settings.SITE_URL}/", href)


def described(drawing: Drawing) -> str:
    """What a drawing shows, for those who do not see it."""
    return ". ".join(part.strip().rstrip(".") for part in (drawing.title, drawing.description) if part.strip())


def credit_of(picture: Picture) -> str:
    """Who made a picture, and its licence."""
    return ", ".join(filter(None, (picture.credit, picture.licence)))


def cells_of(table: Table) -> Iterator[tuple[Words, ...]]:
    """The rows of a table, each with as many cells as there are columns."""
    columns = len(table.header)
    for row in table.rows:
        yield (*row, *[()] * columns)[:columns]


def lines_of(items: Items) -> Iterator[tuple[int, Words]]:
    """The lines of a list, each at most one deeper than the line before it, and none deeper than Word can set it."""
    depth = -1
    for wished, line in items.items:
        depth = max(0, min(wished, depth + 1, DEEPEST_LINE))
        yield depth, line


def is_from_right(text: str) -> bool:
    """Whether a line is read from right to left: the first letter that says so decides.

    >>> is_from_right("3 قانون"), is_from_right("law قانون")
    (True, False)
    """
    for sign in text[:FIRST_SIGNS]:
        if (kind := unicodedata.bidirectional(sign)) in ("L", "R", "AL"):
            return kind != "L"
    return False


def widths_of(table: Table) -> list[int]:
    """How wide each column stands, in tenths of a sign: never narrower than its longest word, which would run into
    the next column; what is left goes to those that ask for more, for most of their cells to stand on one line.
    """
    columns = [[name] for name in table.header]
    for row in table.rows:
        for column, cell in zip(columns, row, strict=False):
            column.append("".join(run.text for run in cell))
    least = [_longest_word(texts) for texts in columns]
    wished = [max(needed, _usual_line(texts)) for needed, texts in zip(least, columns, strict=True)]
    more = sum(wished) - sum(least)
    left = min(max(_signs_across(len(columns)) - sum(least) - EDGES * len(columns), 0), more)
    share = left / more if more else 0
    return [round(10 * (EDGES + needed + share * (wish - needed))) for needed, wish in zip(least, wished, strict=True)]


def _signs_across(columns: int) -> int:
    """How many signs stand side by side in a table on paper, as document.typ sets it: smaller, and then across."""
    return next(signs for most, signs in SIGNS_ACROSS if columns <= most)


def _longest_word(texts: list[str]) -> int:
    """Signs of the longest word; one without an end is parted where it is set, see `LONG_WORD` in pdf.py."""
    lengths = (len(word) for text in texts for line in text.splitlines() for word in line.split(" "))
    return max([2, *(length if length <= LONGEST_WORD else PARTED_WORD for length in lengths)])


def _usual_line(texts: list[str]) -> int:
    lines = sorted(len(text) for text in texts[1:])
    usual = lines[len(lines) * 9 // 10] if lines else len(texts[0])
    return min(usual, LONGEST_LINE)
