"""Below every chart: a table, and the same as CSV, SVG and PNG at addresses of their own, with where it comes from."""

import csv
import io
import re
from decimal import Decimal
from functools import partial
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from rmt.charts import Bar, Chart, bars, draw_bars, svg_of
from rmt.files import BOM, about_every_file
from tests import factories
from tests.counting import queries

YEARS = "/indicators/r2/charts/years."


def chart(**fields) -> Chart:
    rows = [Bar(fields.pop("label", "People"), "5", Decimal(5))]
    draw = partial(draw_bars, placed=bars(rows))
    return Chart(
        **{"id": "c", "title": "A title", "description": "", "header": ["What"], "rows": [], **fields}, draw=draw
    )


def test_a_picture_needs_no_page_around_it():
    svg = svg_of(chart(), above="Demonstration", below=["Licence: CC BY 4.0"])
    assert "Noto Sans" in svg
    assert not re.search(r"var\(|class=|style=|<script|href=", svg)
    assert {"Demonstration", "A title", "Licence: CC BY 4.0"} <= {
        text.strip() for text in ElementTree.fromstring(svg).itertext()
    }


@pytest.mark.parametrize(
    "text", ["</text><script>alert(1)</script>", 'a "b" & c', "قانون الضمان الاجتماعي", "ច្បាប់", "\x00\ufffe"]
)
def test_what_was_written_stays_text_whatever_it_holds(text):
    svg = svg_of(chart(title=text, label=text, id="x"))
    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_figures_of_others_keep_their_source_and_terms():
    svg = svg_of(chart(source="UN SDG database (ILO)"))
    assert "Source: UN SDG database (ILO)" in {text.strip() for text in ElementTree.fromstring(svg).itertext()}
    licence = dict(about_every_file(figures_of="UN SDG database (ILO)"))["Licence"]
    assert "the figures are those of the source that is named here, under its own terms" in licence
    assert "as the source, and the day" not in licence


def test_a_long_word_stays_inside_the_picture():
    svg = ElementTree.fromstring(svg_of(chart(label="Rechtsschutzversicherungsanstalt" * 5)))
    lines = [line.text for line in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert max(map(len, lines)) < 60


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
class TestOfAPage:
    def test_the_page_links_to_them_and_says_how_to_cite_it_on_its_day(self, client, settings, on_day):
        on_day("2027-05-10T10:00Z")
        factories.publish(indicator="R2")
        on_day("2027-05-12T10:00Z")
        html = client.get("/indicators/r2/?as_of=2027-05-10&utm_source=mail").content.decode()
        for kind in ("csv", "png", "svg", "txt"):
            assert f'href="{YEARS}{kind}?as_of=2027-05-10"' in html
        assert f"{settings.SITE_URL}/indicators/r2/?as_of=2027-05-10#years-title" in html

    def test_the_table_of_the_page_is_the_csv_header_first_and_its_name_holds_the_day(self, client, settings):
        client.get(YEARS + "csv")
        response = client.get(YEARS + "csv")  # as it is stored
        rows = list(csv.reader(io.StringIO(response.content.decode().removeprefix(BOM))))
        assert rows[0] == ["Year", "Deliverables", "Institutional results", "Impact on people"]
        assert all(cell.isdigit() for row in rows[1:] for cell in row)
        assert response["Link"].startswith(f"<{settings.SITE_URL}{YEARS}txt>")
        assert re.fullmatch(r'attachment; filename="indicators-r2-years-[\w-]+\.csv"', response["Content-Disposition"])

    @pytest.mark.parametrize("kind", ["svg", "txt"])
    def test_they_say_what_where_from_of_which_day_and_that_it_is_a_demonstration(self, client, settings, kind):
        settings.DEMO = True
        text = " ".join(client.get(YEARS + kind).content.decode().split())
        today = timezone.localdate().isoformat()
        assert re.search(r"R2\W.*by the year in which they happened", text)
        assert f"{settings.SITE_URL}/indicators/r2/?as_of={today}" in text
        assert settings.RECORD_LICENCE_URL in text
        assert "Demonstration, not an official site" in text

    def test_the_png_is_drawn_from_the_svg(self, client, monkeypatch):
        drawn = []
        monkeypatch.setattr("rmt.site.sharing.charts.draw", lambda content: drawn.append(content["svg"]) or b"png")
        svg = client.get(YEARS + "svg").content.decode()
        assert client.get(YEARS + "png").content == b"png"
        assert drawn == [svg]

    def test_it_is_a_png(self, client):
        response = client.get(YEARS + "png")
        assert response["Content-Type"] == "image/png"
        assert response.content.startswith(b"\x89PNG")

    def test_a_past_day_has_what_was_published_then(self, client, on_day):
        on_day("2027-05-10T10:00Z")
        factories.publish(indicator="R2")
        before = client.get(YEARS + "csv").content
        on_day("2027-05-11T10:00Z")
        factories.publish(indicator="R2")
        on_day("2027-05-12T10:00Z")
        assert client.get(YEARS + "csv").content != before
        assert client.get(YEARS + "csv?as_of=2027-05-10").content == before

    @pytest.mark.parametrize(
        "address",
        [
            "/indicators/r2/charts/nothing.svg",
            "/indicators/atlantis/charts/years.svg",
            "/desk/charts/years.svg",
            "/about/charts/years.csv",
            "/indicators/r2/charts/years.exe",
            "/indicators/r2/charts/years.svg?as_of=yesterday",
        ],
    )
    def test_there_is_none_of_what_is_no_chart_of_a_public_page(self, client, address):
        assert client.get(address).status_code == 404

    def test_they_answer_304_like_their_page(self, client):
        etag = client.get(YEARS + "svg")["ETag"]
        assert client.get(YEARS + "svg", headers={"if-none-match": etag}).status_code == 304
        assert client.get(YEARS + "csv", headers={"if-none-match": etag}).status_code == 200

    @pytest.mark.both_engines
    def test_one_takes_hardly_more_queries_than_its_page_however_much_there_is(self, client):
        factories.publish(indicator="R2")
        client.get("/indicators/r2/")  # a process reads what was published once
        few = queries(client, YEARS + "svg")
        assert few <= queries(client, "/indicators/r2/") + 1
        for _n in range(3):
            factories.publish(indicator="R2")
        client.get("/indicators/r2/")
        assert queries(client, YEARS + "svg") == few
