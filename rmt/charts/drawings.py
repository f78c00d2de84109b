"""How each kind of chart is drawn in its file, from the same marks as on its page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rmt.charts.canvas import INNER, MARGIN, Canvas, wrapped
from rmt.charts.marks import Point, YearColumn, columns, points
from rmt.text import LEVELS, grouped

LEVEL_LOOKS: dict[int, dict[str, Any]] = {
    1: {"fill": "none", "stroke": "level-1", "stroke_width": 3},
    2: {"fill": "level-2"},
    3: {"fill": "level-3"},
}
POSSIBLE: dict[str, Any] = {"fill": "teal-track", "stroke": "level-3", "stroke_dasharray": "2 2"}
HATCHES: dict[int, dict[str, Any]] = {
    1: {"side": 5, "shape": "circle", "cx": 1.5, "cy": 1.5, "r": 0.8},
    2: {"side": 4, "shape": "rect", "width": 1, "height": 4, "turned": 45},
    4: {"side": 6, "shape": "rect", "width": 2, "height": 2, "turned": 45},
}
DASHES = ("none", "8 4", "2 3", "10 3 2 3", "5 5", "1 4")
LINE_COLOURS = ("level-3", "level-2", "text", "red", "amber", "green")


def draw_bars(canvas: Canvas, placed: Sequence[dict[str, Any]]) -> None:
    """Bars as `marks.bars` placed them: solid as far as is certain, hatched beyond, a mark for each target."""
    keys: list[tuple[str, dict[str, Any]]] = []
    if any(row["possible"] for row in placed):
        keys.append((_("groups may overlap: it lies between the two ends"), POSSIBLE))
    if any(row["target"] is not None for row in placed):
        keys.append((_("target"), {"fill": "text", "width": 3}))
    canvas.keys(keys)
    left, width = MARGIN + 240, INNER - 240
    for row in placed:
        bar, top = row["bar"], canvas.y
        canvas.paragraph(bar.label, width=220, size=13)
        below_label, canvas.y = canvas.y, top
        canvas.paragraph(bar.text, x=left, width=width, weight=700, fill="text" if row["is_known"] else "muted")
        canvas.paragraph(bar.note, x=left, width=width, size=11, fill="muted")
        if row["is_known"] or row["target"] is not None:
            _draw_bar(canvas, row, left, width)
        canvas.y = max(canvas.y, below_label) + 10


def _draw_bar(canvas: Canvas, row: dict[str, Any], left: float, width: float) -> None:
    def across(percent: Decimal) -> float:
        return width * float(percent) / 100

    y = canvas.y + 4
    canvas.put("rect", x=left, y=y, width=width, height=14, rx=3, fill="track")
    if row["certain"]:
        canvas.put("rect", x=left, y=y, width=across(row["certain"]), height=14, rx=3, fill=f"level-{row['bar'].level}")
    if row["possible"]:
        x = left + across(row["certain"])
        canvas.put("rect", **{"x": x, "y": y, "width": across(row["possible"]), "height": 14, **POSSIBLE})
    if row["target"] is not None:
        canvas.put("rect", x=left + across(row["target"]) - 3, y=y - 3, width=3, height=20, fill="text")
    canvas.y = y + 20


def draw_columns(
    canvas: Canvas, rows: Sequence[YearColumn], *, height: int = 200, is_of_one_level: bool = False
) -> None:
    """Columns by year, in the three levels; the highest is `height` high. Those of one level need no key."""
    if not is_of_one_level:
        canvas.keys([(str(name), LEVEL_LOOKS[level]) for level, name in LEVELS.items()])
    canvas.y += 16
    _draw_columns(canvas, columns(rows), left=MARGIN, width=INNER, height=height, size=12)
    canvas.y += height + 26


def _draw_columns(
    canvas: Canvas, placed: Sequence[dict[str, Any]], *, left: float, width: float, height: float, size: int
) -> None:
    """Columns from `canvas.y` down, with their counts above and the years below, as many of these as have room."""
    foot = canvas.y + height
    every = max(1, -(-len(placed) * size * 3 // int(width)))
    for number, column in enumerate(placed):
        for level, top, tall in column["parts"]:
            canvas.put(
                "rect", x=left + width * float(column["x"]) / 100, width=width * float(column["width"]) / 100,
                y=canvas.y + height * float(top) / 100, height=height * float(tall) / 100, **LEVEL_LOOKS[level],
            )  # fmt: skip
        middle = left + width * float(column["middle"]) / 100
        if column["column"].total:
            y = canvas.y + height * float(column["top"]) / 100 - 5
            canvas.text(
                grouped(column["column"].total), x=middle, y=y, size=size, text_anchor="middle", font_weight=700
            )
        if number % every == 0:
            label = str(column["column"].label)
            canvas.text(label, x=middle, y=foot + size + 5, size=size, fill="muted", text_anchor="middle")
    canvas.put("line", x1=left, x2=left + width, y1=foot, y2=foot, stroke="line-strong")


def draw_multiples(canvas: Canvas, charts: Sequence[tuple[str, str, Sequence[YearColumn]]]) -> None:
    """The same columns for several, four beside each other, on one scale."""
    canvas.keys([(str(name), LEVEL_LOOKS[level]) for level, name in LEVELS.items()])
    highest = max((row.total for _name, _href, rows in charts for row in rows), default=0)
    wide, start = (INNER - 3 * 24) / 4, canvas.y
    for number, (name, _href, rows) in enumerate(charts):
        if number % 4 == 0:
            start = canvas.y if number == 0 else start + 150
        canvas.y, left = start, MARGIN + (number % 4) * (wide + 24)
        for line in wrapped(str(name), width=wide, size=12, weight=700)[:2]:
            canvas.y += 15
            canvas.text(line, x=left, y=canvas.y, size=12, font_weight=700)
        canvas.y = start + 52
        _draw_columns(canvas, columns(rows, highest=highest), left=left, width=wide, height=60, size=9)
    canvas.y = start + 140


def draw_lines(
    canvas: Canvas,
    lines: Sequence[tuple[str, Sequence[Point]]],
    *,
    whole: Decimal = Decimal(100),
    years: Sequence[tuple[int, str]] = (),
) -> None:
    """Series by year, each a name and its points, between 0 and `whole`; a line from three points on.

    Each of `years` is marked with its text. Lines differ in colour and in their dashes.
    """
    dated = [point.year for _name, row in lines for point in row] + [year for year, _text in years]
    if not dated:
        return
    first, last, left, height = min(dated), max(dated), MARGIN + 40, 220
    width, top = INNER - 60, canvas.y + 12

    def x_of(year: int) -> float:
        return left + (width * (year - first) / (last - first) if last > first else width / 2)

    for percent in (0, 25, 50, 75, 100):
        y = top + height - height * percent / 100
        canvas.put("line", x1=left, x2=left + width, y1=y, y2=y, stroke="line-strong" if not percent else "line")
        text = grouped((whole * percent / 100).normalize())
        canvas.text(text, x=left - 8, y=y + 4, size=11, fill="muted", text_anchor="end")
    for year in sorted({first, last, *(year for year in dated if last - first < 16)}):
        canvas.text(str(year), x=x_of(year), y=top + height + 18, size=11, fill="muted", text_anchor="middle")
    for year, _text in years:
        canvas.put("line", x1=x_of(year), x2=x_of(year), y1=top, y2=top + height, stroke="text", stroke_dasharray="2 4")
    for number, (_name, row) in enumerate(lines):
        placed, is_line = points(row, whole=whole)
        at = [(x_of(one["point"].year), top + height * float(one["y"]) / 100) for one in placed]
        look: dict[str, Any] = {
            "stroke": LINE_COLOURS[number % 6],
            "stroke_width": 2,
            "stroke_dasharray": DASHES[number % 6],
        }
        if is_line:
            canvas.put("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in at), fill="none", **look)
        for x, y in at:
            canvas.put("circle", cx=x, cy=y, r=4, fill=LINE_COLOURS[number % 6])
    canvas.y = top + height + 32
    for number, (name, row) in enumerate(lines):
        ends = [f"{point.year}: {point.text}" for point in sorted(row, key=lambda point: point.year)]
        canvas.put("line", x1=MARGIN, x2=MARGIN + 28, y1=canvas.y + 10, y2=canvas.y + 10, stroke_width=2,
                   stroke=LINE_COLOURS[number % 6], stroke_dasharray=DASHES[number % 6])  # fmt: skip
        told = ends if len(ends) < 3 else [ends[0], ends[-1]]
        canvas.paragraph(" · ".join(filter(None, [name, *told])), x=MARGIN + 40, width=INNER - 40, size=12)
    for year, text in years:
        canvas.paragraph(f"{year}: {text}", x=MARGIN + 40, width=INNER - 40, size=12, fill="muted")


def draw_world(
    canvas: Canvas, world: dict[str, Any], *, view_box: tuple[int, int], legend: Sequence[tuple[int, str]]
) -> None:
    """The map as `world` placed it: steps differ by colour and pattern; undetermined areas keep their dashed edge."""
    for step, pattern in HATCHES.items():
        canvas.pattern(f"step-{step}", **pattern)
    shades = [(str(text), _look_of(shade) | {"stroke": "line-strong"}) for shade, text in legend]
    rest: list[tuple[str, dict[str, Any]]] = [
        (_("not among those listed"), {"fill": "track"}),
        (_("undetermined area"), {"fill": "paper", "stroke": "line-strong"}),
    ]
    canvas.keys([*shades, *rest])
    scale = INNER / view_box[0]
    canvas.open(transform=f"translate({MARGIN} {canvas.y:.1f}) scale({scale:.4f})")
    canvas.put("path", d=world["land"], fill="track", stroke="paper", stroke_width=0.5)
    canvas.put(
        "path", d=world["undetermined"], fill="paper", stroke="line-strong", stroke_width=0.6, stroke_dasharray="2 1.5"
    )
    for placed in world["areas"]:
        area = placed["area"]
        look: dict[str, Any] = _look_of(area.shade) | {
            "stroke": "paper" if area.shade else "line-strong", "stroke_width": 0.6
        }  # fmt: skip
        if placed["path"]:
            canvas.put("path", d=placed["path"], **look)
        if placed["dot"]:
            canvas.put("circle", cx=placed["dot"][0], cy=placed["dot"][1], r=5, **{**look, "stroke": "line-strong"})
    canvas.close()
    canvas.y += view_box[1] * scale + 8


def _look_of(step: int) -> dict[str, Any]:
    return {"fill": f"map-{step}", "hatch": f"url(#step-{step})" if step in HATCHES else None}


def draw_table(canvas: Canvas, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of texts: the first row bold, a line below each, every cell in as many lines as it needs."""
    width = INNER / len(header)
    for number, row in enumerate([header, *rows]):
        top, below = canvas.y, canvas.y
        for place, text in enumerate(row):
            canvas.y = top
            weight = 700 if number == 0 or place == 0 else 400
            canvas.paragraph(text, x=MARGIN + place * width, width=width - 12, size=11, weight=weight)
            below = max(below, canvas.y)
        canvas.y = below + 4
        canvas.rule()
