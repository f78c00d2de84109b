"""The picture of a country, a theme, a partner or the site: 1200 × 630, drawn by typst from JSON alone."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from rmt.caching import KEEP_SECONDS, code_version
from rmt.files import draw_png
from rmt.site.sharing.headlines import headlines_of
from rmt.site.sharing.png import with_palette
from rmt.site.sharing.subjects import SharedSubject
from rmt.text import demonstration

DRAWING = Path(__file__).with_name("card.typ")
POINTS_AN_INCH = 72  # one pixel for each point of the page


def picture_of(subject: SharedSubject, *, today: date) -> bytes:
    """The PNG of a card."""
    return kept_picture(content_of(subject, today), draw)


def kept_picture(content: Mapping[str, Any], draw: Callable[[Mapping[str, Any]], bytes]) -> bytes:
    """A picture; it is drawn again only when its words or figures have changed."""
    words = json.dumps(content, ensure_ascii=False, sort_keys=True)
    key = "picture:" + hashlib.sha256(f"{code_version()} {words}".encode()).hexdigest()
    picture: bytes | None = cache.get(key)
    if picture is None:
        picture = draw(content)
        cache.set(key, picture, KEEP_SECONDS)
    return picture


def content_of(subject: SharedSubject, today: date) -> dict[str, Any]:
    """Every word and figure of the picture, in the reader's language."""
    found = headlines_of(subject.entries, today=today)
    return {
        "site": _("Results Monitoring Tool"),
        "kind": subject.kind,
        "rule": "" if found["is_empty"] else _("Governments run and pay; the programme supported"),
        "name": subject.name,
        "changes": found["changes_text"] if found["changes"] else "",
        "steps": [
            {
                "count": step["count"],
                "title": step["title"],
                "lost": step["lost_text"],
                "number": _("Step %(n)s") % {"n": step["number"]},
            }
            for step in found["steps"]
        ],
        "lines": found["lines"],
        "nothing": "" if not found["is_empty"] else _("No result has been published yet."),
        "updated": subject.rests_on,
        "programme": _("Building Social Protection Floors for All"),
        "demo": demonstration(),
    }


def draw(content: Mapping[str, Any]) -> bytes:
    """The picture of some words and figures, which are data for the drawing, never part of its text."""
    return with_palette(draw_png(DRAWING, content, ppi=POINTS_AN_INCH))
