"""The map of the world. Its paths are derived data; fixtures/README.md says from what."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

STEPS_HELD = {
    0: gettext_lazy("no step recorded that stands"),
    1: gettext_lazy("strategy"),
    2: gettext_lazy("law or scheme"),
    3: gettext_lazy("operations"),
}
VIEW_BOX = "0 0 1010 436"


@dataclass(frozen=True, slots=True)
class Area:
    """A country on the map: `step` is the furthest of the three that it holds, 0 for none; `text` says it in words."""

    iso3: str
    name: str
    step: int
    text: str
    href: str


@lru_cache
def shapes() -> dict[str, Any]:
    """Paths and dots by ISO3 code, and the codes of undetermined areas."""
    return json.loads((settings.BASE_DIR / "fixtures" / "world_map.json").read_text())


def world(areas: Iterable[Area]) -> dict[str, Any]:
    """The map with these areas: each with its path, and a dot if it is too small to see; then the rest of the land.

    Undetermined areas are never drawn as a country, whoever asks for it.
    """
    paths, dots, undetermined = shapes()["paths"], shapes()["dots"], set(shapes()["undetermined"])
    shown = [area for area in areas if area.iso3 not in undetermined]
    not_land = undetermined | {area.iso3 for area in shown}
    return {
        "areas": [{"area": area, "path": paths.get(area.iso3, ""), "dot": dots.get(area.iso3)} for area in shown],
        "land": "".join(path for iso3, path in paths.items() if iso3 not in not_land),
        "undetermined": "".join(paths[iso3] for iso3 in sorted(undetermined) if iso3 in paths),
        "legend": STEPS_HELD.items(),
    }
