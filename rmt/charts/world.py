"""The map of the world. Its paths are derived data; fixtures/README.md says from what."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

STEP_LOST = 4
STEPS_HELD = {
    0: gettext_lazy("no step recorded"),
    1: gettext_lazy("strategy"),
    2: gettext_lazy("law or scheme"),
    3: gettext_lazy("operations"),
    STEP_LOST: gettext_lazy("step lost"),
}
PEOPLE = {
    0: gettext_lazy("no figure to count"),
    1: gettext_lazy("under 100 000 people"),
    2: gettext_lazy("100 000 to a million"),
    3: gettext_lazy("a million or more"),
}
BOUNDARIES = gettext_lazy(
    "The boundaries and names shown do not imply endorsement or acceptance by the programme or by the United Nations. "
    "Areas with a dashed edge are undetermined. The final boundary between Sudan and South Sudan and the final status "
    "of Abyei are not yet determined. A dotted line in Jammu and Kashmir is not drawn at this scale; its final status "
    "has not been agreed by the parties. There is a dispute over the sovereignty of the Falkland Islands (Malvinas)."
)
VIEW_BOX = "0 0 1010 436"
BOXES = {
    "africa": "396 134 222 236",
    "americas": "190 176 160 172",
    "arab-states": "545 124 80 54",
    "asia-and-the-pacific": "625 126 372 184",
    "europe-and-central-asia": "505 76 184 72",
}
"""What is in sight of each region, by its code: small countries need room."""


@dataclass(frozen=True, slots=True)
class Area:
    """A country or territory on the map: `shade` is one of the legend's, 0 for none.

    `text` says it in words; `note` is a second line for its card, such as people.
    """

    iso3: str
    name: str
    shade: int
    text: str
    href: str
    note: str = ""


def shade_of_people(least: Decimal | None) -> int:
    """The shade of `PEOPLE` for at least so many; `None` is not recorded.

    >>> shade_of_people(None), shade_of_people(Decimal(2500)), shade_of_people(Decimal(2_500_000))
    (0, 1, 3)
    """
    return 0 if least is None else 1 + sum(least >= limit for limit in (100_000, 1_000_000))


@lru_cache
def shapes() -> dict[str, Any]:
    """Paths and dots by ISO3 code, and the codes of undetermined areas."""
    return json.loads((settings.BASE_DIR / "fixtures" / "world_map.json").read_text())


def world(areas: Iterable[Area], *, legend: Mapping[int, Any] = STEPS_HELD, region: str = "") -> dict[str, Any]:
    """The map with these areas: each with its path, and a dot if it is too small to see; then the rest of the land.

    Undetermined areas are never drawn as a country, whoever asks for it. A `region` fills the picture; dots and
    patterns keep their size in it. The legend names a lost step only where one was lost.
    """
    paths, dots, undetermined = shapes()["paths"], shapes()["dots"], set(shapes()["undetermined"])
    shown = [area for area in areas if area.iso3 not in undetermined]
    not_land = undetermined | {area.iso3 for area in shown}
    box = BOXES.get(region, VIEW_BOX)
    zoom = float(box.split()[2]) / float(VIEW_BOX.split()[2])
    return {
        "areas": [{"area": area, "path": paths.get(area.iso3, ""), "dot": dots.get(area.iso3)} for area in shown],
        "land": "".join(path for iso3, path in paths.items() if iso3 not in not_land),
        "undetermined": "".join(paths[iso3] for iso3 in sorted(undetermined) if iso3 in paths),
        "legend": [
            (shade, text)
            for shade, text in legend.items()
            if shade != STEP_LOST or any(area.shade == STEP_LOST for area in shown)
        ],
        "box": box,
        "dot": f"{5 * zoom:.1f}",
        "scale": f"{zoom:.2f}",
    }
