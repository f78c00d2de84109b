"""What a reference in a text says: `[[figure covered country=TGO]]`, `[[result 46]]`, `[[chart steps]]`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from briefs.documents import Block, Note, Words


@dataclass(frozen=True, slots=True)
class Resolved:
    """What stands in the place of a reference: words in a line, or blocks where it stands alone on one.

    The runs of a figure carry its key and that of the note on its evidence; `notes` and `figures` hold both. With a
    `problem`, in plain words, there is nothing else.
    """

    words: Words = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def resolve(reference: str, reading: Any) -> Resolved:
    """What a reference (without its brackets) says as of an edition; never raises for what an author typed."""
    return Resolved(problem=_("“%(reference)s” is no reference that is known here.") % {"reference": reference})
