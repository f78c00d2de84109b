"""Catalogues of translations as Python reads them (.mo), from those that people write (.po): no gettext is needed."""

import ast
import re
import struct
from collections.abc import Iterator
from itertools import accumulate

LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr)(?:\[\d+\])? )?("(?:[^"\\]|\\.)*")')
MAGIC, REVISION, HEADER = 0x950412DE, 0, 28


def compiled(catalogue: str) -> bytes:
    """A catalogue as the bytes of its .mo file; what is not translated yet is left out.

    Raises ValueError for a line that is no line of a catalogue.
    """
    texts = sorted((said, meant) for said, meant in _entries(catalogue) if meant.strip("\0"))
    said, meant = ([text.encode() for text in column] for column in zip(*texts, strict=True))
    ids = HEADER + 16 * len(texts)
    tables = b""
    for column, start in ((said, ids), (meant, ids + sum(len(text) + 1 for text in said))):
        places = accumulate((len(text) + 1 for text in column[:-1]), initial=start)
        tables += b"".join(struct.pack("<II", len(text), place) for text, place in zip(column, places, strict=True))
    header = struct.pack("<7I", MAGIC, REVISION, len(texts), HEADER, HEADER + 8 * len(texts), 0, 0)
    return header + tables + b"".join(text + b"\0" for text in (*said, *meant))


def _entries(catalogue: str) -> Iterator[tuple[str, str]]:
    """What is said and what it means, singular and plural divided by NUL."""
    said, meant, writing = "", "", ""
    for line in (*catalogue.splitlines(), 'msgid ""'):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"No line of a catalogue: {line}")
        keyword, text = found[1], ast.literal_eval(found[2])
        if keyword == "msgid":
            if writing:
                yield said, meant
            said, meant = text, ""
        elif keyword == "msgid_plural" or (not keyword and writing != "msgstr"):
            said += ("\0" if keyword else "") + text
        else:
            meant += ("\0" if keyword and writing == "msgstr" else "") + text
        writing = keyword or writing
