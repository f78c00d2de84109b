"""WordprocessingML that python-docx has no words for: elements, runs, fields, bookmarks."""

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rmt.files import NOT_IN_XML

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str, *children: Any, **attributes: Any) -> Any:
    """An element of WordprocessingML; a child that is `None` is left out."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(child for child in children if child is not None)
    return element


def text_run(text: str, *, look: Iterable[Any] = ()) -> Any:
    """A run of text, its lines parted as they were; what XML cannot hold is left out."""
    run = w("r", w("rPr", *look))
    for number, line in enumerate(in_xml(text).split("\n")):
        if number:
            run.append(w("br"))
        part = w("t")
        part.text = line
        part.set(SPACE, "preserve")
        run.append(part)
    return run


def in_xml(text: str) -> str:
    """The text as XML can hold it.

    >>> in_xml("a\\x00\\tb")
    'a b'
    """
    return NOT_IN_XML.sub("", text).replace("\t", " ")


def field(instruction: str, shown: str = "", *, look: Iterable[Any] = (), **attributes: Any) -> list[Any]:
    """A field, and what stands in its place until a word processor works it out."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(SPACE, "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin", **attributes)),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        text_run(shown, look=look),
        w("r", w("fldChar", fldCharType="end")),
    ]


def bookmarked(name: str, number: int, *children: Any) -> list[Any]:
    """Something that a field or a link can lead to."""
    return [w("bookmarkStart", id=number, name=name), *children, w("bookmarkEnd", id=number)]
