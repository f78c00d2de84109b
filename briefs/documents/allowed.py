"""What the page of a document may consist of: nothing that runs, nothing that is fetched but its pictures."""

import nh3

from rmt.files import NOT_IN_XML

SHAPES = {"rect", "path", "circle", "ellipse", "line", "polyline", "polygon"}
TAGS = {
    "a", "aside", "b", "br", "caption", "dd", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3",
    "h4", "h5", "img", "li", "nav", "ol", "p", "section", "span", "strong", "summary", "sup", "table", "tbody", "td",
    "th", "thead", "tr", "ul", "blockquote", "bdi", "svg", "title", "desc", "g", "defs", "pattern", "text", "tspan",
    *SHAPES,
}  # fmt: skip
PAINT = {
    "fill", "fill-opacity", "fill-rule", "opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin",
    "stroke-linecap", "stroke-opacity", "transform", "x", "y",
}  # fmt: skip
TEXT = {"font-size", "font-weight", "font-family", "font-style", "text-anchor", "dominant-baseline", "dx", "dy"}
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "role", "aria-label", "aria-labelledby", "aria-describedby"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"tabindex"},
    "td": {"colspan"},
    "th": {"scope"},
    "ol": {"start"},
    "svg": {"viewBox", "width", "height", "font-family"},
    "pattern": {"width", "height", "patternUnits", "patternTransform", *PAINT},
    "g": PAINT | TEXT,
    "text": PAINT | TEXT,
    "tspan": PAINT | TEXT,
    **{shape: PAINT | {"width", "height", "rx", "ry", "r", "cx", "cy", "d", "points", "x1", "x2", "y1", "y2"}
       for shape in SHAPES},
}  # fmt: skip


def allowed(html: str) -> str:
    """The HTML without all that is not on the list."""
    return nh3.clean(NOT_IN_XML.sub("", html), tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def own_ids(svg: str, id: str) -> str:
    """A drawing for a page with others: its ids, and what names them, begin with `id`; nothing is fetched for it."""

    def own(_tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return f"{id}-{value}"
        if name in ("aria-labelledby", "aria-describedby"):
            return " ".join(f"{id}-{one}" for one in value.split())
        if "url(" in value:
            return f"url(#{id}-{value[5:]}" if value.startswith("url(#") else None
        return value

    return nh3.clean(NOT_IN_XML.sub("", svg), tags=TAGS, attributes=ATTRIBUTES, attribute_filter=own, link_rel=None)
