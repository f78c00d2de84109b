"""The picture of a country, a theme, a partner or the site: 1200 × 630, drawn by typst from JSON alone."""

import hashlib
import json
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.core.cache import cache
from django.utils.translation import gettext as _

from rmt.caching import KEEP_SECONDS, code_version
from rmt.site.sharing.headlines import headlines_of
from rmt.site.sharing.png import with_palette
from rmt.site.sharing.subjects import Subject
from rmt.text import day as day_text

DRAWING = Path(__file__).with_name("card.typ")
POINTS_AN_INCH = 72  # one pixel for each point of the page


def picture_of(subject: Subject, *, today: date) -> bytes:
    """The PNG; it is drawn again only when what it says has changed."""
    said = json.dumps(_said_on(subject, today), ensure_ascii=False, sort_keys=True)
    key = "picture:" + hashlib.sha256(f"{code_version()} {said}".encode()).hexdigest()
    picture: bytes | None = cache.get(key)
    if picture is None:
        picture = draw(said)
        cache.set(key, picture, KEEP_SECONDS)
    return picture


def _said_on(subject: Subject, today: date) -> dict[str, Any]:
    """Everything that the picture says, in the reader's language."""
    found, updated = headlines_of(subject.entries, today=today), subject.updated
    return {
        "site": _("Results Monitoring Tool"),
        "kind": subject.kind,
        "name": subject.name,
        "changes": found.changes_text if found.changes else "",
        "steps": [
            {"count": s.count, "title": s.title, "lost": s.lost_text, "number": _("Step %(n)s") % {"n": s.number}}
            for s in found.steps
        ],
        "lines": [{"text": line.text, "label": line.label} for line in found.lines],
        "nothing": "" if not found.is_empty else _("No result has been published yet."),
        "updated": _("Updated %(day)s") % {"day": day_text(updated)} if updated else "",
        "programme": _("Building Social Protection Floors for All"),
    }


def draw(said: str) -> bytes:
    """The picture of some JSON. It is data for the drawing, never part of its text."""
    drawn = typst.compile(
        str(DRAWING),
        format="png",
        ppi=POINTS_AN_INCH,
        font_paths=[fonts()],
        ignore_system_fonts=True,
        sys_inputs={"card": said},
    )
    return with_palette(drawn)


@lru_cache
def fonts() -> str:
    return str(files("fontpkg_noto_sans") / "files")
