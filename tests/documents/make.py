"""A document with one of everything, for tests of documents, of building and of pages."""

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from briefs.documents import (
    Block,
    Break,
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Run,
    Table,
    Tile,
    Tiles,
    drawing_of,
    words,
)
from rmt.charts import Area, Bar, Chart, bars, draw_bars, draw_world, world

COVERED, CHANGES, ENTITLED = "2.6 million", "29", "1 200–1 500"
FIGURES = {"covered": COVERED, "changes": CHANGES, "entitled": ENTITLED}


def covered(**given: Any) -> Run:
    """About how many people the sample says are covered, as a figure of it."""
    return Run(COVERED, **{"figure": "covered", "note": "evidence", "href": "/results/46/v3/", **given})


def chart(
    title: str = "People in schemes that the programme supported", *, id: str = "people", year: int = 2024
) -> Chart:
    rows = [Bar(f"Togo, {year}", COVERED, Decimal(2_600_000)), Bar("Cambodia", "1 300", Decimal(1_300))]
    return Chart(
        id=id,
        title=title,
        description="Two bars; that of Togo is the longer one.",
        header=("Country", "People"),
        rows=[("Togo", 2_600_000), ("Cambodia", 1_300)],
        draw=lambda canvas: draw_bars(canvas, bars(rows)),
        source="Entries of the edition",
    )


def world_map(title: str) -> Chart:
    shown = [Area(iso3, iso3, shade, "law or scheme", "") for shade, iso3 in enumerate(("TGO", "KHM", "VNM"))]
    placed = world(shown)
    return Chart(
        id="map",
        title=f"{title}, a map",
        description="Three countries are dark.",
        header=("Country", "Step"),
        rows=[(area.name, area.text) for area in shown],
        draw=partial(draw_world, world=placed, view_box=(1010, 436), legend=[*placed["legend"], (0, title)]),
        note="The boundaries shown do not imply endorsement.",
    )


def table(caption: str = "People covered by country", *, rows: int = 2, columns: int = 3) -> Table:
    header = ("Country", *(f"Column {number}" for number in range(1, columns)))
    return Table(
        caption=caption,
        header=header,
        rows=tuple(
            (words(f"Country {row}"), *(words(Run(str(1000 * row + column))) for column in range(1, columns)))
            for row in range(rows)
        ),
        numeric=tuple(range(1, columns)),
        source="Entries of the edition",
    )


def blocks() -> tuple[Block, ...]:
    """One of everything."""
    return (
        Paragraph(words("In short: ", covered(), " people more are covered."), role="lead"),
        Tiles(
            (
                Tile(words(Run(CHANGES, figure="changes", note="evidence")), "institutional changes", "since 2016"),
                Tile(words(Run(COVERED, figure="covered")), "people covered"),
                Tile(words("Not reported"), "people entitled", "Nobody has reported this yet."),
            )
        ),
        Heading("What changed", 1, "what-changed"),
        Paragraph(
            words(
                "A ",
                Run("law", bold=True),
                " was ",
                Run("adopted", italic=True),
                "; see ",
                Run("the annex", href="#annex"),
                " and ",
                Run("the source", href="https://example.org/a"),
                ".",
                Run("", note="own"),
            )
        ),
        Items(((0, words("First")), (1, words("below it")), (2, words("and below that")), (0, words("Second")))),
        Items(((0, words("One")), (0, words("Two"))), is_ordered=True),
        Paragraph(words("“We are covered now.”"), role="quote"),
        Heading("In figures", 2),
        replace(table(), rows=((words("Togo"), words(covered(href="")), words(Run(ENTITLED, figure="entitled"))),)),
        drawing_of(chart()),
        Break(),
        Heading("Annex", 1, "annex"),
        Paragraph(words("How people are counted."), role="small"),
        Heading("Detail", 3),
        Paragraph(words("All else.")),
    )


def document(*parts: Block, **given: Any) -> Document:
    """A document of these blocks, or with one of everything."""
    sample: dict[str, Any] = {
        "kind": "brief",
        "title": "Togo: from law to practice",
        "subtitle": "Country brief",
        "language": "en",
        "edition": "2026-1",
        "seal": "Seal 12 of 31 January 2026: 4f1c 9a02",
        "day": "2026-01-31",
        "address": "http://localhost/briefs/togo/",
        "facts": ("Written by the country team",),
        "colophon": ("Cite as: Togo: from law to practice.", "Licence: CC BY 4.0"),
        "notes": (
            Note("evidence", words("Result 46, version 3: ", Run("a law", href="/results/46/v3/"))),
            Note("own", words("In force since 2021.")),
        ),
        "figures": {} if parts else FIGURES,
    }
    return Document(**{**sample, "blocks": parts or blocks(), **given})


def report(countries: int) -> Document:
    """A report with a chapter for each country: tiles, text whose figures have notes, tables, a chart and a map."""
    parts: list[Block] = []
    notes: list[Note] = []
    for number in range(countries):
        name, keys = f"Country {number}", [f"{number}-{part}" for part in range(5)]
        notes += [Note(key, words(f"Result {key}, version 1: a law of {name}.")) for key in keys]
        figures = [Run(f"{number}00", figure=key, note=key, href="/results/46/") for key in keys]
        parts += [Heading(name), Tiles(tuple(Tile(words(figure), "people covered") for figure in figures[:3]))]
        parts += [Paragraph(words(f"In {name} ", figure, " people. " + "It was adopted. " * 20)) for figure in figures]
        for part in range(4):
            parts += [Heading(f"Part {part}", 2), table(f"Table {part} of {name}", rows=8, columns=5)]
        parts += [
            drawing_of(each) for each in (chart(name, id=f"people-{number}", year=2000 + number), world_map(name))
        ]
    return document(*parts, notes=tuple(notes), has_contents=True)
