"""The picture of a country, a theme, a partner and the site: 1200 × 630, small, of what is published now."""

import json
import struct
import zlib

import pytest
import typst

from countries.models import Country
from rmt.models import SiteVersion
from rmt.site.sharing import pictures
from rmt.site.sharing.png import with_palette
from tests import factories
from tests.kept import forget_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

MOST_BYTES = 60_000


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget_pages()


@pytest.fixture
def drawn(monkeypatch):
    """What is drawn, without the drawing."""
    said = []
    monkeypatch.setattr(pictures, "draw", lambda text: said.append(json.loads(text)) or b"picture")
    return said


@pytest.mark.parametrize(
    "address",
    [
        "/card.png",
        "/countries/cambodia/card.png",
        "/themes/social-health-protection/card.png",
        "/partners/ireland/card.png",
    ],
)
def test_it_is_a_small_png_of_the_size_that_sites_ask_for(client, address):
    response = client.get(address, headers={"accept-encoding": "br, gzip"})
    assert (response["Content-Type"], "Content-Encoding" in response) == ("image/png", False)
    assert struct.unpack(">II", response.content[16:24]) == (1200, 630)
    assert len(response.content) <= MOST_BYTES


def test_it_says_the_name_the_steps_and_the_people_with_bounds(client, drawn):
    for value in (1000, 400):
        factories.publish(indicator="I3", value=value, baseline=(2021, 0), achieved=2022)
    factories.publish(indicator="R2", title="A law")
    client.get("/countries/togo/card.png")
    assert drawn[0]["name"] == "Togo"
    assert [step["count"] for step in drawn[0]["steps"]][1] >= 1
    assert drawn[0]["lines"][0] == {
        "text": "between 1\u202f000 and 1\u202f400",
        "label": "more people covered in practice, 2021–2025",
    }
    assert drawn[0]["updated"].startswith("Updated ")


def test_nothing_published_is_said(client, drawn):
    client.get("/countries/iceland/card.png")
    assert drawn[0]["nothing"] == "No result has been published yet."


def test_it_is_drawn_again_only_when_what_it_says_has_changed(client, drawn):
    client.get("/countries/iceland/card.png")
    SiteVersion.bump()
    client.get("/countries/iceland/card.png")
    assert len(drawn) == 1
    factories.publish(country="ISL")
    client.get("/countries/iceland/card.png")
    assert len(drawn) == 2


def test_a_name_is_never_read_as_part_of_the_drawing(client):
    Country.objects.filter(slug="togo").update(name_en='#panic("x") *Togo* $x$ \\ "')
    SiteVersion.bump()
    assert client.get("/countries/togo/card.png").status_code == 200


def test_fewer_colours_are_the_same_picture():
    """Read back by typst itself: it refuses what is no PNG."""
    one = b"\x00" + bytes([27, 19, 64, 255]) * 3 + b"\x02" + bytes(12) + b"\x04" + bytes(12)
    png = with_palette(_png(3, 3, one))
    assert png[25] == 3  # the kind of colour: a palette
    rows = zlib.decompress(png[png.index(b"IDAT") + 4 : -16])
    assert rows == (b"\0" + b"\0" * 3) * 3
    assert png[png.index(b"PLTE") + 4 :][:3] == bytes([27, 19, 64])
    assert typst.compile(b"#image(bytes(" + str(tuple(png)).encode() + b"))", format="png", ignore_system_fonts=True)


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
