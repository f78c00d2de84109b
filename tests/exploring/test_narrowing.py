"""The explorer narrows what is published, counts what is left, and has one address for each question."""

import re
from datetime import UTC, date, datetime

import html5lib
import pytest
import time_machine

from countries.models import Country, Theme
from indicators.pages.explorer.selectors import explorer_page, results_url
from indicators.pages.published import SEVERAL, VIEWS
from indicators.tagging.actions import decide_tags
from projects.models import Project
from rmt.text import grouped
from tests import factories
from tests.counting import queries
from tests.exploring.reading import export, rows_of
from tests.kept import forget_pages
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def some(programme):
    factories.publish(indicator="R2", country="TGO", title="Pension law", achieved=date(2023, 5, 1))
    factories.publish(indicator="R1", country="TGO", title="Strategy", achieved=date(2024, 5, 1), themes=["financing"])
    factories.publish(indicator="D1", country="SEN", title="Study of costs", achieved=2025)
    factories.publish(indicator="I3", country="KHM", title="People reached", achieved=date(2025, 5, 1), value=50_000)


def page_of(as_of=None, **asked):
    return explorer_page({name: str(value) for name, value in asked.items()}, as_of=as_of, today=TODAY)


def titles(client, address: str) -> list[str]:
    """The titles of the results that a page lists, in their order."""
    response = client.get(address, follow=True)
    assert response.status_code == 200
    tree = html5lib.HTMLParser(strict=True).parse(response.content.decode())
    x = "{http://www.w3.org/1999/xhtml}"
    assert len(tree.findall(f".//{x}h1")) == 1
    links = [
        a for a in tree.iter(f"{x}a") if a.get("href", "").startswith("/results/") and a.get("href")[9:10].isdigit()
    ]
    return ["".join(a.itertext()) for a in links]


def counts(page, name: str) -> dict[str, int]:
    return next(({c.value: c.count for c in g.choices} for g in page.groups if g.facet.name == name), {})


QUESTIONS = [
    ("country=togo&year_from=2023", ["Strategy", "Pension law"]),
    ("country=senegal,togo&year_from=2023", ["Study of costs", "Strategy", "Pension law"]),
    ("country=togo&year_from=2023&year_to=2023", ["Pension law"]),
    ("level=impact&year_from=2023", ["People reached"]),
    ("region=asia-and-the-pacific&year_from=2023", ["People reached"]),
    ("step=1&year_from=2023", ["Strategy"]),
    ("indicator=r2,d1&year_from=2023", ["Study of costs", "Pension law"]),
    ("q=PENSION+law&year_from=2023&country=togo", ["Pension law"]),
    ("q=SÉNÉGAL+stud&year_from=2023", ["Study of costs"]),
    ("sdg=1.3.1&year_from=2023", ["People reached"]),
    ("standing=in-force&year_from=2023", ["Strategy", "Pension law"]),
]


@pytest.mark.parametrize(("query", "expected"), QUESTIONS)
def test_a_question_shows_the_results_that_fit(client, some, query, expected):
    assert titles(client, f"/results/?{query}") == expected
    assert titles(client, f"/results/?{query}&view=table") == titles(client, f"/results/?{query}")


def test_each_facet_is_counted_with_all_other_conditions(some):
    page = page_of(country="togo", year_from=2023)
    assert counts(page, "country") == {"togo": 2, "senegal": 1, "cambodia": 1}
    assert counts(page, "indicator") == {"r1": 1, "r2": 1}
    assert counts(page, "level") == {"result": 2}
    assert page.count == 2


def test_every_count_is_what_choosing_the_value_shows(some):
    for group in page_of(year_from=2016).groups:
        for choice in group.choices:
            narrowed = page_of(year_from=2016, **{group.facet.name: choice.value})
            assert narrowed.count == choice.count, (group.facet.name, choice.value)


def test_a_theme_counts_what_its_lead_confirmed(some, cast):
    assert page_of(theme="financing").count == 0
    result = factories.publish(title="Confirmed", themes=["financing"]).result
    decide_tags(tags=result.tags.all(), state="confirmed", by=cast.lead_financing)
    assert [row["result"].title for row in page_of(theme="financing").rows] == ["Confirmed"]


def test_what_was_lost_is_found_as_lost(some):
    page = page_of(standing="lost")
    assert page.count == counts(page_of(), "standing")["lost"]
    assert all("Lost on" in row["result"].standing for row in page.rows)


def test_what_is_chosen_can_be_taken_away_one_by_one(some):
    page = page_of(country="senegal,togo", level="result", view="table")
    assert {chip["text"]: chip["url"] for chip in page.chips}[
        "Country: Senegal"
    ] == "/results/?country=togo&level=result&view=table"
    assert page.clear_url == "/results/?view=table"


ADDRESSES = [
    ("country=togo&country=senegal&q=&year_from=&view=list", "country=senegal,togo"),
    ("view=table&country=TOGO", "country=togo&view=table"),
    ("utm_source=mail&level=impact", "level=impact"),
    ("country=<script>alert(1)</script>", "country=unknown"),
    ("sort=-date&page=1&level=impact", "level=impact"),
]


@pytest.mark.parametrize(("typed", "kept"), ADDRESSES)
def test_each_question_has_one_address(client, some, typed, kept):
    response = client.get(f"/results/?{typed}")
    assert (response.status_code, response["Location"]) == (302, f"/results/?{kept}")
    assert client.get(response["Location"]).status_code == 200


def test_others_lead_here_by_one_function():
    url = results_url(country="togo", indicator="i3", year_from=2021, year_to=2025, theme=None, as_of=date(2024, 5, 1))
    assert url == "/results/?as_of=2024-05-01&country=togo&indicator=i3&year_from=2021&year_to=2025"
    with pytest.raises(TypeError, match="colour"):
        results_url(colour="red")


HOSTILE = [
    "country=atlantis", "level=4", "step=9,x", "sdg=%27", "round=0000-9", "standing=maybe", "theme=%00",
    "year_from=abc", "year_from=99999", "page=99999999999999999999", "page=-1", "sort=-secret", "view=secret",
    "q=%00",
    "q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "country=" + "a," * 900, "as_of=2024-05-01&partner=ireland",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_what_is_not_known_is_a_message(client, some, query):
    response = client.get(f"/results/?{query}", follow=True)
    assert response.status_code == 200
    assert b"<img" not in response.content.split(b"<main", 1)[1]
    assert client.get(f"/results/export.csv?{query}", follow=True).status_code == 200


@pytest.mark.parametrize("query", ["country=atlantis", "year_from=abc", "step=9", "country=togo&level=impact&step=1"])
def test_what_matches_nothing_says_so_and_how_to_go_on(client, some, query):
    text = main_of(client.get(f"/results/?{query}", follow=True))
    assert "No result matches" in text or "Nothing is listed" in text
    assert ">Clear all</a>" in text


def test_the_table_sorts_by_each_column(client, some):
    by_figure = titles(client, "/results/?country=cambodia&indicator=i3&sort=-figure&view=table")
    assert by_figure[0] in titles(client, "/results/?country=cambodia&indicator=i3")
    main = main_of(client.get("/results/?sort=country&view=table"))
    assert main.count('aria-sort="ascending"') == 1
    assert 'href="/results/?sort=-country&amp;view=table"' in main
    assert titles(client, "/results/?sort=country&view=table") == [
        row["result"].title for row in page_of(sort="country").rows
    ]


def test_a_list_has_twenty_results_a_page(client, some):
    for number in range(30):
        factories.publish(indicator="D1", title=f"Study {number}", achieved=date(2025, 1, 1))
    first, second = titles(client, "/results/?q=Study"), titles(client, "/results/?page=2&q=Study")
    assert (len(first), len(second)) == (20, page_of(q="Study").count - 20)
    assert not set(first) & set(second)


def test_the_timeline_and_the_map_lead_to_what_they_show(client, some):
    columns = page_of(view="timeline", year_from=2023).chart["columns"]
    assert [(c.label, c.counts) for c in columns] == [
        ("2023", (0, 1, 0)),
        ("2024", (0, 1, 0)),
        ("2025", (1, 0, 1)),
    ]
    for column in columns:
        assert len(titles(client, column.href)) == column.total
    areas = {area.name: area for area in page_of(view="map", year_from=2023).chart["areas"]}
    assert (areas["Togo"].shade, areas["Senegal"].shade) == (2, 0)
    assert titles(client, areas["Togo"].href) == ["Strategy", "Pension law"]


def test_the_map_says_only_what_the_results_show(client, some):
    """A country that lost a step did take it; one whose steps are filtered out may hold some."""
    text = {area.name: area.text for area in page_of(view="map", standing="lost").chart["areas"]}
    assert text
    assert all(words.startswith("step lost: ") for words in text.values()), text
    text = {area.name: area.text for area in page_of(view="map", indicator="i3").chart["areas"]}
    assert re.fullmatch(r"(about )?[\d.\u202f]+( million)? more people covered in practice", text["Cambodia"])
    text = {area.name: area.text for area in page_of(view="map", indicator="i3", year_from=2026).chart["areas"]}
    assert set(text.values()) <= {"no figure to count"}
    assert "a million or more" in main_of(client.get("/results/?level=impact&view=map"))


def test_page_and_file_read_the_same_of_a_question_that_is_too_long(client, some):
    """The first seventy countries that are known, one that is not, each of them whole, and a word for the rest."""
    known = sorted(Country.objects.values_list("slug", flat=True))
    query = f"?country={','.join([*(f'a{number:049}' for number in range(99)), *known])}&year_from=2023"
    read = client.get(f"/results/{query}", follow=True).context["page"].question.asked["country"]
    assert [code for code in read if code in known] == known[:70]
    assert (len(read), "left-out" in read) == (72, True)
    assert "the rest of a long list is left out" in main_of(client.get(f"/results/{query}", follow=True))
    shown = titles(client, f"/results/{query}")
    assert shown == [row["title"] for row in rows_of(export(client, query))] == ["People reached"]


def test_what_is_not_known_is_dropped_beside_what_is(client, some):
    """Two values that are not known stay, so that the page can say so; they change nothing."""
    response = client.get("/results/?country=togo,atlantis,mu,lemuria&year_from=2023", follow=True)
    assert response.redirect_chain == [("/results/?country=atlantis,lemuria,togo&year_from=2023", 302)]
    assert "“atlantis” is not known here" in main_of(response)
    assert "“mu”" not in main_of(response)
    assert titles(client, response.request["PATH_INFO"] + "?" + response.request["QUERY_STRING"]) == [
        "Strategy",
        "Pension law",
    ]


def _known(model, key) -> str:
    return ",".join(model.objects.values_list(key, flat=True))


LONG_QUESTIONS = {
    "countries": lambda: "country=" + _known(Country, "slug"),
    "projects": lambda: "project=" + _known(Project, "slug"),
    "every facet": lambda: "&".join(
        [f"{name}={_known(model, 'slug')}" for name, model in (("country", Country), ("theme", Theme))]
        + [f"{name}={_known(Project, 'slug')[:1500]}" for name in ("project", "partner")]
    ),
    "unknown": lambda: "country=" + ",".join(f"nowhere-{number}" for number in range(400)),
    "repeated": lambda: "&".join(["country=togo", "project=a-b", "q=law", "utm_source=x"] * 90),
    "of every name": lambda: "&".join(f"{name}={','.join(f'x{n}' for n in range(90))}" for name in SEVERAL),
    "words": lambda: "q=" + "law+" * 950,
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", LONG_QUESTIONS)
def test_a_long_question_makes_no_long_page(client, some, kind, view):
    """4 kB of address may not become megabytes: each link of a page repeats the question."""
    plain = len(client.get(f"/results/?view={view}", follow=True).content)
    answer = client.get(f"/results/?{LONG_QUESTIONS[kind]()[:4000]}&view={view}", follow=True)
    assert answer.status_code == 200
    assert len(answer.content) <= 3 * plain, (len(answer.content), plain)  # a chart has five files, each asks it too


def test_a_past_day_knows_the_ledger_only(client, programme):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        result = factories.publish(title="As it was", country="TGO", achieved=date(2025, 1, 1)).result
    address = "/results/?as_of=2026-03-02&country=togo&year_from=2025"
    before = main_of(client.get(address))
    factories.edit(result, title="As it is")
    factories.publish(title="Later", country="TGO", achieved=date(2025, 2, 1))
    forget_pages()
    assert main_of(client.get(address)) == before
    assert "As it was" in before
    assert "/projects/" not in before
    assert titles(client, "/results/?country=togo&year_from=2025") == ["Later", "As it is"]


def test_before_the_first_publication_nothing_is_there(client, programme):
    assert "Nothing was published yet" in main_of(client.get("/results/?as_of=1999-01-01"))
    assert client.get("/results/?as_of=1999-13-01", follow=True).status_code == 404


QUERIES = ["", "?view=table", "?view=timeline", "?view=map", "?country=togo&level=impact&view=table",
           "?as_of=2999-01-01", "?theme=financing&partner=ireland"]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_it_asks_the_database_as_often_for_many_as_for_few(client, some, query):
    def publish(numbers):
        for number in numbers:
            factories.publish(title=f"Law {number}", themes=["financing"])
            factories.publish(indicator="I3", title=f"People {number}", parts={"sex:women": 400})

    publish(range(9))  # more than one page of the list
    client.get(f"/results/{query}", follow=True)  # a process reads all once, later what is new
    publish([9])
    few = queries(client, f"/results/{query}", follow=True)
    publish(range(10, 20))
    assert queries(client, f"/results/{query}", follow=True) == few <= 18  # five of them read what was published


def test_a_page_is_304_until_something_is_published(client, some):
    address = "/results/?country=togo"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"If-None-Match": tag, "HX-Request": "true"}).status_code == 304
    factories.publish(country="SEN")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert grouped(2) in main_of(client.get("/results/?country=togo&year_from=2023"))
