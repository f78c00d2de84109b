"""A partner's portfolio: what its money supports, as published, and nothing else, by page and by file."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from indicators import figures
from indicators.ledger import entries_of
from indicators.models import Indicator, PartnerIndicator, Publication
from indicators.results import EvidenceItem, merge_partner, record_funding
from indicators.results import support as contributions
from indicators.wording import people_text
from projects import actions
from projects.models import Partner, PartnerRepresentative, PortfolioVisit, Project
from projects.pages.portfolio.selectors import portfolio_of
from rmt.files import cell
from tests import factories
from tests.cast import sign_in
from tests.counting import queries

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(on_day):
    return on_day(NOON)


@pytest.fixture
def partner(cast) -> Partner:
    return Partner.objects.get(slug="a-partner")


@pytest.fixture
def project(cast, partner) -> Project:
    """A project in Togo that the partner funds."""
    found = Project.objects.get(slug="health-insurance-togo")
    fund(found, partner, by=cast.manager, year=2024, planned=Decimal(5000), currency="EUR", modality=2)
    return found


def fund(project: Project, partner: Partner, *, by, **fields) -> None:
    record_funding(project=project, fields={"partner": partner, **fields}, by=by)


def supported(project: Project, *, by, **fields) -> Publication:
    publication = factories.publish(**fields)
    contributions.link_project(result=publication.result, project=project, by=by)
    return publication


def page_of(client, person, query: str = "") -> str:
    return sign_in(client, person).get(reverse("portfolio") + query).content.decode()


def workbook_of(client, person, query: str = "") -> openpyxl.Workbook:
    content = sign_in(client, person).get(reverse("portfolio_export") + query).content
    return openpyxl.load_workbook(io.BytesIO(content))


def text_of(book: openpyxl.Workbook) -> str:
    return "\n".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def test_a_published_result_of_the_partners_project_stands_by_page_and_file(client, cast, project):
    supported(project, by=cast.manager, title="Law on health insurance")
    assert "Law on health insurance" in page_of(client, cast.partner)
    assert "Law on health insurance" in text_of(workbook_of(client, cast.partner))


def private_things(cast, project) -> None:
    """What a partner may not know of: everything of it has SECRET in its words."""
    drawn = factories.draft(title="SECRET draft")
    contributions.link_project(result=drawn, project=project, by=cast.manager)
    sent = factories.submit(title="SECRET, sent")
    contributions.link_project(result=sent, project=project, by=cast.manager)
    edited = supported(project, by=cast.manager, title="Public law")
    factories.submit_edit(edited.result, title="SECRET edit", outcome="SECRET outcome")
    gone = supported(project, by=cast.manager, title="SECRET, withdrawn")
    factories.withdraw(gone.result)
    hidden = EvidenceItem(title="SECRET file", url="https://example.org/SECRET", audience="reviewers")
    page = EvidenceItem(title="Gazette", url="https://gazette.example.org/1", audience="public")
    supported(project, by=cast.manager, title="With a file for reviewers", evidence=[page, hidden])
    other = actions.create_project(fields={"title": "SECRET project"}, links=actions.Links(), by=cast.manager)
    fund(other, actions.create_partner(name="SECRET partner", by=cast.manager), by=cast.manager)
    supported(other, by=cast.manager, title="SECRET result of another partner")
    factories.publish(title="SECRET result that names no project")
    embargoed = factories.validated(title="SECRET embargo", not_before=date(2026, 12, 24), comment="Later.")
    contributions.link_project(result=embargoed, project=project, by=cast.manager)


def test_nothing_private_foreign_or_withdrawn_reaches_a_partner(client, cast, project):
    private_things(cast, project)
    page, file = page_of(client, cast.partner), text_of(workbook_of(client, cast.partner))
    assert "Public law" in page
    assert "With a file for reviewers" in file
    assert "SECRET" not in page
    assert "SECRET" not in file


def test_a_link_that_was_taken_back_is_gone(client, cast, project):
    publication = supported(project, by=cast.manager, title="Law that another supported")
    contributions.unlink_project(result=publication.result, project=project, by=cast.manager)
    assert "Law that another supported" not in page_of(client, cast.partner)


def test_figures_equal_those_of_the_results(cast, partner, project):
    supported(project, by=cast.manager, indicator="R2")
    supported(project, by=cast.manager, indicator="D1")
    supported(project, by=cast.manager, indicator="I3", value=2500, baseline=(2021, 500))
    supported(project, by=cast.manager, indicator="I4")
    factories.publish(indicator="I3", value=900_000)
    today = NOON.date()
    page = portfolio_of(partner, on=today)
    own = entries_of(Publication.objects.as_of(None).supported_by(partner))
    period, day = figures.SINCE_2016, today
    assert [line.cells[-1][0] for line in page.own.figures] == [
        str(len(figures.changes(own, period=period))),
        str(len(figures.countries(own, period=period))),
        "1",
        people_text(figures.people(own, indicator="I2", period=period, day=day)),
        people_text(figures.people(own, indicator="I3", period=period, day=day)),
        people_text(figures.better_protected(own, period=period, day=day)),
    ]
    assert page.own.figures[4].cells[-1][1].low == 2000


def test_figures_equal_those_of_the_public_page(client, cast, partner, project):
    supported(project, by=cast.manager, indicator="I3", value=2500, baseline=(2021, 500))
    figure = '<data value="2000">'
    assert figure in page_of(client, cast.partner)
    assert figure in client.get(reverse("partner", args=[partner.slug])).content.decode()


def test_the_page_names_co_funders_countries_money_and_rule_15(client, cast, project):
    fund(project, actions.create_partner(name="Another funder", by=cast.manager), by=cast.manager)
    supported(project, by=cast.manager)
    page = page_of(client, cast.partner)
    for words in (
        "Another funder",
        "Togo",
        "2024",
        "EUR\u00a05\u202f000",
        "Nothing is attributed to one partner alone",
    ):
        assert words in page


def test_the_money_of_others_is_not_shown(client, cast, project):
    other = actions.create_partner(name="Another funder", by=cast.manager)
    fund(project, other, by=cast.manager, year=2024, planned=Decimal(777), currency="EUR")
    assert "777" not in page_of(client, cast.partner)
    assert "777" not in text_of(workbook_of(client, cast.partner))


def test_a_partner_of_the_pool_sees_what_the_pool_supported(client, cast, partner, project):
    pooled = actions.create_project(fields={"title": "Pooled project"}, links=actions.Links(), by=cast.manager)
    fund(pooled, actions.create_partner(name="Another donor", by=cast.manager), by=cast.manager, modality=1)
    supported(pooled, by=cast.manager, title="Law that the pool supported")
    assert "Law that the pool supported" not in page_of(client, cast.partner)
    in_pool = actions.create_project(fields={"title": "Own, pooled"}, links=actions.Links(), by=cast.manager)
    fund(in_pool, partner, by=cast.manager, modality=1)
    page = page_of(client, cast.partner)
    assert "Law that the pool supported" in page
    assert "Money in the pool carries no name" in page
    book = workbook_of(client, cast.partner)
    assert "Law that the pool supported" in text_of(book)
    own = "\n".join(str(v) for row in book["Results"].iter_rows(values_only=True) for v in row)
    assert "Law that the pool supported" not in own


# Since the last visit

NEW = "New since your last visit"


def test_nothing_is_marked_at_the_first_visit(client, cast, project):
    supported(project, by=cast.manager)
    page = page_of(client, cast.partner)
    assert NEW not in page
    assert "This is your first visit" in page


def test_what_came_since_the_last_visit_is_marked_and_stays_so_during_this_one(client, cast, project, clock):
    old = supported(project, by=cast.manager, title="Old law")
    page_of(client, cast.partner)
    clock.shift(timedelta(days=2))
    supported(project, by=cast.manager, title="New law")
    factories.edit(old.result, title="Old law, corrected")
    for _again in range(2):
        page = page_of(client, cast.partner)
        assert page.count(NEW) == 1
        assert "1 result is new since 1 December 2026" in page
    rows = list(workbook_of(client, cast.partner)["Results"].iter_rows(values_only=True))
    assert {row[1]: row[9] for row in rows[1:]} == {"New law": "new", "Old law, corrected": None}
    clock.shift(timedelta(hours=2))
    assert NEW not in page_of(client, cast.partner)


def test_an_old_result_that_is_linked_now_is_new(client, cast, project, clock):
    publication = factories.publish(title="Old law")
    page_of(client, cast.partner)
    clock.shift(timedelta(days=2))
    contributions.link_project(result=publication.result, project=project, by=cast.manager)
    assert NEW in page_of(client, cast.partner)


def test_a_preview_is_marked_and_leaves_no_visit(client, cast, partner, project):
    page = page_of(client, cast.manager, "?partner=a-partner")
    assert "Preview as A partner" in page
    workbook_of(client, cast.manager, "?partner=a-partner")
    assert not PortfolioVisit.objects.exists()


# Who chooses what


def test_a_representative_of_two_partners_chooses(client, cast, partner, project):
    other = actions.create_partner(name="Second partner", by=cast.manager)
    PartnerRepresentative.objects.create(user=cast.partner, partner=other, start=date(2021, 1, 1))
    response = sign_in(client, cast.partner).get(reverse("portfolio"), follow=True)
    assert "A partner" in response.content.decode()
    assert "Second partner" in response.content.decode()
    assert "Portfolio of Second partner" in page_of(client, cast.partner, "?partner=second-partner")


def test_another_partners_portfolio_is_refused(client, cast, partner, project):
    actions.create_partner(name="Foreign", by=cast.manager)
    for name in ("portfolio", "portfolio_export", "portfolio_indicator_new"):
        assert sign_in(client, cast.partner).get(reverse(name) + "?partner=foreign").status_code == 403
        assert client.get(reverse(name) + "?partner=nobody-s").status_code == 404
    for name in ("portfolio_digest", "portfolio_indicator_new"):
        assert client.post(reverse(name), {"partner": "foreign", "wording": "X"}).status_code == 403


def test_who_no_longer_speaks_for_the_partner_sees_nothing(client, cast, partner):
    PartnerRepresentative.objects.filter(user=cast.partner).update(end=date(2026, 12, 1))
    assert sign_in(client, cast.partner).get(reverse("portfolio")).status_code == 403


def test_the_name_of_a_partner_that_was_merged_leads_to_the_one_that_stayed(client, cast, partner):
    gone = actions.create_partner(name="Old name", by=cast.manager)
    merge_partner(kept=partner, gone=gone, reason="One and the same.", by=cast.manager)
    assert "Portfolio of A partner" in page_of(client, cast.partner, "?partner=old-name")


def test_a_representative_lands_on_the_portfolio(client, cast):
    cast.partner.set_password("a-long-one-for-tests")
    cast.partner.save()
    said = {"login": cast.partner.email, "password": "a-long-one-for-tests"}
    assert client.post(reverse("account_login"), said)["Location"] == reverse("portfolio")


# The workbook


def test_the_workbook_says_what_it_is_of_when_and_rule_15(client, cast, project):
    response = sign_in(client, cast.partner).get(reverse("portfolio_export"))
    assert response["Content-Disposition"] == 'attachment; filename="portfolio-a-partner-2026-12-01.xlsx"'
    assert "no-store" in response["Cache-Control"]
    about = openpyxl.load_workbook(io.BytesIO(response.content))["About"]
    text = " ".join(str(value) for row in about.iter_rows(values_only=True) for value in row)
    assert "A partner" in text
    assert "1 December 2026, 12:00 UTC" in text
    assert "Nothing is attributed to one partner alone" in text


@pytest.mark.parametrize("title", ["=1+1", "+cmd", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "Law\x0b of 2022"])
def test_text_that_begins_like_a_formula_is_text(client, cast, project, title):
    supported(project, by=cast.manager, title=title)
    book = workbook_of(client, cast.partner)
    found = [c for row in book["Results"].iter_rows() for c in row if c.column == 2][1]
    assert found.value == title.replace("\x0b", "")
    assert found.data_type == "s"
    assert bool(found.quotePrefix) == title.startswith(("=", "+", "-", "@"))


def test_numbers_are_numbers(client, cast, project):
    rows = list(workbook_of(client, cast.partner)["Money"].iter_rows(values_only=True))
    assert rows[1][1] == 2024
    assert rows[1][5] == 5000
    assert rows[1][6] is None


def test_a_cell_holds_no_more_than_a_spreadsheet_can():
    sheet = openpyxl.Workbook(write_only=True).create_sheet()
    assert len(cell(sheet, "x" * 40_000).value) == 32_767


# The partner's own indicators


@pytest.mark.parametrize("person", ["partner", "manager"])
def test_an_indicator_is_added_matched_and_taken_off(client, cast, partner, project, person):
    supported(project, by=cast.manager, indicator="I3", value=2500, baseline=(2021, 500))
    sign_in(client, getattr(cast, person))
    ours = Indicator.objects.get(code="I3")
    said = {"partner": "a-partner", "wording": "People  reached", "code": "P1", "indicator": ours.pk}
    assert client.post(reverse("portfolio_indicator_new"), said).status_code == 302
    row = PartnerIndicator.objects.get(partner=partner)
    assert (row.wording, row.indicator) == ("People reached", ours)
    page = client.get(reverse("portfolio") + "?partner=a-partner").content.decode()
    assert "P1 · <bdi>People reached</bdi>" in page
    assert "2\u202f000" in page
    address = reverse("portfolio_indicator", args=[row.pk])
    client.post(address, {"code": "P1", "indicator": "", "note": "Another thing."})
    row.refresh_from_db()
    assert (row.indicator, row.note) == (None, "Another thing.")
    client.post(address, {"do": "remove"})
    assert not PartnerIndicator.objects.exists()


def test_the_same_words_are_not_listed_twice(client, cast, partner):
    contributions.map_indicator(owner=partner, wording="People reached", indicator=None, by=cast.manager)
    said = {"partner": "a-partner", "wording": "People reached", "code": "P2"}
    response = sign_in(client, cast.partner).post(reverse("portfolio_indicator_new"), said)
    assert "listed already" in response.content.decode()
    assert PartnerIndicator.objects.get().code is None


def test_the_indicators_of_another_partner_do_not_exist(client, cast, partner):
    other = actions.create_partner(name="Foreign", by=cast.manager)
    row = contributions.map_indicator(owner=other, wording="SECRET", indicator=None, by=cast.manager)
    address = reverse("portfolio_indicator", args=[row.pk])
    sign_in(client, cast.partner)
    assert client.get(address).status_code == client.post(address, {"do": "remove"}).status_code == 404
    assert PartnerIndicator.objects.exists()


@pytest.mark.parametrize("code", ["D1", "D2", "R1", "I1", "I3", "T1", "T4"])
def test_every_kind_of_indicator_has_a_figure(client, cast, partner, project, code):
    contributions.map_indicator(
        owner=partner, wording="Theirs", indicator=Indicator.objects.get(code=code), by=cast.manager
    )
    supported(project, by=cast.manager, indicator="I3", parts={"disability:yes": 50})
    assert "Theirs" in page_of(client, cast.partner)


# Size


@pytest.mark.both_engines
@pytest.mark.parametrize("name", ["portfolio", "portfolio_export"])
def test_it_asks_as_often_for_much_as_for_little(client, cast, partner, project, name):
    def more(count: int) -> None:
        for number in range(count):
            made = actions.create_project(
                fields={"title": f"{name} {Project.objects.count()}"},
                links=actions.Links(countries={factories.country_of("TGO"): None}),
                by=cast.manager,
            )
            fund(made, partner, by=cast.manager, year=2020 + number, planned=Decimal(1), currency="USD", modality=1)
            supported(made, by=cast.manager, indicator="I3", themes=["financing"], parts={"sex:women": 400})
            wording = f"Theirs {Project.objects.count()}"
            ours = Indicator.objects.get(code="I3")
            contributions.map_indicator(owner=partner, wording=wording, indicator=ours, by=cast.manager)

    more(2)
    page_of(client, cast.partner)
    few = queries(sign_in(client, cast.partner), reverse(name))
    more(6)
    assert queries(sign_in(client, cast.partner), reverse(name)) == few
    assert few <= 45
