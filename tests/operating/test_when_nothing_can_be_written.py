"""A database that is read-only or full: readers see no difference, and whoever sends a form keeps what they typed."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from indicators.models import Publication, Result
from rmt.caching.early_answers import kept_answers
from rmt.models import SiteVersion
from tests.cast import sign_in
from tests.entering.test_the_entry_form import EMPTY_ROWS
from tests.typing.test_a_form_sent_when_signed_out import HERE, again, fields

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Every household\nis insured. " * 100  # what is short may fit into a page of the file that is half empty
TYPED = {"title": "A law on domestic work", "outcome": LONG.strip(), "do": "save", **EMPTY_ROWS}

NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$
"""
FULL_TABLES = ("rmt_cache", "django_session", "indicators_result", "rmt_formdraft")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fill_sqlite() -> None:
    """Every page of the file is full, and there are to be no more."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")


@pytest.fixture(params=["read-only", "full"])
def nothing_can_be_written(request, programme) -> Iterator:
    """A function that makes it so; it ends with the test, or with another one."""
    if connection.vendor == "sqlite":
        begin, end = {
            "read-only": (lambda: run("PRAGMA query_only=ON"), ["PRAGMA query_only=OFF"]),
            "full": (fill_sqlite, ["PRAGMA max_page_count=1073741823"]),
        }[request.param]
    elif request.param == "read-only":
        session = "SET SESSION CHARACTERISTICS AS TRANSACTION"
        begin, end = (lambda: run(f"{session} READ ONLY")), [f"{session} READ WRITE"]
    else:
        trigger = "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE OR DELETE ON {} EXECUTE FUNCTION no_room()"
        begin = lambda: run(NO_ROOM, *(trigger.format(table) for table in FULL_TABLES))  # noqa: E731 (one of two ways, beside the other)
        end = ["DROP FUNCTION IF EXISTS no_room() CASCADE"]
    yield begin, lambda: run(*end)
    run(*end)


@pytest.fixture
def focal_point(cast) -> Client:
    return sign_in(Client(raise_request_exception=False), cast.focal_togo)


def form() -> str:
    return reverse("new_result") + "?indicator=R2&country=TGO"


def test_public_pages_answer_whether_they_are_stored_or_not_or_were_stored_long_ago(client, nothing_can_be_written):
    begin, _end = nothing_can_be_written
    number = Publication.objects.as_of(None).values_list("number", flat=True).first()
    addresses = ["/", "/countries/togo/", f"/results/{number}/", "/results/?indicator=r2", "/search/?q=togo"]
    before = {address: client.get(address).content for address in addresses[:3]}
    SiteVersion.bump()
    client.get(addresses[1])
    run("UPDATE rmt_cache SET expires = '2020-01-01 00:00:00'")
    kept_answers.clear()  # as in another process
    begin()
    for address in addresses:
        for _time in range(2):
            response = client.get(address)
            assert response.status_code == 200, address
            assert before.get(address, response.content) == response.content
    assert client.get("/accounts/login/").status_code == 200


def test_what_was_typed_comes_back_and_is_sent_again_when_there_is_room(focal_point, nothing_can_be_written):
    begin, end = nothing_can_be_written
    begin()
    response = focal_point.post(form(), TYPED, headers={"origin": HERE})
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "60", "no-store")
    assert "Not saved yet: nothing is lost" in page
    held = [pair for pair in fields(response) if pair[0] not in ("csrfmiddlewaretoken", "form_key")]
    assert sorted(held) == sorted(TYPED.items())
    end()
    assert again(focal_point, response, origin=HERE).status_code == 302
    assert Result.objects.filter(title=TYPED["title"]).count() == 1


def test_nothing_that_another_site_sent_is_shown_and_the_autosave_gets_its_status(focal_point, nothing_can_be_written):
    begin, _end = nothing_can_be_written
    begin()
    elsewhere = focal_point.post(form(), TYPED, headers={"origin": "https://elsewhere.example"})
    typed = {"form": form(), "key": "8f14e45f-ceea-467f-9575-b5d1ee3ea7b0", "text": LONG * 10}
    autosave = focal_point.post(reverse("drafts"), typed, headers={"origin": HERE})
    for response in (elsewhere, autosave):
        assert response.status_code == 503
        assert "Send it again" not in response.content.decode()
