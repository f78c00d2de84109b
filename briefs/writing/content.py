"""What a brief says, piece by piece: what versions are compared by, and what two authors can change side by side."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from briefs.models import PARTS, Brief
from briefs.writing.questions import ANSWERS, PRINCIPLES, STORY, TITLES
from indicators.ledger import WordedDifference, word_by_word

PLAIN = ("title", "summary", "source")
NO_ANSWER = {"answer": "", "line": ""}

Pieces = dict[str, Any]
"""The pieces of a brief by key: "title", "parts.lessons", "principles.dignity" and so on."""


def parts_of(kind: str) -> tuple[str, ...]:
    """The names of the parts that a brief of this kind has."""
    return (STORY,) if kind == Brief.Kind.STORY else PARTS


def principles_of(kind: str) -> tuple[str, ...]:
    """The codes of the principles against which a brief of this kind is held; a story is held against none."""
    return () if kind == Brief.Kind.STORY else tuple(PRINCIPLES)


def content_of(brief: Brief) -> dict[str, Any]:
    """Everything that the working copy says, in the form in which a version is stored and an issue is built from it."""
    return {
        **{name: getattr(brief, name) for name in PLAIN},
        "parts": {name: brief.parts.get(name, "") for name in parts_of(brief.kind)},
        "principles": {code: {**NO_ANSWER, **brief.principles.get(code, {})} for code in principles_of(brief.kind)},
        "is_pilot": brief.is_pilot,
        "is_historical": brief.is_historical,
        "language": brief.language,
        "edition": brief.edition.code if brief.edition else "",
    }


def pieces_of(content: Mapping[str, Any]) -> Pieces:
    """A content, or some changes to one, as pieces."""
    flat: Pieces = {}
    for name, value in content.items():
        if name in ("parts", "principles"):
            flat |= {f"{name}.{key}": each for key, each in value.items()}
        else:
            flat[name] = value
    return flat


def label_of(piece: str) -> str:
    """What people call a piece, by its key or by the name of its field; "" is the whole."""
    name = piece.rpartition(".")[2]
    others = {
        "": _("The whole"),
        "title": _("Title"),
        "summary": _("In short"),
        "source": _("Sources"),
        "principles": _("The principles"),
        "is_pilot": _("Pilot"),
        "is_historical": _("Drawn from published sources"),
        "language": _("Language"),
        "edition": _("Edition"),
    }
    return str(TITLES.get(name) or PRINCIPLES.get(name) or others.get(name, name))


def text_of_piece(value: Any) -> str:
    """A piece as words; "" where it says nothing."""
    if isinstance(value, Mapping):
        answer = str(ANSWERS.get(value.get("answer", ""), ""))
        return " — ".join(filter(None, [answer, value.get("line", "")]))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def differences(before: Pieces, after: Pieces) -> list[WordedDifference]:
    """What two sets of pieces say differently, word by word, in the order of the second."""
    return [
        WordedDifference(label_of(piece), *word_by_word(text_of_piece(before.get(piece, "")), text_of_piece(value)))
        for piece, value in after.items()
        if before.get(piece) != value
    ]
