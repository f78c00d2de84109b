"""Lines of a Word file: paragraphs, runs with their links, and the marks of notes."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from briefs.documents.blocks import Document, Run, Words
from briefs.documents.numbering import full_href, is_from_right, numbering
from briefs.documents.word.frame import NOTE_MARK
from briefs.documents.word.xml import bookmarked, field, text_run, w


class Lines:
    """A Word file to which lines are added at its end."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers = numbering(document)
        self.bookmarks = {id: f"_Ref{place:08d}" for place, id in self.numbers.ids.items()}
        self.file = docx.Document()
        self.end = self.file.element.body.sectPr
        self.begins_sheet = False
        self._last_id = 0
        self._named: set[int] = set()
        self._links: dict[tuple[int, str], str] = {}

    def put(self, element: Any) -> None:
        self.end.addprevious(element)

    def next_id(self) -> int:
        """A number that no other mark or picture of the file has."""
        self._last_id += 1
        return self._last_id

    def line(self, text: str, style: str) -> None:
        """A line without marks or links; nothing for an empty one."""
        if text:
            self.paragraph([text_run(text)], style)

    def paragraph(self, runs: Iterable[Any], style: str, *details: Any, keeps: bool = False) -> None:
        """A paragraph, on a new sheet if one was asked for; it `keeps` together with the next."""
        properties = w("pPr", w("pStyle", val=style), w("keepNext") if keeps else None)
        if self.begins_sheet:
            properties.append(w("pageBreakBefore"))
            self.begins_sheet = False
        properties.extend(detail for detail in details if detail is not None)
        self.put(w("p", properties, *runs))

    def words(self, line: Words) -> list[Any]:
        """The runs of a line, each followed by the mark of its note."""
        return [made for run in line for made in (*self.run(run), *self.mark(run))]

    def run(self, run: Run, part: Any = None) -> list[Any]:
        """The run, inside its link if it leads somewhere; `part` is the part of the file that the link belongs to."""
        if not run.text:
            return []
        look = [
            w("b") if run.bold else None,
            w("i") if run.italic else None,
            w("rtl") if is_from_right(run.text) else None,
            w("lang", val=run.language) if run.language else None,
        ]
        href = full_href(run.href)
        if not href or (href.startswith("#") and href[1:] not in self.bookmarks):
            return [text_run(run.text, look=look)]
        link = w("hyperlink", text_run(run.text, look=[w("rStyle", val="Hyperlink"), *look]))
        if href.startswith("#"):
            link.set(qn("w:anchor"), self.bookmarks[href[1:]])
        else:
            link.set(qn("r:id"), self._leads_to(href, self.file.part if part is None else part))
        return [link]

    def _leads_to(self, href: str, part: Any) -> str:
        """Its relation, one for each address; python-docx would look through all of them for each."""
        key = (id(part), href)
        if key not in self._links:
            self._links[key] = f"link{len(self._links) + 1}"
            part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, href, self._links[key], is_external=True)
        return self._links[key]

    def mark(self, run: Run) -> list[Any]:
        """The mark of a note, in brackets, for a bare number behind a figure would change it. Later marks of a note
        name the first, as Word has one mark for each footnote.
        """
        number = self.numbers.notes.get(run.note)
        if not number:
            return []
        look, name = w("rStyle", val=NOTE_MARK), f"_Note{number:06d}"
        if number in self._named:
            middle = field(rf"NOTEREF {name} \h", str(number), look=[deepcopy(look)])
        else:
            self._named.add(number)
            reference = w("r", w("rPr", deepcopy(look)), w("footnoteReference", id=number))
            middle = bookmarked(name, self.next_id(), reference)
        return [text_run("[", look=[deepcopy(look)]), *middle, text_run("]", look=[look])]
