"""PDF and pictures set by typst: data goes in as JSON, never as part of the template; the same data, the same bytes.

Fonts come from packages, so that every machine sets the same pages. A text in a script that they lack is set with the
fonts of the system, if it has some; a sign that no font has is printed as a box, for PDF/UA refuses a file with a sign
that it cannot show, and one title would take the file of its country away from everybody.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import category

import structlog
import typst
from django.conf import settings

log = structlog.get_logger(__name__)

FAMILIES = ("", "_arabic", "_devanagari", "_khmer", "_tamil", "_telugu", "_thai")
BOX = "\u25a1"
WORDS_BULLET = "\uf0b7"  # Word pastes it from its font Symbol
# Control characters, private use, half of a pair, noncharacters: they mean nothing, or nothing without their own font.
WITHOUT_A_SHAPE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff"
    rf"{''.join(chr((plane << 16) + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))}"
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
# Latin and the marks of our own sentences: Noto Sans has them all, so nobody needs to ask.
BEYOND_LATIN = re.compile(
    r"[^\n -~\xa0-\u017f\u2009\u2013\u2014\u2018-\u201d\u2022\u2026\u202f\u203a\u20ac\u2212\u25a1]"
)
PROBE = b'#set document(title: "-")\n#set text(font: "Noto Sans")\n#sys.inputs.words\n\n*#sys.inputs.words*'
NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')  # as typst says it: the text as Rust writes it
ESCAPED = re.compile(r"\\u\{(\w+)\}")
GOES_WITH_ITS_LETTER = ("Mn", "Mc", "Me", "Cf")
MOST_ROUNDS = 4


def compile_pdf(template: str, content: Mapping[str, Any], *, day: date) -> bytes:
    """A PDF/UA-1 from `templates/<template>`; `day` is its date, so that the bytes hold no clock.

    The template reads what it prints from `json(bytes(sys.inputs.content))`.
    """
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    path = Path(settings.BASE_DIR) / "templates" / template
    return _set(path, content, format="pdf", pdf_standards=["ua-1"], timestamp=midnight)


def draw_png(drawing: Path, content: Mapping[str, Any], *, ppi: int) -> bytes:
    """A picture from a template of typst, which reads its content as that of a PDF does."""
    return _set(drawing, content, format="png", ppi=ppi)


def draw_pngs(drawing: Path, content: Mapping[str, Any], *, ppi: int) -> list[bytes]:
    """The same from a template with a page for each picture."""
    made = _set(drawing, content, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else made


def _set(template: Path, content: Mapping[str, Any], **options: Any) -> Any:
    """What comes out of typst: bytes, or a list of them if there are several pictures. What it refuses for another
    reason is tried once more in Latin only, and logged.
    """
    fitted, fonts = fit(content)
    try:
        return _compile(template, fitted, fonts, **options)
    except typst.TypstError as error:
        log.warning("typesetting_failed", template=template.name, error=error.message, exc_info=True)
        latin = each_text(content, lambda text: BEYOND_LATIN.sub(BOX, text))
        return _compile(template, latin, packaged_fonts(), **options)


def _compile(template: Path, content: Any, fonts: typst.Fonts, **options: Any) -> Any:
    words = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return typst.compile(str(template), font_paths=fonts, sys_inputs={"content": words}, **options)


# Which fonts, and what none of them has


def fit(content: Any) -> tuple[Any, typst.Fonts]:
    """The content as it can be printed, and the fonts to print it with: those of the system only if they are needed."""
    content = each_text(content, with_shapes)
    fonts = packaged_fonts()
    missing = not_shown(content, fonts)
    if not missing:
        return content, fonts
    still_missing = not_shown(content, fonts_of_the_system())
    if len(still_missing) < len(missing):
        fonts = fonts_of_the_system()
    for _round in range(MOST_ROUNDS):  # a box may part a mark from its letter, so look again
        if not still_missing:
            break
        log.info("no_font_for", signs=[f"U+{ord(sign):04X}" for sign in sorted(still_missing)])
        content = each_text(content, partial(with_boxes, unknown=still_missing))
        still_missing = not_shown(content, fonts)
    return content, fonts


def with_shapes(text: str) -> str:
    """The text with a box for each sign that has no shape of its own, and a bullet where Word meant one.

    >>> with_shapes("\\uf0b7 a law\\ufffe")
    '• a law□'
    """
    return WITHOUT_A_SHAPE.sub(BOX, text.replace(WORDS_BULLET, "•").replace("\ufeff", ""))


def with_boxes(text: str, *, unknown: Collection[str]) -> str:
    """The text with a box for each unknown sign; marks and joiners that belonged to it go with it.

    >>> with_boxes("x\u4e2d\u0301y", unknown={"\u4e2d"})
    'x□y'
    """
    signs: list[str] = []
    for sign in text:
        goes_along = category(sign) in GOES_WITH_ITS_LETTER and signs[-1:] == [BOX]
        if not goes_along:
            signs.append(BOX if sign in unknown else sign)
    return "".join(signs)


def not_shown(content: Any, fonts: typst.Fonts) -> set[str]:
    """The signs beyond Latin that these fonts cannot show, as PDF/UA has it."""
    words = "\n".join(texts_of(content))
    if not BEYOND_LATIN.search(words):
        return set()
    try:
        typst.compile(PROBE, format="pdf", pdf_standards=["ua-1"], font_paths=fonts, sys_inputs={"words": words})
    except typst.TypstError as error:
        pieces = "".join(NOT_SHOWN.findall(error.diagnostic))
        return set(BEYOND_LATIN.findall(ESCAPED.sub(lambda found: chr(int(found[1], 16)), pieces)))
    return set()


@lru_cache
def packaged_fonts() -> typst.Fonts:
    """Noto Sans for Latin, Greek, Cyrillic and the scripts of the packages; the few that typst brings along."""
    folders = [str(files(f"fontpkg_noto_sans{family}") / "files") for family in FAMILIES]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


@lru_cache
def fonts_of_the_system() -> typst.Fonts:
    """The same, and what the machine has besides."""
    folders = [str(files(f"fontpkg_noto_sans{family}") / "files") for family in FAMILIES]
    return typst.Fonts(include_system_fonts=True, font_paths=folders)


def each_text(content: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, Mapping):
        return {key: each_text(value, change) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [each_text(value, change) for value in content]
    return content


def texts_of(content: Any) -> Iterator[str]:
    """Every text in some data."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | list | tuple):
        for value in content.values() if isinstance(content, Mapping) else content:
            yield from texts_of(value)
