"""A seal is taken once a day and with each edition, goes by mail, and stands for all that was written (rule 4)."""

import io
import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState
from django.urls import reverse
from django.utils import timezone

from countries.pages.country.page import country_page
from countries.pages.country.paper import words_of
from indicators import ledger
from indicators.models import Reply, ReplyRequest, ReviewEvent, Seal
from rmt.models import OutgoingMail, SiteVersion
from rmt.records import digest_of_row, states_now, strips
from rmt.records.append_only import guarded_models
from tests import factories
from tests.counting import queries
from tests.pages.reading import main_of
from tests.publishing.forging import change

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def run_due(programme):
    def run() -> str:
        call_command("run_due", stdout=(said := StringIO()))
        return said.getvalue()

    return run


def test_it_is_taken_once_a_day(run_due, on_day):
    on_day(NOON)
    assert "Seal: RMT seal 2027-03-10 · publication" in run_due()
    assert "Seal: taken today already." in run_due()
    on_day(NOON + timedelta(days=1))
    run_due()
    assert [str(seal.day) for seal in Seal.objects.all()] == ["2027-03-10", "2027-03-11"]


def test_it_is_mailed_whole_to_those_who_keep_it(run_due, mailoutbox, settings):
    settings.SEAL_MAILTO = ["one@example.org", "two@example.org"]
    run_due()
    seal = ledger.latest_seal(None)
    assert [mail.to for mail in mailoutbox] == [["one@example.org"], ["two@example.org"]]
    assert seal.line in mailoutbox[0].body
    assert json.loads(mailoutbox[0].body[mailoutbox[0].body.index("{") :]) == seal.says


def test_without_an_address_no_mail_goes_out(run_due, mailoutbox):
    run_due()
    assert Seal.objects.exists()
    assert mailoutbox == []


def test_a_mail_that_fails_costs_no_seal(run_due, settings):
    settings.SEAL_MAILTO = ["one@example.org"]
    settings.EMAIL_BACKEND = "no.such.backend"
    assert "RMT seal" in run_due()


def test_a_mail_that_cannot_be_written_costs_no_seal_either(run_due, mailoutbox, settings, monkeypatch):
    settings.SEAL_MAILTO = ["one@example.org"]
    monkeypatch.setattr("indicators.ledger.seals.letter", lambda *_about, **_more: OutgoingMail(subject="x"))
    monkeypatch.setattr(OutgoingMail, "save", lambda _mail: connection.cursor().execute("SELECT no_such_column"))
    assert "RMT seal" in run_due()
    assert Seal.objects.exists()
    assert mailoutbox == []


def test_an_edition_is_sealed_as_well(programme, run_due, cast):
    run_due()
    edition = ledger.pin_edition(note="", by=cast.manager)
    assert (edition.seal.seq, edition.seal.says["edition"]) == (edition.seq, edition.code)
    assert edition.seal.says["tables"]["indicators.edition"]["rows"] == 1
    assert "taken today already" in run_due()


def test_every_table_that_is_written_once_is_in_it_or_in_the_chain(programme):
    seal = ledger.take_seal(now=timezone.now())
    chained = {"publication", "publishedpart", "publishedtag", "publishedstanding", "publishedfollow"}
    chained |= {"publishedcontribution", "seal"}
    chained.add("accountevent")  # in neither: private, and forgotten after a year
    names = {m._meta.label_lower for m in guarded_models() if m._meta.model_name not in chained}
    assert names <= seal.says["tables"].keys() == strips().keys()


def test_a_new_seal_goes_on_from_the_one_before(programme):
    """It says the same as one that reads everything, and reads no row again: what was changed in between stays out."""
    first = ledger.take_seal(now=timezone.now()).says["tables"]
    factories.publish()
    later = timezone.now() + timedelta(hours=2)
    second = states_now(first, now=later)
    assert second == states_now({}, now=later)
    assert second["indicators.reviewevent"]["rows"] == ReviewEvent.objects.count()
    change(ReviewEvent.objects.earliest("pk"), comment="As it was not.")
    assert states_now(first, now=later) == second != states_now({}, now=later)


def test_two_seals_without_anything_between_hold_the_same(programme):
    one, other = (ledger.take_seal(now=timezone.now() + timedelta(days=day)).says for day in (0, 1))
    same = ("publication", "publication_hash", "may_change")
    assert [one[name] for name in same] == [other[name] for name in same]
    rows = {name for name in one["tables"] if "superseded" not in name}
    assert {name: one["tables"][name] for name in rows} == {name: other["tables"][name] for name in rows}


def test_a_publication_is_never_dated_before_a_seal(programme):
    """A clock that ran ahead and was put right leaves the record whole."""
    ledger.take_seal(now=timezone.now() + timedelta(minutes=5))
    publication = factories.publish()
    assert publication.recorded_at >= ledger.latest_seal(None).taken_at
    assert list(ledger.check()) == []


def test_a_reply_that_is_erased_by_order_leaves_the_seals_whole(programme):
    """Whoever erases keeps the digest of the row; without it, the check says that the row is not as it was."""
    law = factories.publish()
    asked = ReplyRequest.objects.create(
        result=law.result, version=1, group="workers", organization="A union", asked_at=NOON, asked_by=law.by
    )
    reply = Reply.objects.create(request=asked, kind="dissented", text="A name.", version=1, answered_at=NOON)
    ledger.take_seal(now=timezone.now())
    kept = {"indicators.reply": {reply.pk: digest_of_row(Reply.objects.get())}}
    change(reply, text="[removed]", salt=None)
    assert ["replies" in problem for problem in ledger.check()] == [True]
    assert list(ledger.check(erased_rows=kept)) == []


def test_each_reply_from_before_the_seals_gets_a_salt_of_its_own(programme):
    law = factories.publish()
    for organization in ("A union", "A federation"):
        asked = ReplyRequest.objects.create(
            result=law.result, version=1, group="workers", organization=organization, asked_at=NOON, asked_by=law.by
        )
        Reply.objects.create(request=asked, kind="confirmed", version=1, answered_at=NOON, salt="0" * 64)
    migration = import_module("indicators.migrations.0021_seals")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.salt_each_reply(ProjectState.from_apps(apps).apps, editor)
    salts = list(Reply.objects.values_list("salt", flat=True))
    assert len(set(salts) - {"0" * 64}) == 2


def test_a_seal_changes_the_version_of_the_site(programme):
    before = SiteVersion.current()
    ledger.take_seal(now=timezone.now())
    assert SiteVersion.current() > before


class TestThePageOfTheRecord:
    def test_it_lists_the_latest_seals_with_the_whole_of_the_last(self, client, programme):
        assert "No seal has been taken yet." in main_of(client.get(reverse("record")))
        seals = [ledger.take_seal(now=timezone.now() + timedelta(days=day)) for day in range(2)]
        page = main_of(client.get(reverse("record")))
        assert page.index(seals[1].hash) < page.index(seals[0].hash)
        assert ledger.seals_in(page.replace("&quot;", '"'))[0].hash == seals[1].hash

    def test_a_past_day_shows_no_later_seal(self, client, programme, on_day):
        on_day(NOON)
        early = ledger.take_seal(now=timezone.now())
        on_day(NOON + timedelta(days=2))
        late = ledger.take_seal(now=timezone.now())
        page = main_of(client.get(reverse("record"), {"as_of": "2027-03-11"}))
        assert early.hash in page
        assert late.hash not in page

    def test_it_says_whether_seals_are_mailed(self, client, programme, settings):
        assert "No such address is set at present." in main_of(client.get(reverse("record")))

    def test_any_number_of_seals_takes_as_many_queries(self, client, programme, cast):
        counts = []
        for seals in (2, 12):
            for _seal in range(seals):
                ledger.pin_edition(note="", by=cast.manager)
            counts.append(queries(client, reverse("record")))
        assert counts[0] == counts[1]


class TestWhereItStands:
    """Whoever saves a file keeps a seal; `verify_ledger --against` finds it there."""

    TOGO = "/countries/togo"

    @pytest.fixture
    def seal(self, programme, on_day) -> Seal:
        on_day(NOON)
        factories.publish(title="The law")
        return ledger.take_seal(now=timezone.now())

    def found(self, text: str) -> list[str]:
        return [kept.hash for kept in ledger.seals_in(text)]

    def test_at_the_foot_of_a_country_on_paper(self, client, seal, togo):
        page = country_page(togo, as_of=None, today=timezone.localdate())
        assert words_of(page, day=timezone.localdate())["seal"] == seal.line

    @pytest.mark.parametrize("address", ["/feed.atom", f"{TOGO}/feed.atom"])
    def test_in_a_feed(self, client, seal, address):
        assert self.found(client.get(address).content.decode()) == [seal.hash]

    def test_in_a_workbook_of_results(self, client, seal):
        assert self.found(self.about(client.get("/results/export.xlsx"))) == [seal.hash]

    @pytest.mark.parametrize("address", ["/results/export.csv", "/countries/export.csv"])
    def test_in_the_name_of_a_csv(self, client, seal, address):
        name = client.get(address)["Content-Disposition"]
        assert self.found(name) == [seal.hash[:12]]

    def test_in_the_workbook_of_a_portfolio(self, cast, signed_in, seal):
        assert self.found(self.about(signed_in(cast.partner).get("/desk/portfolio/export.xlsx"))) == [seal.hash]

    def about(self, response) -> str:
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
        return "\n".join(str(row[1].value) for row in book["About"])

    @pytest.mark.parametrize("address", [f"{TOGO}.pdf", "/countries/export.csv", "/results/export.csv"])
    def test_what_is_read_as_of_a_past_day_never_shows_a_later_one(self, client, seal, on_day, address):
        on_day(NOON + timedelta(days=1))
        before = self.all_of(client.get(address, {"as_of": "2027-03-10"}))
        ledger.take_seal(now=timezone.now())
        assert self.all_of(client.get(address, {"as_of": "2027-03-10"})) == before
        assert self.all_of(client.get(address)) != before

    def all_of(self, response) -> tuple[str, bytes]:
        return response.get("Content-Disposition", ""), b"".join(response)
