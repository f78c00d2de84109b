"""What stands around the text of a Word file: what it says of itself, header and footer, footnotes, its bytes."""

import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.shared import Mm

from briefs.documents.blocks import Document
from briefs.documents.numbering import edition_line
from briefs.documents.word.xml import field, in_xml, text_run, w

NOTE_MARK = "footnotereference"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SMALLEST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip


def add_frame(file: WordFile, document: Document) -> None:
    """The sheet, and what stands on each: a warning if there is one, title, edition, address, seal, its number."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    where = " · ".join(filter(None, (document.address, edition_line(document))))
    for header, title in ((section.first_page_header, ""), (section.header, document.title)):
        warning = [("Warning", [text_run(document.warning)])] if document.warning else []
        running = [text_run(title), w("r", w("tab")), text_run(edition_line(document))] if title else []
        _fill(header, [*warning, ("Header", running)])
    for footer in (section.first_page_footer, section.footer):
        numbered = [text_run(where), w("r", w("tab")), *field("PAGE", "1"), text_run(" / "), *field("NUMPAGES", "1")]
        _fill(footer, [("Footer", numbered), ("Footer", [text_run(document.seal)])])


def _fill(place: Any, lines: Iterable[tuple[str, list[Any]]]) -> None:
    """Lines with their styles in a header or a footer, in the place of the empty one that python-docx puts there."""
    part = place._element
    for old in list(part):
        part.remove(old)
    for style, runs in lines:
        part.append(w("p", w("pPr", w("pStyle", val=style)), *runs))


def footnotes_part(file: WordFile) -> XmlPart:
    """The part that holds the footnotes, without any but the two lines that Word draws above them."""
    root = w("footnotes")
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        root.append(w("footnote", w("p", w("r", w(kind))), type=kind, id=number))
    part = XmlPart(PackURI("/word/footnotes.xml"), FOOTNOTES, root, file.part.package)
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = file.settings.element.find(qn("w:compat"))
    settings.addprevious(w("footnotePr", w("footnote", id=-1), w("footnote", id=0)))
    mode = settings.find(qn("w:compatSetting"))
    mode.set(qn("w:val"), "15")  # as Word writes it since 2013: else it says "compatibility mode"
    return part


def add_footnote(part: XmlPart, number: int, runs: Iterable[Any]) -> None:
    mark = w("r", w("rPr", w("rStyle", val=NOTE_MARK)), w("footnoteRef"))
    style = w("pPr", w("pStyle", val="footnotetext"))
    part.element.append(w("footnote", w("p", style, mark, text_run(" "), *runs), id=number))


def describe(file: WordFile, *, title: str, subject: str, language: str, day: date) -> None:
    """What the file says of itself: no name of a person, and no time but its day."""
    about, then = file.core_properties, datetime.combine(day, time(), tzinfo=UTC).replace(tzinfo=None)
    about.title, about.subject, about.language = (in_xml(text)[:255] for text in (title, subject, language))
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = then
    about.revision = 1
    package = file.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def saved(file: WordFile) -> bytes:
    """The bytes of the file: the same for the same document, so no part carries a time."""
    written, stamped = BytesIO(), BytesIO()
    file.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=SMALLEST_DAY)
            part.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".png", ".jpg", ".jpeg")) else zipfile.ZIP_DEFLATED
            )
            new.writestr(part, old.read(name))
    return stamped.getvalue()
