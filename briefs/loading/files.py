"""Briefs as files: a small head, then the parts in Markdown (fixtures/README.md)."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefs.models import Brief
from briefs.writing import ANSWERS, PRINCIPLES, parts_of
from indicators.loading import result_of

HEAD = ("kind", "title", "summary", "language", "slug", "country", "theme", "translation_of")
BY_ENTRY = re.compile(r"\bkey:([\w-]+)")


class DoesNotRead(ValueError):
    """A file that is no brief: the message names the file and what is wrong with it."""


def read_briefs(folder: Path) -> list[dict[str, Any]]:
    """All briefs of a folder; a translation after what it translates."""
    briefs = [read_brief(path) for path in sorted(folder.glob("*.md"))]
    return sorted(briefs, key=lambda brief: bool(brief.get("translation_of")))


def read_brief(path: Path) -> dict[str, Any]:
    """What a file says: its head, and `parts`, `principles` and `source` as `content_of` names them.

    Results stand in it by the key of their entry (`[[result key:P1-07]]`): public numbers follow the order of
    loading, keys do not. Raises DoesNotRead.
    """
    head, *sections = re.split(r"^# (\w+)\n", path.read_text(), flags=re.MULTILINE)
    brief: dict[str, Any] = {name.strip(): value.strip() for name, _colon, value in _cells(head.splitlines(), ":")}
    texts = dict(zip(sections[::2], (_numbered(text, path) for text in sections[1::2]), strict=True))
    principles = {
        code: {"answer": answer, "line": line}
        for code, _bar, said in _cells(texts.pop("principles", "").splitlines(), " | ")
        for answer, _second_bar, line in [said.partition(" | ")]
    }
    brief |= {"slug": brief.get("slug", path.stem), "source": texts.pop("sources", ""), "principles": principles}
    asked = parts_of(brief.get("kind", ""))
    answers = {said["answer"] for said in principles.values()}
    unknown = [*(brief.keys() - {*HEAD, "source", "principles"}), *(texts.keys() - {*asked}), *(answers - {*ANSWERS})]
    unknown += principles.keys() - {*PRINCIPLES}
    if unknown or brief.get("kind") not in Brief.Kind.values:
        raise DoesNotRead(f"{path.name} says what no brief is asked: {', '.join(unknown) or 'kind'}.")
    return {**brief, "parts": texts}


def _cells(lines: Iterable[str], separator: str) -> list[tuple[str, str, str]]:
    return [line.partition(separator) for line in lines if line.strip()]


def _numbered(text: str, path: Path) -> str:
    """The text with public numbers in the place of the keys of entries."""

    def number(found: re.Match[str]) -> str:
        result = result_of(found[1])
        if result is None or result.number is None:
            raise DoesNotRead(f"{path.name} refers to {found[1]}, which is not published.")
        return str(result.number)

    return BY_ENTRY.sub(number, text).strip()
