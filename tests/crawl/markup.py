"""What is wrong with the bytes of a public page, whatever a browser makes of them."""

import re
from collections.abc import Iterator

import html5lib

ELEMENT = re.compile(r"<(?:script|link|img|iframe|source|object|embed|use|image)\b[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"""\b(?:src|href|srcset|data)\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
TEXT = re.compile(r"<textarea\b.*?</textarea>", re.DOTALL)  # what is to be copied elsewhere is text here
NOT_LOADED = re.compile(r"""\brel\s*=\s*["'](?:canonical|alternate)[^"']*["']""", re.IGNORECASE)


def problems(html: str) -> Iterator[str]:
    """Each thing that is wrong, in words: not strictly HTML, not one h1, something from elsewhere, something inline."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    yield from (f"not strict HTML: {code} at {place}" for place, code, _more in parser.errors)
    headings = len(re.findall(r"<h1[\s>]", html))
    if headings != 1:
        yield f"{headings} h1"
    if re.search(r"<[^>]+\sstyle\s*=", html):
        yield "a style attribute"
    if re.search(r"<style[\s>]", html):
        yield "a style element"
    yield from _inline_scripts(html)
    yield from _elsewhere(html)


def _inline_scripts(html: str) -> Iterator[str]:
    for attributes in re.findall(r"<script\b([^>]*)>", html):
        if "src=" not in attributes and "application/ld+json" not in attributes:
            yield "an inline script"


def _elsewhere(html: str) -> Iterator[str]:
    """What a browser would fetch from another host; canonical and alternate addresses are only named."""
    for element in ELEMENT.findall(TEXT.sub("", html)):
        if not NOT_LOADED.search(element):
            yield from (
                f"from elsewhere: {address}"
                for address in ADDRESS.findall(element)
                if address.startswith(("http:", "https:", "//"))
            )
