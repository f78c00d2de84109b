"""What a review found on public pages: words of reviewers, what was withdrawn, signs that break a feed, the store."""

import pytest
from django.core.cache import cache
from django.urls import set_script_prefix

from countries.models import FocalPoint
from indicators import ledger
from indicators.models import Result, Round
from indicators.results import actions
from rmt.search.index import find
from tests import factories
from tests.kept import forget_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def restated(programme):
    """A result of Togo that an edition holds and that was corrected since, with words of the reviewer."""
    published = factories.publish(title="A law with a name of its own")
    ledger.pin_edition(note="", by=factories.reviewing_manager())
    result = factories.submit_edit(published.result, outcome="Better said.")
    factories.validate(result, comment="Between us: doubtful")
    return factories.fresh(published.result)


def test_what_a_reviewer_says_is_not_for_readers(client, restated):
    page = client.get("/countries/togo/").content.decode()
    assert f"No. {restated.number}" in page
    assert "Between us" not in page


def test_of_what_was_withdrawn_readers_are_told_the_reason_and_nothing_else(client, restated):
    factories.withdraw(restated, reason="Entered twice, sorry.")
    page = client.get("/countries/togo/").content.decode()
    assert "Entered twice, sorry." in page
    assert "A law with a name of its own" not in page


@pytest.mark.parametrize("path", ["/feed.atom", "/countries/togo/feed.atom"])
def test_a_sign_that_xml_cannot_hold_takes_no_feed_down(client, programme, path):
    factories.publish(title="A law\x0bin two lines")
    response = client.get(path)
    assert response.status_code == 200
    assert b"A law in two lines" in response.content


def test_what_the_ledger_hashes_is_not_exported(client, programme):
    number = factories.publish(indicator="I3", parts={"sex:women": 7}).number
    text = b"".join(client.get("/results/export.csv?country=togo", follow=True)).decode()
    statement = ledger.in_force(Result.objects.get(number=number))
    assert statement is not None
    assert statement.hash not in text


def test_days_that_anybody_can_type_are_not_stored(client, programme):
    """They would drive the pages that everybody reads out of the store."""
    forget_pages()
    etag = client.get("/themes/?as_of=2020-01-01")["ETag"]
    assert cache.get(etag) is None
    assert cache.get(client.get("/themes/")["ETag"]) is not None


def test_a_page_that_is_not_there_is_never_unchanged(client, programme):
    assert client.get("/results/999999/", HTTP_IF_NONE_MATCH="*").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2016-02-29"])
@pytest.mark.parametrize("path", ["/", "/countries/togo/", "/results/", "/themes/", "/indicators/i3/"])
def test_any_day_has_a_page(client, programme, path, day):
    assert client.get(f"{path}?as_of={day}").status_code == 200


def test_a_round_that_nobody_opened_is_held_against_nobody(client, programme):
    Round.objects.filter(code="2026-1").update(state=Round.State.PLANNED)
    assert "January–June 2026 was not sent" not in client.get("/countries/togo/").content.decode()


def test_what_is_found_stands_where_the_site_stands(programme):
    set_script_prefix("/practice/")
    try:
        assert find("togo", 1)[0].url == "/practice/countries/togo/"
    finally:
        set_script_prefix("/")
    assert find("togo", 1)[0].url == "/countries/togo/"


def test_a_lead_reads_no_draft_in_a_refusal(client, cast):
    published = factories.publish(title="As readers have it", themes=["social-health-protection"])
    tag = published.result.tags.get()
    actions.decide_tag(result=published.result, theme=tag.theme, state="confirmed", by=cast.lead_health)
    factories.save(factories.reopen(published.result), title="As the draft says")
    client.force_login(cast.lead_health, backend="django.contrib.auth.backends.ModelBackend")
    said = client.post("/desk/tags/", {"do": "confirm", "tag": tag.pk}, follow=True).content.decode()
    assert "As the draft says" not in said


def test_a_new_result_is_never_written_over_a_draft_that_one_may_not_edit(client, cast):
    draft = factories.draft(by=cast.deputy_togo, title="Theirs")
    FocalPoint.objects.filter(user=cast.deputy_togo).update(country=factories.country_of("SEN"))
    client.force_login(cast.deputy_togo, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"key": str(draft.uuid), "version": draft.version, "title": "Over it", "do": "save"}
    response = client.post("/desk/results/new/?indicator=R2&country=SEN", typed)
    assert response.status_code == 403
    assert factories.fresh(draft).title == "Theirs"
