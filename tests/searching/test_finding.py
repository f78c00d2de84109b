"""What readers find: by name in four languages, by the beginning of a word, by code and by number."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test.utils import override_settings
from django.utils.translation import override

from indicators.results import actions
from projects.actions.partners import add_alias, create_partner
from projects.actions.projects import change_project, create_project
from projects.models import Partner
from rmt import search
from rmt.models import SearchEntry
from rmt.search.words import stems_of
from rmt.text import key_of
from tests import factories
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db


def best(query: str, kind: str = "") -> str:
    found = search.find(query, 1, kind=kind)
    return found[0].title if found else ""


def titles(query: str, kind: str = "") -> list[str]:
    return [one.title for one in search.find(query, 100, kind=kind)]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Côte d’Ivoire", "Côte d'Ivoire"),
        ("cote", "Côte d'Ivoire"),
        ("Ivory Coast", "Côte d'Ivoire"),
        ("Costa de Marfil", "Côte d'Ivoire"),
        ("Costa do Marfim", "Côte d'Ivoire"),
        ("camb", "Cambodia"),
        ("CAMBODGE", "Cambodia"),
        ("Camboja", "Cambodia"),
        ("KHM", "Cambodia"),
        ("Moçambique", "Mozambique"),
        ("old-age", "Old-age pensions"),
        ("prot salud", "Social health protection"),
        ("pilot employment injury", "Pilot employment injury scheme for the garment sector in operation"),
        ("how results counted", "How results are counted"),
        ("I3", "More persons covered in practice (effective coverage)"),
        ("legal cover", "Legal coverage"),
    ],
)
def test_each_is_found_by_what_it_is_called(query, title):
    assert title in titles(query)[:3]


def test_a_result_is_found_by_its_number(programme):
    result = factories.publish(title="Law on a made-up subject")
    for query in (str(result.number), f"No. {result.number}", f"no {result.number}"):
        assert best(query) == "Law on a made-up subject"


def test_what_is_called_exactly_so_comes_first_and_countries_come_before_results():
    factories.publish(title="Niger and Nigeria agree", country="NGA")
    assert titles("niger")[:2] == ["Niger", "Nigeria"]
    assert titles("nigeria")[0] == "Nigeria"


def test_every_word_must_be_found():
    factories.publish(title="Law on maternity benefits", country="TGO")
    assert "Law on maternity benefits" in titles("togo matern")
    assert "Law on maternity benefits" not in titles("senegal matern")
    assert "Law on maternity benefits" not in titles("aternity")


def test_a_word_of_the_name_counts_more_than_one_of_the_text():
    factories.publish(title="Decree on fees", outcome="Fishers are insured.", achieved=2024)
    factories.publish(title="Insurance of fishers", achieved=2021)
    assert titles("fishers")[:2] == ["Insurance of fishers", "Decree on fees"]


def test_a_draft_and_what_waits_for_review_are_never_found():
    factories.draft(title="Zanzibarian draft")
    factories.submit(title="Zanzibarian law that was sent")
    published = factories.publish(title="Zanzibarian law")
    factories.submit_edit(published.result, title="Zanzibarian law, changed")
    assert titles("zanzibarian") == ["Zanzibarian law"]


def test_an_edit_that_is_published_replaces_the_words_and_a_withdrawal_takes_them_away():
    published = factories.publish(title="Zanzibarian law")
    factories.edit(published.result, title="Pembanian law")
    assert (titles("zanzibarian"), titles("pembanian")) == ([], ["Pembanian law"])
    factories.withdraw(published.result)
    assert titles("pembanian") == []


def test_what_waits_for_its_day_is_found_on_that_day():
    day = factories.now() + timedelta(days=30)
    held = factories.validated(title="Zanzibarian law", not_before=day, comment="On the day.")
    assert titles("zanzibarian") == []
    actions.publish_due(today=day)
    assert titles("zanzibarian") == [held.title]


def test_a_project_is_found_as_it_is_called_now(cast):
    project = create_project(fields={"title": "Zanzibarian pensions"}, by=cast.manager)
    assert titles("zanzibarian", "project") == ["Zanzibarian pensions"]
    change_project(project=project, version=project.version, fields={"title": "Pembanian pensions"}, by=cast.manager)
    assert (titles("zanzibarian"), titles("pembanian")) == ([], ["Pembanian pensions"])


def test_a_partner_is_found_by_each_of_its_spellings(cast):
    partner = create_partner(name="Zanzibarian Fund", by=cast.manager)
    add_alias(partner=partner, text="Pembanian Fund", by=cast.manager)
    assert titles("pembanian") == ["Zanzibarian Fund"]


def test_what_somebody_changed_past_the_actions_is_found_after_the_next_run():
    Partner.objects.create(slug="zanzibar-fund", name="Zanzibarian Fund")
    SearchEntry.objects.filter(kind="result").first().delete()
    search.mend()
    assert titles("zanzibarian") == ["Zanzibarian Fund"]
    before = list(SearchEntry.objects.order_by("pk").values())
    search.rebuild()
    assert list(SearchEntry.objects.order_by("pk").values()) == before


@override_settings(LANGUAGES=[("en", "English"), ("fr", "French")])
def test_names_and_addresses_are_those_of_the_reader():
    with override("fr"):
        found = search.find("cambodia", 1)[0]
    assert (found.title, found.url) == ("Cambodge", "/fr/countries/cambodia/")


HOSTILE = ["' OR 1=1 --", "%", "_", "\\", "<script>alert(1)</script>", "\x00", "a" * 5000, "🙂", "- - -", "word " * 300]


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_answered_and_echoed_harmlessly(client, query):
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in main_of(response)


def test_nothing_found_says_so_and_what_to_try(client):
    text = main_of(client.get("/search/", {"q": "cambodia qqqqq"}))
    assert "No result for “<bdi>cambodia qqqqq</bdi>”." in text
    assert 'href="/search/?q=cambodia"' in text


def test_the_page_groups_by_kind_with_counts_and_leads_to_all_of_one(client):
    for number in range(9):
        factories.publish(title=f"Zanzibarian law {number}")
    text = main_of(client.get("/search/", {"q": "zanzibarian"}))
    assert 'Results <span class="found__count">9</span>' in text
    assert 'href="/search/?q=zanzibarian&amp;kind=result"' in text
    all_of_them = main_of(client.get("/search/", {"q": "zanzibarian", "kind": "result"}))
    assert all_of_them.count("Zanzibarian law") == 9


@pytest.mark.parametrize(
    "query", ["law", "pens", "côte", "made up 2", "o", "togo law", "zanz", "សិទ្ធិ", "ច្បាប់ law", "no"]
)
def test_the_index_finds_what_reading_every_text_finds(query):
    """Through publication, correction, withdrawal and a table that was written past the actions."""
    published = factories.publish(title="Zanzibarian law (ច្បាប់) សិទ្ធិ", outcome="x" * 5_000)
    other = factories.publish(title="Zanzibarian pensions").result
    factories.edit(published.result, title="Law of made up ច្បាប់ សិទ្ធិ 2")
    factories.withdraw(other)
    SearchEntry.objects.filter(kind="country", key="KHM").delete()

    asked = [(word, stems_of(text)) for text in query.split() for word in key_of(text).split()]

    def fits(entry: SearchEntry) -> bool:
        written = {*entry.text.split(), *entry.stems.split()}
        return all(any(each.startswith(word) for each in written) or written & stems for word, stems in asked)

    expected = [entry for entry in SearchEntry.objects.all() if fits(entry)]
    assert search.count(query) == Counter(entry.kind for entry in expected)
    assert sorted(search.numbers_of(query).values_list("number", flat=True)) == sorted(
        int(entry.key) for entry in expected if entry.kind == "result"
    )


@pytest.mark.parametrize(
    ("written", "language", "asked"),
    [
        ("Social pension raised", "en", "pensions"),
        ("National policies on health", "en", "policy"),
        ("Loi sur les régimes spéciaux", "fr", "regime spécial"),
        ("Ley de jubilaciones", "es", "jubilación"),
        ("Lei das aposentadorias", "pt", "aposentadoria"),
    ],
)
def test_another_ending_finds_it_in_the_language_in_which_it_was_written(written, language, asked):
    published = factories.publish(title=written, language=language)
    assert str(published.title) in titles(asked, "result")


def test_the_stem_of_one_language_is_not_looked_for_in_a_text_of_another():
    for language in ("en", "es"):
        factories.publish(title=f"Jubilaciones, {language}", language=language)
    assert titles("jubilados") == ["Jubilaciones, es"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("camboda", "Cambodia"), ("cambdoia", "Cambodia"), ("Kambodia", "Cambodia"),
        ("mozambiqe health", "Mozambique Health"),
        ("pensoin", "pension"), ("qqqqqq", ""), ("tog", ""), ("1235678", ""),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_is_asked_back(client, typed, meant):
    factories.publish(title="Health in Mozambique", country="MOZ")
    factories.publish(title="A pension")
    assert search.meant(typed) == meant
    text = main_of(client.get("/search/", {"q": typed}))
    assert ("Did you mean <a href=" in text) == bool(meant)
    assert meant in text


def test_what_is_near_is_never_the_word_of_a_draft_or_of_what_was_withdrawn():
    factories.draft(title="Zanzibarian draft")
    factories.withdraw(factories.publish(title="Zanzibarian law").result)
    assert search.meant("zanzibarain") == ""


def test_a_past_day_is_one_link_to_todays_page(client):
    text = main_of(client.get("/search/", {"q": "togo", "as_of": "2024-01-01"}))
    assert "Search finds what is public now." in text
    assert "/countries/togo/" not in text


def test_it_asks_the_database_as_often_for_much_as_for_little(client, django_assert_max_num_queries):
    search.write(
        lambda: (
            search.search_row("result", f"9{n}", f"Law {n}", "/results/1/", called=[f"Law {n}"], words=["Togo"])
            for n in range(2_000)
        )
    )
    with django_assert_max_num_queries(7):
        text = main_of(client.get("/search/", {"q": "law"}))
    assert "found__count" in text


@pytest.mark.parametrize("path", ["/results/", "/results/export.csv", "/results/export.xlsx", "/projects/"])
def test_words_are_asked_for_as_q_everywhere_and_the_older_name_leads_there(client, path):
    response = client.get(path, {"text": "law & order", "country": "togo"})
    assert (response.status_code, response["Location"]) == (301, f"{path}?q=law+%26+order&country=togo")


def test_suggestions_are_few_the_same_for_everyone_and_never_a_draft(client, signed_in):
    for number in range(20):
        factories.publish(title=f"Zanzibarian law {number}")
    factories.draft(title="Zanzibarian draft")
    answer = client.get("/search/suggestions.json", {"q": "zanz"})
    found = answer.json()["suggestions"]
    assert len(found) == 8
    assert {"draft" in each["title"] for each in found} == {False}
    assert set(found[0]) == {"title", "detail", "kind", "url"}
    assert signed_in("manager").get("/search/suggestions.json", {"q": "zanz"}).content == answer.content
    again = client.get("/search/suggestions.json", {"q": "zanz"}, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["", "z", *HOSTILE])
def test_whatever_is_typed_suggests_at_most_eight(client, query):
    answer = client.get("/search/suggestions.json", {"q": query})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert len(answer.json()["suggestions"]) <= 8


def test_the_first_suggestion_for_the_beginning_of_a_name_is_that_country(client):
    (first, *_more) = client.get("/search/suggestions.json", {"q": "camb"}).json()["suggestions"]
    assert (first["title"], first["kind"], first["url"]) == ("Cambodia", "Countries", "/countries/cambodia/")
