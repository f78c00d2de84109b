"""What a page of HTML says, a block a line: text, headings, links, forms, what a screen reader says of pictures."""

import hashlib
import json
from contextlib import suppress
from html.parser import HTMLParser

INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}  # fmt: skip
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
TOLD = {
    "accept", "action", "alt", "checked", "colspan", "content", "datetime", "disabled", "download", "enctype",
    "formaction", "formmethod", "headers", "hidden", "href", "hreflang", "hx-get", "hx-post", "inputmode", "lang",
    "list", "max", "maxlength", "method", "min", "multiple", "name", "novalidate", "open", "pattern", "placeholder",
    "property", "readonly", "rel", "required", "role", "rowspan", "scope", "selected", "src", "start", "step",
    "summary", "target", "title", "type", "value", "xlink:href",
}  # fmt: skip
IDS = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-errormessage"}
LOADED = {"stylesheet", "preload", "icon", "modulepreload"}
NOT_DRAWN = {"class", "id", "xmlns"}
TYPED = {"text", "search", ""}
WORD = "togo"


class Page(HTMLParser):
    """The lines of a page, the addresses that it links to, and those that its filter forms ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: list[str] = []
        self.filters: list[tuple[str, str, str]] = []
        self._line: list[str] = []
        self._script: str | None = None
        self._scripted: list[str] = []
        self._drawn: list[str] | None = None
        self._form: str | None = None
        self._select = ""
        self.feed(html)
        self.close()
        self._end_line()

    def handle_starttag(self, tag, attrs) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self._script = said.get("type", tag)
            return
        if tag == "link" and said.get("rel") in LOADED:
            return
        if tag == "svg":
            self._drawn = []
        if self._drawn is not None:
            self._drawn += [f"{tag} {name}={said[name]}" for name in sorted(said) if is_drawn(name)]
        self._follow(tag, said)
        self._begin(tag, said)

    def _begin(self, tag: str, said: dict[str, str]) -> None:
        """The element as it is told: nothing of one that only groups, else its name and what it says."""
        if tag not in INLINE:
            self._end_line()
        if said.get("name") == "csrfmiddlewaretoken":
            said["value"] = "csrf"
        words = [f"{name}={said[name]}" if said[name] else name for name in sorted(said) if is_told(name)]
        if words or tag in {"a", "button", "label", "th", "li", "summary", "legend"}:
            self._line.append(f"{{{' '.join([tag, *words])}}}")
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._line.append("#" * int(tag[1]) + " ")
        if tag in VOID - INLINE:
            self._end_line()

    def handle_endtag(self, tag) -> None:
        if tag in {"script", "style"}:
            self._end_script()
        elif tag == "svg" and self._drawn is not None:
            self._end_line()
            self.lines.append(f"{{drawn {digest(chr(10).join(self._drawn).encode())[:16]}}}")
            self._drawn = None
        elif tag == "form":
            self._form = None
        if tag in {"a", "button", "label"}:
            self._line.append(f"{{/{tag}}}")
        if tag not in INLINE:
            self._end_line()

    def handle_data(self, data) -> None:
        (self._line if self._script is None else self._scripted).append(data)

    def _end_script(self) -> None:
        """Of scripts, only what is said to machines is text."""
        if self._script == "application/ld+json":
            said = "".join(self._scripted)
            with suppress(ValueError):  # what is no JSON is told as it is
                said = json.dumps(json.loads(said), indent=1, ensure_ascii=False)
            self.lines += ["{ld+json}", *said.splitlines()]
        self._script = None
        self._scripted.clear()

    def _end_line(self) -> None:
        if text := " ".join("".join(self._line).split()):
            self.lines.append(text)
        self._line.clear()

    def _follow(self, tag: str, said: dict[str, str]) -> None:
        """Remember where a link leads, and what a form that only asks could ask for."""
        self.links += [said[name] for name in ("href", "xlink:href", "src", "action", "formaction") if said.get(name)]
        if tag == "form":
            self._form = said.get("action", "") if said.get("method", "get").lower() == "get" else None
        elif self._form is None:
            return
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self._select and said.get("value"):
            self.filters.append((self._form, self._select, said["value"]))
        elif tag == "input" and said.get("name"):
            value = WORD if said.get("type", "") in TYPED else said.get("value")
            self.filters += [(self._form, said["name"], value)] if value else []


def is_told(name: str) -> bool:
    return name in TOLD or (name.startswith("aria-") and name not in IDS)


def is_drawn(name: str) -> bool:
    return name not in NOT_DRAWN and not name.startswith(("aria-", "data-"))


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
