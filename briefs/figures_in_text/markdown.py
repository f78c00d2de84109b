"""Texts of authors: Markdown with references, made into blocks of a document. What is pasted is hostile."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it.token import Token

from briefs.documents import Block, Heading, Items, Note, Paragraph, Picture, Run, Table, Words
from briefs.figures_in_text.reading import EditionReading
from briefs.figures_in_text.references import Resolved, resolve
from briefs.figures_in_text.syntax import PARSER
from rmt.text import clean_text, grouped

LONGEST_PART = 60_000
MOST_REFERENCES = 500
DEEPEST = 6
LOWEST_HEADING = 3

LINK = re.compile(r"https?://[^\s/?#@\\]+([/?#]\S*)?|mailto:[^\s@?]+@[^\s@?]+|/([^\s/\\]\S*)?", re.IGNORECASE)
TAG = re.compile(
    r"</?(a|b|br|div|embed|font|form|i|iframe|img|input|link|meta|object|p|script|span|style|svg|table)\b[^<>]*>", re.I
)
UNWRITTEN_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
CAPTION = re.compile(r"(table|tableau|tabla|cuadro|tabela|quadro)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A text as blocks of a document, with its notes and the figures that it prints by their keys.

    `problems` say in plain words what is wrong, each with its line; what they are about is left out or harmless.
    """

    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def written(
    text: str,
    *,
    reading: EditionReading,
    key: str = "",
    pictures: Mapping[str, Picture] | None = None,
    under: int = 1,
) -> Written:
    """A text as blocks, each reference as of `reading`; `key` begins the keys of its notes and headings.

    `pictures` are those of the brief by their UUID. The highest headings of the text come one below level `under`.
    A text over `LONGEST_PART` characters, or with more than `MOST_REFERENCES` references, is not read at all.
    """
    text = clean_text(text) if len(text) <= LONGEST_PART else text
    if len(text) > LONGEST_PART:
        words = _("This text has %(count)s characters; a part has at most %(most)s. Shorten it, or divide it.")
        return Written(problems=(words % {"count": grouped(len(text)), "most": grouped(LONGEST_PART)},))
    if text.count("[[") > MOST_REFERENCES:
        words = _("This text has more than %(most)s references. Use fewer, or a table.")
        return Written(problems=(words % {"most": grouped(MOST_REFERENCES)},))
    page = _Page(reading=reading, key=key, pictures=pictures or {}, under=under)
    page.read(PARSER.parse(text))
    return page.written()


class _Page:
    """A text while it is read, token by token: nothing here is recursive, for a text may be as deep as it likes."""

    def __init__(self, *, reading: EditionReading, key: str, pictures: Mapping[str, Picture], under: int) -> None:
        self.reading, self.key, self.pictures, self.under = reading, key, pictures, under
        self.blocks: list[Block] = []
        self.notes: dict[str, Note] = {}
        self.figures: dict[str, str] = {}
        self.problems: dict[str, None] = {}
        self.open: list[str] = []  # blockquotes, lists and items around what is read
        self.items: list[tuple[int, Words]] = []
        self.places: list[int] = []  # of the items around what is read, in `items`
        self.row: list[Words] | None = None
        self.rows: list[tuple[Words, ...]] = []
        self.numeric: set[int] = set()
        self.style = Run("")
        self.note = ""
        self.line = 0
        self.ids: set[str] = set()

    def read(self, tokens: Sequence[Token]) -> None:
        used = sorted({token.tag for token in tokens if token.type == "heading_open"})
        ranks = {tag: min(self.under + place, LOWEST_HEADING) for place, tag in enumerate(used, 1)}
        heading = 0
        for token in tokens:
            self.line = token.map[0] + 1 if token.map else self.line
            if token.type == "inline":
                self.inline(token, heading)
            elif token.type == "heading_open":
                heading = ranks[token.tag]
            elif token.type == "heading_close":
                heading = 0
            elif token.type.startswith(("blockquote", "bullet_list", "ordered_list", "list_item")):
                self.nest(token)
            elif token.type.startswith(("table", "tr_", "th_", "td_")):
                self.table(token)
            elif token.type == "footnote_open":
                self.note = self.note_key(token)
                self.notes.setdefault(self.note, Note(self.note, ()))
            elif token.type == "footnote_close":
                self.note = ""

    def nest(self, token: Token) -> None:
        """A list, an item or a quotation opens or closes."""
        kind = token.type.rpartition("_")[0]
        if token.nesting > 0:
            self.open.append(kind)
            if sum(each != "list_item" for each in self.open) > DEEPEST:
                self.problem(_("Lists and quotations stand more than six deep in one another. Make them flatter."))
            if kind == "list_item":
                self.items.append((min(sum(each == "list_item" for each in self.open), DEEPEST) - 1, ()))
                self.places.append(len(self.items) - 1)
            return
        self.open.pop()
        if kind == "list_item":
            self.places.pop()
        elif kind.endswith("_list") and not self.places:
            self.end_list(is_ordered=kind == "ordered_list")

    def end_list(self, *, is_ordered: bool) -> None:
        items = tuple((depth, words) for depth, words in self.items if words)
        self.items = []
        if not items:
            return
        if self.note:
            self.more_of_the_note(tuple(run for _depth, words in items for run in (*words, Run(" "))))
        else:
            self.blocks.append(Items(items, is_ordered))

    def table(self, token: Token) -> None:
        """A part of a table opens or closes."""
        if token.type == "table_open":
            self.rows, self.numeric = [], set()
        elif token.type == "tr_open":
            self.row = []
        elif token.type in ("th_open", "td_open") and self.row is not None:
            if "right" in str(token.attrGet("style") or ""):
                self.numeric.add(len(self.row))
            self.row.append(())
        elif token.type == "tr_close" and self.row is not None:
            self.rows.append(tuple(self.row))
            self.row = None
        elif token.type == "table_close":
            header, *rows = self.rows
            caption = self.caption()
            self.blocks.append(Table(caption, tuple(map(_plain, header)), tuple(rows), tuple(sorted(self.numeric))))

    def caption(self) -> str:
        """What a table is called: a line before it that begins with "Table:", else the heading above it; else it has
        a number alone.
        """
        before = self.blocks[-1] if self.blocks else None
        if isinstance(before, Paragraph) and (found := CAPTION.match(_plain(before.words))):
            self.blocks.pop()
            return _plain(before.words)[found.end() :]
        headings = [block.text for block in self.blocks if isinstance(block, Heading)]
        return headings[-1] if headings else ""

    def inline(self, token: Token, heading: int) -> None:
        """Words of a paragraph, a heading, an item, a cell or a note, wherever the text stands just now."""
        self.style = Run("")
        children = token.children or []
        if self.row is not None:
            self.row[-1] = self.words(children)
        elif self.note:
            self.more_of_the_note(self.words(children))
        elif self.places:
            depth, before = self.items[self.places[-1]]
            self.items[self.places[-1]] = depth, _joined(before, self.words(children))
        elif heading and "blockquote" not in self.open:
            text = _plain(self.words(children))
            self.blocks.append(Heading(text, heading, self.anchor(text)))
        else:
            self.paragraph(children)

    def paragraph(self, tokens: Sequence[Token]) -> None:
        """A paragraph; a line of it that is nothing but a chart, a table, a map or a picture stands by itself."""
        waiting: Words = ()
        for line in _lines(tokens):
            only = line[0] if len(line) == 1 and line[0].type == "reference" else None
            found = self.resolved(only.content) if only else Resolved()
            if found.blocks:
                self.end_paragraph(waiting)
                self.blocks += found.blocks
                waiting = ()
            else:
                waiting = _joined(waiting, found.words if only else self.words(line))
            self.line += 1
        self.end_paragraph(waiting)

    def end_paragraph(self, words: Words) -> None:
        if _plain(words).strip():
            self.blocks.append(Paragraph(words, "quote" if "blockquote" in self.open else ""))

    def words(self, tokens: Sequence[Token]) -> Words:
        """The words of some tokens; how they are set goes on from one line to the next."""
        runs: list[Run] = []
        for token in tokens:
            style = self.style
            if token.type == "text":
                self.check(token.content)
                runs.append(replace(style, text=token.content))
            elif token.type in ("softbreak", "hardbreak"):
                self.line += 1
                runs.append(replace(style, text=" "))
            elif token.type == "reference":
                runs += self.in_a_line(token.content)
            elif token.type == "footnote_ref":
                key = self.note_key(token)
                self.notes.setdefault(key, Note(key, ()))  # notes stand in the order in which they are first met
                runs.append(Run("", note=key))
            elif token.type == "image":
                self.problem(_("Pictures are not taken from an address. Add yours to the pictures, and refer to it."))
                runs.append(replace(style, text=token.content))
            elif token.type in ("strong_open", "strong_close"):
                self.style = replace(style, bold=token.nesting > 0)
            elif token.type in ("em_open", "em_close"):
                self.style = replace(style, italic=token.nesting > 0)
            elif token.type in ("link_open", "link_close"):
                self.style = replace(style, href=self.address(token) if token.nesting > 0 else "")
        return tuple(run for run in runs if run.text or run.note)

    def address(self, token: Token) -> str:
        """Where a link leads: to a page of the web or of ours, or to a mail address; nowhere else."""
        href = str(token.attrGet("href") or "")
        if LINK.fullmatch(href):
            return href
        words = _(
            "“%(href)s” is no address that a text may lead to. Write a whole one (https://…), one of a page here "
            "(/countries/togo/), or mailto: and an address."
        )
        self.problem(words % {"href": href[:80]})
        return ""

    def in_a_line(self, reference: str) -> list[Run]:
        found = self.resolved(reference)
        if found.blocks:
            self.problem(
                _("“%(reference)s” stands alone on its line, between two empty ones.") % {"reference": reference}
            )
        return [replace(run, bold=self.style.bold, italic=self.style.italic) for run in found.words]

    def resolved(self, reference: str) -> Resolved:
        """What a reference says; its notes and figures are those of the text."""
        kind, _space, rest = reference.partition(" ")
        if kind == "picture":
            picture = self.pictures.get(rest.strip())
            none = _("There is no picture “%(name)s” here.") % {"name": rest[:40]}
            found = Resolved(blocks=(picture,)) if picture else Resolved(problem=none)
        else:
            found = resolve(reference, self.reading)
        if found.problem:
            self.problem(found.problem)
            return Resolved(words=found.words or (Run(f"[[{reference}]]"),))
        self.figures |= found.figures
        for note in found.notes:
            self.notes.setdefault(note.key, note)
        return found

    def check(self, text: str) -> None:
        """What an author meant to be more than words, and is not."""
        if tag := TAG.search(text):
            self.problem(_("“%(tag)s” is shown as it is typed: texts take no HTML.") % {"tag": tag[0][:40]})
        for note in UNWRITTEN_NOTE.findall(text):
            self.problem(
                _("The note %(note)s has no text. Write it on a line of its own: %(note)s: …") % {"note": note}
            )

    def problem(self, text: str) -> None:
        self.problems[_("Line %(line)s: %(problem)s") % {"line": self.line, "problem": text}] = None

    def note_key(self, token: Token) -> str:
        return f"{self.key}-note-{token.meta['id'] + 1}".lstrip("-")

    def more_of_the_note(self, words: Words) -> None:
        """A note has no notes: what a figure in it rests on is not told a second time."""
        before = self.notes[self.note].words
        self.notes[self.note] = Note(self.note, _joined(before, tuple(replace(run, note="") for run in words)))

    def anchor(self, text: str) -> str:
        """The id of a heading, each once."""
        name = "-".join(filter(None, [self.key, slugify(text)[:60] or "part"]))
        place = next(n for n in range(1, len(self.ids) + 2) if (f"{name}-{n}" if n > 1 else name) not in self.ids)
        self.ids.add(f"{name}-{place}" if place > 1 else name)
        return f"{name}-{place}" if place > 1 else name

    def written(self) -> Written:
        return Written(tuple(self.blocks), tuple(self.notes.values()), self.figures, tuple(self.problems))


def _plain(words: Words) -> str:
    return "".join(run.text for run in words)


def _joined(before: Words, after: Words) -> Words:
    """Two lines of one paragraph."""
    return (*before, Run(" "), *after) if before and after else before or after


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of a paragraph line by line."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(token)
    return lines
