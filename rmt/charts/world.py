"""The map of the world: which area is drawn how. The paths are derived data with provenance (fixtures/README.md)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy

STEPS_HELD = {
    0: gettext_lazy("no step in force"),
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


@dataclass(frozen=True, slots=True)
class PlacedArea:
    """An area with its shape; a state too small to see has a dot as well."""

    area: Area
    path: str
    dot: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    step: int
    text: str


@dataclass(frozen=True, slots=True)
class World:
    """The countries that something is said of, the rest of the land, and what no country is drawn as."""

    areas: list[PlacedArea]
    land: str
    undetermined: str

    @property
    def keys(self) -> list[Key]:
        """What the colours and patterns of the map stand for."""
        return [Key(step, str(text)) for step, text in STEPS_HELD.items()]

    @property
    def rows(self) -> list[Area]:
        """The same as a table."""
        return [placed.area for placed in self.areas]


def world(areas: Iterable[Area]) -> World:
    """The map with these areas; undetermined ones are never a country, whatever is asked for."""
    shapes = _shapes()
    undetermined = set(shapes["undetermined"])
    said = [area for area in areas if area.iso3 not in undetermined]
    drawn = {area.iso3 for area in said}
    dots = shapes["dots"]
    return World(
        areas=[
            PlacedArea(area, shapes["paths"].get(area.iso3, ""), tuple(dots[area.iso3]) if area.iso3 in dots else None)
            for area in said
        ],
        land="".join(path for iso3, path in shapes["paths"].items() if iso3 not in drawn | undetermined),
        undetermined="".join(shapes["paths"][iso3] for iso3 in sorted(undetermined) if iso3 in shapes["paths"]),
    )


@lru_cache
def _shapes() -> dict:
    return json.loads((settings.BASE_DIR / "fixtures" / "world_map.json").read_text())
