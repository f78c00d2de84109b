"""Rule 12: groups of 1–9 people are hidden everywhere, and cannot be worked out from all that is public together."""

import io
import re
from datetime import date

import openpyxl
import pytest

from tests import factories
from tests.exploring.reading import export, rows_of

pytestmark = pytest.mark.django_db

HIDDEN, REST, TOTAL = "7", "4993", "5000"
PARTS = {"sex:women": int(HIDDEN), "sex:men": int(REST)}


@pytest.fixture
def published(programme):
    """A figure with a group of seven: published, then corrected in words alone, so that history has two versions."""
    result = factories.publish(indicator="I3", value=5000, achieved=date(2022, 5, 1), parts=PARTS).result
    return factories.edit(result, outcome="The same people, said better.", parts=PARTS)


def surfaces(client, publication) -> dict[str, str]:
    """Everything public that may say something of it: pages, past days, exports, feeds, history."""
    paths = [
        f"/results/{publication.number}/", "/countries/togo/", "/indicators/i3/", "/results/?country=togo",
        "/results/?country=togo&view=table", "/results/export.csv?country=togo", "/countries/togo/feed.atom",
        "/countries/togo/embed/", "/", "/search/?q=women",
    ]  # fmt: skip
    found = {}
    for path in paths:
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        found[path] = b"".join(response).decode()
    book = client.get("/results/export.xlsx?country=togo", follow=True)
    sheets = openpyxl.load_workbook(io.BytesIO(b"".join(book))).worksheets
    found["export.xlsx"] = "\n".join(" ".join(str(cell) for cell in row) for s in sheets for row in s.values)
    return found


def numbers(text: str) -> set[str]:
    """The numbers of a text, however their digits are grouped."""
    return set(re.findall(r"(?<![\d.])\d+(?![\d.])", re.sub(r"(?<=\d)[\s\u202f\u00a0,](?=\d{3})", "", text)))


def test_neither_the_group_nor_what_tells_it_is_on_any_surface(client, published):
    """The rest of the total would tell it, so the next smallest group is withheld as well."""
    for path, text in surfaces(client, published).items():
        assert REST not in numbers(text), path
        assert not re.search(rf"(?i)women\D{{0,80}}\b{HIDDEN}\b(?!\d)", re.sub(r"<[^>]+>", " ", text)), path


def test_the_test_would_see_a_group_that_is_shown(client, programme):
    shown = factories.publish(indicator="I3", value=5000, parts={"sex:women": 2007, "sex:men": 2993})
    found = surfaces_of_the_page(client, shown.number)
    assert {"2007", "2993"} <= numbers(found)


def surfaces_of_the_page(client, number: int) -> str:
    return client.get(f"/results/{number}/").content.decode()


def test_what_one_version_hides_is_hidden_in_all(client, published):
    """Seven become twelve: who knows that the number was corrected by five would know the seven."""
    later = factories.edit(published.result, parts={"sex:women": 12, "sex:men": 4988})
    for path, text in surfaces(client, later).items():
        assert not {REST, "4988"} & numbers(text), path


def test_every_place_divides_the_same_people(client, programme):
    """With one total on the page and another in the sum, 95 women of "100" would tell the 5 men.

    An earlier figure, published later, leaves an increase of 50 where the groups divide 120 people.
    """
    about = {"indicator": "I6", "instrument": factories.InstrumentFactory(country=factories.country_of("TGO"))}
    parts = {"sex:women": 95, "sex:men": 5, "disability:no": 120}
    number = factories.publish(**about, achieved=2023, value=120, baseline=(2021, 0), parts=parts).number
    factories.publish(**about, achieved=2022, value=70, baseline=(2021, 0))
    row = next(r for r in rows_of(export(client, "?indicator=i6")) if r["number"] == str(number))
    assert (row["sex:women"], row["sex:men"], row["sex:not-known"]) == ("95", "withheld", "25")
    places = {f"/results/{number}/": "Women 95 Men withheld not known 25", "/indicators/i6/": "Women 95 not known 95"}
    for path, words in places.items():
        text = " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())
        assert words in text, (path, text[text.find("Who the people are") :][:600])
