"""The XML of a workbook as a stream of what begins, ends and is written, whoever made it and however large it is.

Nothing is kept: a part of a hundred million signs takes as much memory as its longest tag. Entities are refused:
spreadsheets write none.
"""

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from projects.imports.reading.cells import ListRefused

STARTS, ENDS, WRITES = 0, 1, 2
CHUNK = 1 << 16
LONGEST_TAG = 1 << 20
DEEPEST = 100

Event = tuple[int, str, dict[str, str]]


def events(part: IO[bytes]) -> Iterator[Event]:
    """What an XML file says, in order: (STARTS, name, attributes), (ENDS, name, {}), (WRITES, text, {}).

    Names come without their prefix: a Strict workbook has another namespace, and some programs write `x:row`.
    Raises ListRefused for entities, expat.ExpatError and ValueError for what is no XML of a workbook.
    """
    found: list[Event] = []
    depth = 0
    nothing: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        found.append((STARTS, name if ":" not in name else name.rpartition(":")[2], attributes))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        found.append((ENDS, name if ":" not in name else name.rpartition(":")[2], nothing))

    def write(text: str) -> None:
        found.append((WRITES, text, nothing))

    def refuse(*_declared: object) -> None:
        raise ListRefused(_("The workbook holds declarations that no spreadsheet needs. It was not read."))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, write
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    fed = 0
    while chunk := part.read(CHUNK):
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > LONGEST_TAG or depth > DEEPEST:
            raise ValueError("no workbook has tags like these")
        yield from found
        found.clear()
    parser.Parse(b"", True)
    yield from found
