"""What the public reads of projects and partners: what is recorded today, and of results only what is published."""

import re
from datetime import date
from decimal import Decimal

import html5lib
import pytest
from django.utils import timezone

from countries.models import Country, Theme
from indicators import figures
from indicators.figures import SINCE_2016
from indicators.ledger import entries_of
from indicators.models import Publication, Result
from indicators.results import merge_partner, merge_project, record_funding
from indicators.results.support import link_project
from indicators.wording import people_text
from projects import actions, definitions
from projects.models import Partner, Project
from tests import factories
from tests.counting import queries
from tests.figures.make import PHASE_1
from tests.kept import forget_pages
from tests.projects.helpers import partner, project

pytestmark = pytest.mark.django_db
THIN, NBSP = "\u202f", "\u00a0"
IRISH, IRELAND = "/projects/irish-aid-inclusive-growth/", "/partners/ireland/"
ADDRESSES = ("/projects/", IRISH, "/partners/", IRELAND, "/claims/")


@pytest.fixture
def text(client):
    """The words of `<main>`, without markup, spaces as one."""

    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200
        main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
        plain = re.sub(r"<[^>]+>", " ", main).replace(THIN, " ").replace(NBSP, " ").replace("&#x27;", "'")
        return " ".join(plain.split())

    return read


def funded(by, *partners: Partner, title: str = "A project of the tests", **fields) -> Project:
    made = project(by, title, **fields)
    for one in partners:
        record_funding(project=made, fields={"partner": one}, by=by)
    return made


def irish() -> Project:
    return Project.objects.get(slug="irish-aid-inclusive-growth")


def link_phase_1(iso3: str, to: Project, by) -> None:
    for result in Result.objects.filter(country__iso3=iso3, number__isnull=False):
        link_project(result=result, project=to, by=by)


# The same counts everywhere


def number_before(label: str, words: str) -> int:
    return int(re.search(rf"(\d+) {label}", words).group(1))


def test_equal_filters_have_equal_counts_on_every_page(text, manager):
    funded(manager, Partner.objects.get(slug="ireland"), title="More", is_flagship=True, status="in-progress")
    today = timezone.localdate()
    held = Project.objects.current()
    everywhere = text("/projects/")
    assert number_before("projects are recorded here", everywhere) == held.count()
    assert number_before("of them named as flagship", everywhere) == held.flagship().count()
    assert number_before("of them active today", everywhere) == held.active(today).count()
    claims = text("/claims/")
    assert number_before("projects are held here", claims) == held.count()
    assert number_before("of them flagship projects", claims) == held.flagship().count()
    assert number_before("of them active today", claims) == held.active(today).count()
    of_ireland = text("/projects/?partner=ireland")
    ireland = Partner.objects.get(slug="ireland")
    counts = held.funded_by(ireland).counts(today)
    assert number_before("projects fit", of_ireland) == counts.all == 4
    said = f"{counts.all} projects: {counts.flagship} flagship, {counts.active} active today."
    assert said in text(IRELAND)
    assert f"Ireland Government {counts.all} {counts.active} 0" in text("/partners/")
    mozambique = text("/projects/?country=MOZ")
    assert number_before("projects fit", mozambique) == number_before(
        "projects recorded in all", text("/countries/mozambique/")
    )
    assert number_before("of them active today", mozambique) == number_before(
        "projects? currently running", text("/countries/mozambique/")
    )


def test_the_definitions_stand_beside_the_counts(text):
    for address in ("/projects/", IRISH, "/claims/"):
        words = text(address)
        assert str(definitions.FLAGSHIP) in words
        assert str(definitions.ACTIVE) in words


def test_claims_begin_with_the_three_counts(text):
    words = text("/claims/")
    found = [words.index(f"{number} {what}") for number, what in (
        (252, "all projects in the tool"), (77, "projects that the tool marked"), (143, "at odds with both"),
    )]  # fmt: skip
    assert found == sorted(found)
    assert found[-1] < words.index("11.6 million")
    assert "184 fewer are held here" in words
    assert "67 fewer are held here" in words
    assert "16 in paragraph 138" in words


# The list


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=LAO/11", ["Supporting the establishment"]),
        ("q=leave no one", ["Accelerating the achievement"]),
        ("country=MNG", ["Promoting and building income security"]),
        ("partner=china", ["South-South"]),
        ("flagship=yes&country=TLS", ["ACTION/Portugal"]),
        ("active=yes&country=KEN", ["South-South", "Agri-Business"]),
        ("q=nothing+of+the+kind", []),
        ("flagship=no", []),
    ],
)
def test_the_list_can_be_narrowed(text, query, titles):
    words = text(f"/projects/?{query}")
    assert number_before("projects fit", words) == len(titles)
    assert all(title in words for title in titles)
    assert titles or "No project fits." in words


@pytest.mark.parametrize(
    "query",
    ["country=nowhere", "partner=nobody", "flagship=perhaps", "active=1", "sort=money"],
)
def test_what_cannot_be_read_is_a_sentence(text, query):
    assert "Nothing is listed: a condition cannot be read." in text(f"/projects/?{query}")


def test_a_page_that_does_not_exist_is_the_nearest_one(text):
    for page in ("0", "99999999999999999999", "x", "%00"):
        assert "68 projects" in text(f"/projects/?page={page}")


def test_fifty_stand_on_a_page(client, manager):
    for number in range(45):
        project(manager, f"Project {number:02}")
    first = client.get("/projects/?q=project+").content.decode()
    assert client.get("/projects/").content.decode().count('<th scope="row">') == 50
    assert 'href="?q=project&amp;page=2"' not in first
    assert client.get("/projects/?page=3").content.decode().count('<th scope="row">') == 13


def test_one_that_was_merged_is_counted_once_and_redirects(client, text, manager):
    kept, gone = irish(), funded(manager, partner(manager), title="Irish Aid, again")
    merge_project(kept=kept, gone=gone, reason="Twice", by=manager)
    response = client.get(gone.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    assert number_before("projects are recorded here", text("/projects/")) == 68
    assert "Also listed as: Irish Aid, again" in text(IRISH)


def test_a_partner_that_was_merged_redirects(client, text, manager):
    gone = partner(manager, "Irish Aid Department")
    merge_partner(kept=Partner.objects.get(slug="ireland"), gone=gone, reason="Twice", by=manager)
    response = client.get(gone.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, IRELAND)
    assert "Irish Aid Department" not in text("/partners/")
    assert "Irish Aid Department" in text(IRELAND)


def test_what_does_not_exist_is_not_found(client):
    assert client.get("/projects/nothing/").status_code == 404
    assert client.get("/partners/nobody/").status_code == 404


# Query strings and stored pages


def test_the_query_string_is_part_of_the_etag_and_unknown_names_are_not(client):
    etags = {
        query: client.get(f"/projects/{query}")["ETag"]
        for query in ("", "?country=", "?utm_source=x", "?country=MOZ", "?country=MOZ&page=2", "?country=+MOZ")
    }
    assert etags[""] == etags["?country="] == etags["?utm_source=x"]
    assert etags["?country=MOZ"] == etags["?country=+MOZ"]
    assert len(set(etags.values())) == 3
    again = client.get("/projects/?country=MOZ", headers={"if-none-match": etags["?country=MOZ"]})
    assert again.status_code == 304


def test_a_narrowed_list_is_never_that_of_another_question(client):
    everything, some = client.get("/projects/").content, client.get("/projects/?country=KHM").content
    assert everything != some
    assert client.get("/projects/").content == everything
    assert client.get("/projects/?country=KHM").content == some


@pytest.mark.parametrize("address", ["/projects/", IRISH, "/projects/never-heard-of/", "/partners/", IRELAND])
def test_a_past_day_has_one_link_and_stays_as_it_is(client, manager, address):
    asked = f"{address}?as_of=2020-05-01"
    before = client.get(asked)
    funded(manager, Partner.objects.get(slug="ireland"), title="Later")
    after = client.get(asked)
    assert before.status_code == after.status_code == 200
    main = re.compile(rb"<main.*?</main>", re.DOTALL)
    assert main.search(before.content).group() == main.search(after.content).group()
    assert f'href="{address}"'.encode() in main.search(after.content).group()


@pytest.mark.parametrize("address", ["/countries/mozambique/", "/themes/financing/", "/claims/", "/"])
def test_a_past_day_of_another_page_knows_no_project(client, manager, address):
    asked = f"{address}?as_of=2024-05-01"
    main = re.compile(rb"<main.*?</main>", re.DOTALL)
    before = main.search(client.get(asked).content).group()
    made = funded(manager, partner(manager, "Hidden partner"), title="Hidden project", countries=["MOZ"])
    made.themes.add(Theme.objects.get(slug="financing"))
    gap = {"country": Country.objects.get(iso3="MOZ"), "title": "Hidden gap", "amount": Decimal(5), "buys": "x"}
    actions.open_gap(fields=gap, by=manager)
    assert main.search(client.get(asked).content).group() == before


# A project


def test_a_project_says_what_is_known_and_what_is_not(text):
    words = text("/projects/south-south-lao-pdr-kenya/")
    for said in (
        "13 December 2023",
        "31 December 2026",
        "US$ 1 999 980",
        "US$ 791 752",
        "China",
        "Kenya",
        "Symbol not known",
    ):
        assert said in words
    assert "How much is not known" in words
    assert "US$ 0" not in words


def test_money_is_in_dollars_where_it_can_be_and_zero_is_not_unknown(text, manager):
    made = project(manager)
    ireland = Partner.objects.get(slug="ireland")
    rows = [
        {
            "year": 2020,
            "currency": "EUR",
            "planned": Decimal(100),
            "usd_rate": Decimal("1.5"),
            "usd_rate_source": "ECB",
        },
        {"year": 2021, "currency": "CHF", "planned": Decimal(700)},
        {"year": 2022, "currency": "USD", "planned": Decimal(10), "spent": Decimal(0)},
    ]
    for row in rows:
        record_funding(project=made, fields={"partner": ireland, **row}, by=manager)
    for address, name in ((made.get_absolute_url(), "Ireland"), (IRELAND, "A project of the tests")):
        words = text(address)
        assert f"{name} 2020 US$ 150 not known not known" in words
        assert f"{name} 2021 CHF 700 not known not known" in words
        assert f"{name} 2022 US$ 10 not known US$ 0" in words
        assert "In all US$ 160; CHF 700 not known US$ 0" in words
        assert "Rate of exchange: ECB" in words


def test_outputs_have_their_days_and_nothing_is_called_late_in_public(text, manager):
    """Rule 19; what is not recorded is neither none nor late."""
    made = project(manager)
    for title, due, delivered in (
        ("A study", date(2020, 12, 31), None),
        ("A law", date(2020, 12, 31), date(2021, 2, 1)),
        ("A course", date(2099, 12, 31), None),
    ):
        days = {"due_first": due, "due_last": due, "delivered": delivered}
        actions.record_output(project=made, fields={"title": title, **days}, by=manager)
    words = text(made.get_absolute_url())
    assert "Of 3 outputs, 1 is recorded here as delivered." in words
    assert not re.search(r"\blate\b", words)
    made.outputs.update(delivered=None)
    forget_pages()
    assert "Whether they were delivered is not recorded here." in text(made.get_absolute_url())


def test_whether_a_project_is_active_is_not_known_without_dates_and_status(text, manager):
    made = project(manager)
    Project.objects.filter(pk=made.pk).update(
        status=None, start_first=None, start_last=None, end_first=None, end_last=None
    )
    assert "Active today not known" in text(made.get_absolute_url())
    assert made.title not in text(f"/projects/?active=no&q={made.title}").split("projects fit")[-1]


def test_a_partner_can_be_cited_and_its_results_downloaded(client, text, manager):
    words = text(IRELAND)
    assert "How to cite Results Monitoring Tool: Ireland, as on" in words
    link_project(result=factories.publish(country="TGO", indicator="R2").result, project=irish(), by=manager)
    forget_pages()
    assert 'href="/results/export.csv?partner=ireland"' in client.get(IRELAND).content.decode()


# Only what is published


def test_nothing_unvalidated_shows(client, cast, manager):
    ireland = Partner.objects.get(slug="ireland")
    addresses = [*ADDRESSES, "/countries/togo/", "/themes/financing/"]
    before = [client.get(address).content for address in addresses]
    for make in (factories.draft, factories.submit):
        result = make(country="TGO", by=cast.focal_togo, title="A secret plan", themes=["financing"])
        link_project(result=result, project=irish(), by=cast.manager)
    forget_pages()
    assert [client.get(address).content for address in addresses] == before
    assert not Publication.objects.as_of(None).supported_by(ireland).exists()


def test_a_result_shows_from_its_publication_until_it_is_withdrawn(text, manager):
    published = factories.publish(indicator="R2", country="TGO", title="A law of Togo")
    link_project(result=published.result, project=irish(), by=manager)
    for address in (IRISH, IRELAND):
        assert "A law of Togo" in text(address)
    assert "Ireland Government 3 0 1" in text("/partners/")
    words = text(published.get_absolute_url())
    assert (
        "Which projects supported it Inclusive growth, social protection and jobs (Irish Aid) : supported it" in words
    )
    assert "Funded by: Ireland" in words
    factories.withdraw(published.result)
    for address in (IRISH, IRELAND, published.get_absolute_url()):
        assert "A law of Togo" not in text(address)


def test_an_edit_that_is_not_validated_changes_no_public_page(client, text, manager):
    published = factories.publish(indicator="R2", country="TGO", title="A law of Togo")
    link_project(result=published.result, project=irish(), by=manager)
    before = text(IRELAND)
    factories.submit_edit(published.result, title="A better law")
    assert text(IRELAND) == before


def test_a_result_without_project_says_so(text):
    page = text("/results/1/")
    assert "which projects supported it" in page[page.index("Not recorded in the source:") :]


# A partner


def test_co_funders_are_named(text, manager):
    made = funded(manager, *Partner.objects.filter(slug__in=["ireland", "china"]), title="Together")
    published = factories.publish(indicator="R2", country="TGO", title="A law of Togo")
    link_project(result=published.result, project=made, by=manager)
    assert "Through: Together Co-funded by: China" in text(IRELAND)
    assert "Through: Together Co-funded by: Ireland" in text("/partners/china/")


def test_figures_of_a_partner_are_those_of_its_results(text, manager):
    for iso3 in ("KHM", "MOZ", "VNM", "PAK"):
        link_phase_1(iso3, irish(), manager)
    own = entries_of(Publication.objects.as_of(None).supported_by(Partner.objects.get(slug="ireland")))
    words = text(IRELAND)
    changes, countries = figures.changes(own, period=SINCE_2016), figures.countries(own, period=SINCE_2016)
    assert (
        f"Among them are {len(changes)} institutional changes since 2016 (countries and territories: {len(countries)})."
        in words
    )
    day = figures.last_day(PHASE_1, as_of=timezone.localdate())
    for code, label in (("I2", "more entitled by law"), ("I3", "more covered in practice")):
        found = figures.people(own, indicator=code, period=PHASE_1, day=day)
        assert f"{people_text(found)} {label}".replace(THIN, " ") in words
    better = figures.better_protected(own, period=PHASE_1, day=day)
    assert f"{people_text(better)} with better or wider benefits".replace(THIN, " ") in words
    assert str(definitions.RULE_15) in words


# Countries and themes


def test_a_country_and_a_theme_say_who_funded_projects_and_what_is_missing(text, manager):
    made = funded(
        manager, partner(manager, "A fund"), title="A project of Togo", countries=["TGO"], status="in-progress"
    )
    made.themes.add(Theme.objects.get(slug="financing"))
    gap = {
        "country": Country.objects.get(iso3="TGO"), "theme": Theme.objects.get(slug="financing"),
        "title": "Health cards", "amount": Decimal(2500000), "currency": "USD",
        "buys": "Cards for all", "persons": 120000,
    }  # fmt: skip
    opened = actions.open_gap(fields=gap, by=manager)
    for address, active in (("/countries/togo/", 1), ("/themes/financing/", 2)):
        words = text(address)
        assert "A project of Togo active today" in words
        assert "Funded by A fund" in words
        assert re.search(rf"\b{active} projects? currently running", words)
        assert "US$ 2 500 000 Cards for all 120 000 people" in words
    actions.close_gap(gap=opened, by=manager)
    assert "Health cards" not in text("/countries/togo/")


def test_deliverables_are_counted_in_the_support_block(text):
    factories.publish(indicator="D1", country="TGO", title="A study")
    assert "1 deliverable published here since 2016" in text("/countries/togo/")


# How many queries, and what they are written in


def add_some(count: int, by, start: int = 0) -> None:
    ireland = Partner.objects.get(slug="ireland")
    for number in range(start, start + count):
        other = partner(by, f"Partner {number}")
        made = funded(by, ireland, other, title=f"Project {number}", countries=["TGO", "KEN"], status="in-progress")
        made.themes.add(Theme.objects.get(slug="financing"))
        actions.record_output(project=made, fields={"title": "An output"}, by=by)
        record_funding(project=irish(), fields={"partner": other, "year": 2021}, by=by)
        published = factories.publish(indicator="R2", country="TGO", title=f"Law {number}", themes=["financing"])
        link_project(result=published.result, project=made, by=by)
        link_project(result=published.result, project=irish(), by=by)
        gap = {"country": Country.objects.get(iso3="TGO"), "theme": Theme.objects.get(slug="financing")}
        actions.open_gap(fields={**gap, "title": f"Gap {number}", "amount": Decimal(5), "buys": "x"}, by=by)


@pytest.mark.both_engines
def test_more_rows_ask_no_more_queries(client, manager):
    most = {
        "/projects/": 14, "/projects/?country=TGO&sort=begun&q=project": 14, IRISH: 19, "/partners/": 9, IRELAND: 24,
        "/claims/": 14, "/countries/togo/": 24, "/themes/financing/": 24, "/results/1/": 14,
    }  # fmt: skip
    add_some(2, manager)
    few = {address: queries(client, address) for address in most}
    add_some(6, manager, start=2)
    assert {address: queries(client, address) for address in most} == few
    assert {address: count for address, count in few.items() if count > most[address]} == {}


def test_pages_are_well_formed(client, manager):
    add_some(2, manager)
    for address in (*ADDRESSES, "/projects/?country=XX", "/projects/?as_of=2020-01-01", "/countries/togo/"):
        html5lib.HTMLParser(strict=True).parse(client.get(address).content)
