"""Where on a page Hebrew stands without its direction: neither in a `<bdi>` nor in an element with `dir="auto"`."""

import re
from html.parser import HTMLParser

HEBREW = re.compile("[\u0590-\u05ff]")
SET_APART = re.compile("\u2068[^\u2069]*\u2069")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# A title of the page or of a drawing, data, and a choice, which the browser sets apart by itself.
NO_LINE = {"title", "script", "option", "desc"}


class LinesThatTurn(HTMLParser):
    """`found` holds each text with Hebrew that may turn the line it stands in, with the element around it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict]] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs) -> None:
        given = dict(attrs)
        if tag == "textarea" and given.get("dir") != "auto":
            self.found.append(f"textarea {given.get('name')} without dir=auto")
        if tag == "input" and HEBREW.search(given.get("value") or "") and given.get("type") in (None, "text", "search"):
            self._ask(given["value"], [*self.open, (tag, given)])
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if HEBREW.search(SET_APART.sub("", data)) and not any(
            tag in NO_LINE or "visually-hidden" in given.get("class", "") for tag, given in self.open
        ):
            self._ask(data, self.open)

    def _ask(self, text: str, around: list[tuple[str, dict]]) -> None:
        if not any(tag == "bdi" or given.get("dir") == "auto" for tag, given in around):
            tag, given = around[-1]
            self.found.append(f"{tag}.{given.get('class', '')} in {around[-2][0]}: {' '.join(text.split())[:100]}")
