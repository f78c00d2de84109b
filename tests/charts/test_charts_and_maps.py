"""Charts are drawn on the server: each with a title, a description, a table of the same numbers, and no script."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.template import Context, Template

from countries.models import Country
from rmt.charts import Area, Bar, Point, YearColumn


def drawn(tag: str, **context) -> str:
    return Template("{% load charts %}{% " + tag + " %}").render(Context(context))


ABOUT = 'id="c" title="A title" description="What it shows."'
CHARTS = {
    f'bar_chart rows {ABOUT} unit="persons"': [Bar("People", "5", Decimal(5), Decimal(8), Decimal(10))],
    f"column_chart rows {ABOUT}": [YearColumn("2019", (1, 2, 3))],
    f"small_multiples rows {ABOUT}": [("Togo", "/countries/togo/", [YearColumn("2019", (1, 2, 3))])],
    f'series_chart rows {ABOUT} unit="per cent"': [Point(2019, Decimal(5), "5 %")],
    f"world_map rows {ABOUT}": [Area("TGO", "Togo", 2, "law or scheme", "/countries/togo/")],
}


@pytest.mark.parametrize("tag", CHARTS)
def test_each_has_a_title_a_description_and_a_table_and_nothing_that_a_strict_policy_forbids(tag):
    html = drawn(tag, rows=CHARTS[tag])
    assert "A title" in html
    assert "What it shows." in html
    assert "<caption" in html
    assert "<script" not in html
    assert "style=" not in html


def test_what_is_not_known_is_a_gap_and_never_a_zero():
    html = drawn(f'bar_chart rows {ABOUT} unit="persons"', rows=[Bar("People", "not reported", None)])
    assert "not reported" in html
    assert ">0<" not in html
    assert "bars__certain" not in html


@pytest.mark.parametrize(("count", "has_line"), [(1, False), (2, False), (3, True)])
def test_a_line_is_drawn_from_three_comparable_points_on(count, has_line):
    rows = [Point(2015 + n, Decimal(n), str(n)) for n in range(count)]
    assert ("<polyline" in drawn(f'series_chart rows {ABOUT} unit="per cent"', rows=rows)) is has_line


def test_an_undetermined_area_is_never_a_country_nor_a_link():
    rows = [
        Area("ESH", "Western Sahara", 3, "operations", "/x/"),
        Area("TGO", "Togo", 1, "strategy", "/countries/togo/"),
    ]
    html = drawn(f"world_map rows {ABOUT}", rows=rows)
    assert "/x/" not in html
    assert 'class="world__undetermined"' in html
    assert "do not imply endorsement" in html


@pytest.mark.django_db
def test_every_country_is_on_the_map_with_a_shape_or_a_dot(programme):
    shapes = json.loads((settings.BASE_DIR / "fixtures" / "world_map.json").read_text())
    shown = {*shapes["paths"], *shapes["dots"]}
    listed = set(Country.objects.filter(priorities__isnull=False).values_list("iso3", flat=True))
    assert listed - shown == set()
