"""A sheet that is filled from top to bottom and becomes one SVG: colours and fonts are in it, and no line is too long.

It needs no page: no stylesheet, no script, nothing from elsewhere. Texts are escaped, whatever they hold.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings

from rmt.files import NOT_IN_XML
from rmt.text import isolated

WIDTH, MARGIN = 800, 24
INNER = WIDTH - 2 * MARGIN
FONTS = "'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Devanagari', 'Noto Sans Khmer', system-ui, sans-serif"
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")
NARROW, WIDE = frozenset("fijlrt.,:;|!'()[] I\u2009\u202f"), frozenset("mwMW@%—…")


class Canvas:
    """`y` is where the next thing goes; whoever draws moves it down."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y: float = MARGIN

    def put(self, name: str, text: str = "", **attributes: Any) -> None:
        """One element. Names of attributes have `_` for `-`; `fill` and `stroke` may name a colour of the tokens.

        With a `hatch` it is put down twice, the second time with that as its fill."""
        hatch = attributes.pop("hatch", None)
        self.parts.append(element(name, text, **attributes))
        if hatch:
            self.parts.append(element(name, **{**attributes, "fill": hatch, "stroke": None}))

    def pattern(self, id: str, *, side: int, shape: str, turned: int = 0, **attributes: Any) -> None:
        """A pattern that a `hatch` names: a shape in the colour of ink, again and again in squares of this `side`."""
        start = element("pattern", id=id, width=side, height=side, patternUnits="userSpaceOnUse",
                        patternTransform=f"rotate({turned})" if turned else None)  # fmt: skip
        mark = element(shape, fill="ink", fill_opacity=0.45, **attributes)
        self.parts.append(f"{start.replace('/>', '>')}{mark}</pattern>")

    def open(self, **attributes: Any) -> None:
        """Begin a group, to be ended by `close`."""
        self.parts.append(element("g", **attributes).replace("/>", ">"))

    def close(self) -> None:
        self.parts.append("</g>")

    def text(self, text: str, *, x: float, y: float, size: int = 13, fill: str = "text", **attributes: Any) -> None:
        """One line of text that stands on `y`."""
        if text:
            self.put("text", isolated(text), x=x, y=y, font_size=size, fill=fill, **attributes)

    def paragraph(
        self,
        text: str,
        *,
        x: float = MARGIN,
        width: float = INNER,
        size: int = 13,
        fill: str = "text",
        weight: int = 400,
    ) -> None:
        """A text in as many lines as it needs, and `y` below them."""
        for line in wrapped(text, width=width, size=size, weight=weight):
            self.y += size * 1.2
            self.text(line, x=x, y=self.y, size=size, fill=fill, font_weight=weight)
            self.y += size * 0.25

    def banner(self, text: str) -> None:
        """A line on a ground of its own, over the whole width."""
        lines = wrapped(text, width=INNER, size=13, weight=700)
        height = 12 + 20 * len(lines)
        self.put("rect", width=WIDTH, height=height, fill="sun")
        for number, line in enumerate(lines, 1):
            self.text(line, x=MARGIN, y=1 + 20 * number, fill="ink", font_weight=700)
        self.y = height + 16

    def rule(self) -> None:
        self.put("line", x1=MARGIN, x2=WIDTH - MARGIN, y1=self.y, y2=self.y, stroke="line")
        self.y += 6

    def space(self, height: float) -> None:
        self.y += height

    def keys(self, keys: list[tuple[str, dict[str, Any]]]) -> None:
        """A legend: each text with the attributes of the rectangle beside it."""
        x = float(MARGIN)
        for text, look in keys:
            wide = 24 + width_of(text, size=12) + 20
            if x > MARGIN and x + wide > WIDTH - MARGIN:
                x, self.y = float(MARGIN), self.y + 22
            self.put("rect", **{"x": x, "y": self.y, "width": 16, "height": 12, **look})
            self.text(text, x=x + 24, y=self.y + 11, size=12)
            x += wide
        self.y += 28 if keys else 0

    def svg(self, *, title: str, description: str, language: str) -> str:
        """All of it."""
        height = round(self.y + MARGIN)
        start = element(
            "svg", xmlns="http://www.w3.org/2000/svg", width=WIDTH, height=height, viewBox=f"0 0 {WIDTH} {height}",
            font_family=FONTS, role="img", aria_labelledby="title description", **{"xml:lang": language},
        )  # fmt: skip
        head = [element("title", title, id="title"), element("desc", description, id="description")]
        paper = element("rect", width=WIDTH, height=height, fill="paper")
        return "\n".join([start.replace("/>", ">"), *head, paper, *self.parts, "</svg>", ""])


def element(name: str, text: str = "", **attributes: Any) -> str:
    """An element of SVG as text.

    >>> element("text", "a < b", font_size=12, x=1.50)
    '<text font-size="12" x="1.5">a &lt; b</text>'
    """
    written = "".join(
        f' {key if key == "viewBox" else key.replace("_", "-")}="{escape(_value(key, value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not text:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{escape(NOT_IN_XML.sub('', text), quote=False)}</{name}>"


def _value(key: str, value: object) -> str:
    if key in ("fill", "stroke"):
        return colours().get(str(value), str(value))
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return NOT_IN_XML.sub("", str(value))


@lru_cache
def colours() -> dict[str, str]:
    """The colours of the tokens, on paper: those of a dark screen come later in the file, and are left out."""
    sheet = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(COLOUR.findall(sheet.partition("@media")[0]))


def wrapped(text: str, *, width: float, size: int, weight: int = 400) -> list[str]:
    """A text in lines that are at most so wide; a word that is wider than a line is parted.

    >>> wrapped("one two three", width=60, size=13)
    ['one two', 'three']
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, width=width, size=size, weight=weight):
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size=size, weight=weight) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def _words(text: str, *, width: float, size: int, weight: int) -> Iterator[str]:
    for word in str(text).split(" "):
        piece = ""
        for sign in word:
            if piece and width_of(piece + sign, size=size, weight=weight) > width:
                yield piece
                piece = ""
            piece += sign
        if piece:
            yield piece


def width_of(text: str, *, size: int, weight: int = 400) -> float:
    """About how wide a text is, rather too much than too little: whoever reads the file may have another font."""
    return sum(map(_width_of_a_sign, text)) * size * (1.06 if weight > 500 else 1)


@lru_cache(maxsize=1000)
def _width_of_a_sign(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    if sign in NARROW:
        return 0.33
    if sign in WIDE or unicodedata.east_asian_width(sign) in "WF":
        return 1
    return 0.68 if sign.isupper() else 0.58
