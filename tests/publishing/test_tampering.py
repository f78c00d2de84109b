"""Each way to change the record behind its back that `/about/record/` names is tried, and found as it says (rule 4)."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from countries.actions import record_facts
from countries.models import Instrument, Series, Statistic
from indicators import ledger
from indicators.ledger import PROMISES, Found
from indicators.models import (
    CountryUpdate,
    Edition,
    Evidence,
    Indicator,
    LedgerHead,
    ProgrammePeriod,
    Publication,
    Reply,
    ReplyRequest,
    ReviewEvent,
    Round,
    Seal,
    SentUpdate,
    Target,
)
from indicators.results import EvidenceItem
from rmt.records import trigger_problems
from tests import factories
from tests.pages.reading import main_of
from tests.publishing import forging
from tests.publishing.forging import chain_anew, change, cut_last, forge, remove, seal_anew

pytestmark = pytest.mark.django_db

ADDRESS = "kept@elsewhere.example.org"


@dataclass(frozen=True)
class Record:
    """A record with something of each kind in it, its last seal, and the mail that somebody outside keeps."""

    law: Publication
    people: Publication
    last: Publication
    seal: Seal
    mail: str


@pytest.fixture
def record(programme, mailoutbox, settings, django_capture_on_commit_callbacks) -> Record:
    settings.SEAL_MAILTO = [ADDRESS]
    law = factories.publish(indicator="R2", title="A law with a file", evidence=[_a_file()])
    people = factories.publish(indicator="I3", value=1000, parts={"sex:women": 400})
    _what_others_said(law)
    _a_fact_that_gave_way()
    ledger.pin_edition(note="", by=law.by)
    last = factories.publish(indicator="R2", title="The last one")
    with django_capture_on_commit_callbacks(execute=True):
        ledger.take_daily_seal(now=timezone.now())
    return Record(law, people, last, ledger.latest_seal(None), mailoutbox[-1].message().as_string())


def _a_file() -> EvidenceItem:
    content = b"%PDF-1.7 the law"
    return EvidenceItem(
        title="The law", file=ContentFile(content, name="law.pdf"), file_name="law.pdf",
        sha256=hashlib.sha256(content).hexdigest(), audience="public",
    )  # fmt: skip


def _what_others_said(law: Publication) -> None:
    now = timezone.now()
    asked = ReplyRequest.objects.create(
        result=law.result, version=1, group="workers", organization="A union", asked_at=now, asked_by=law.by
    )
    Reply.objects.create(request=asked, kind="dissented", text="It was not so.", version=1, answered_at=now)
    update = CountryUpdate.objects.create(country=factories.country_of("TGO"), round=Round.objects.get(state="open"))
    SentUpdate.objects.create(update=update, version=1, payload="{}", by=law.by, at=now)


def _a_fact_that_gave_way() -> None:
    row = {"country_id": factories.country_of("TGO").pk, "series_id": Series.objects.first().pk, "year": 1999}
    for hours, value in ((5, 20), (4, 30)):
        fact = row | {"value": value, "source": "A test", "vintage": "1"}
        at = timezone.now() - timedelta(hours=hours)
        record_facts(Statistic, [fact], key=("country_id", "series_id", "year"), at=at)


# How each of them is done


def of_1999(value: int) -> Statistic:
    return Statistic.objects.get(year=1999, value=value)


def another_word(record: Record) -> None:
    said = json.loads(record.people.payload) | {"source": "A source that never was"}
    change(record.people, payload=ledger.canonical(said), source=said["source"])


def another_word_with_its_hash(record: Record) -> None:
    said = json.loads(record.people.payload) | {"source": "A source that never was"}
    forge(record.people, payload=ledger.canonical(said), source=said["source"])


def another_word_and_chain(record: Record) -> None:
    another_word(record)
    chain_anew()


def taken_from_the_middle(record: Record) -> None:
    with forging.lifted():
        for part in record.people.parts.all():
            remove(part)
    remove(record.people)


def last_row_alone(record: Record) -> None:
    head = LedgerHead.objects.get()
    cut_last()
    LedgerHead.objects.update(seq=head.seq, hash=head.hash)


def dated_before_another(record: Record) -> None:
    change(record.last, recorded_at=record.law.recorded_at - timedelta(days=30))
    chain_anew()


def added_and_dated_back(record: Record) -> None:
    added = factories.publish(indicator="R2", title="Of today")
    change(added, recorded_at=record.last.recorded_at)
    chain_anew()


def event_of(record: Record) -> ReviewEvent:
    return ReviewEvent.objects.get(result=record.law.result, kind="validated")


def other_file(record: Record) -> Evidence:
    evidence = Evidence.objects.get(result=record.law.result)
    evidence.file.storage.delete(evidence.file.name)
    evidence.file.storage.save(evidence.file.name, ContentFile(b"%PDF-1.7 no law"))
    return evidence


def other_file_and_digest(record: Record) -> str:
    sha256 = hashlib.sha256(b"%PDF-1.7 no law").hexdigest()
    Evidence.objects.filter(pk=other_file(record).pk).update(sha256=sha256)
    return sha256


def other_file_and_chain(record: Record) -> None:
    said = json.loads(record.law.payload)
    said["evidence"][0]["sha256"] = other_file_and_digest(record)
    change(record.law, payload=ledger.canonical(said))
    chain_anew()


def whole_framework(record: Record) -> None:
    Indicator.objects.filter(code="R2").update(what_counts="Anything.")
    Target.objects.filter(state="in-use").update(value=1)
    change(ProgrammePeriod.objects.first(), end="2025-01-01")
    Instrument.objects.update(reference="No. 0")


def an_event_since(record: Record, text: str = "As it was.") -> ReviewEvent:
    return ReviewEvent.objects.create(
        result=record.law.result, kind="recommended", comment=text, version=1, by=record.law.by, at=timezone.now()
    )


def changed_since_the_seal_that_was_kept(record: Record) -> None:
    event = an_event_since(record)
    ledger.take_daily_seal(now=timezone.now() + timedelta(days=1))
    change(event, comment="As it was not.")
    seal_anew(since=record.seal)


def without_a_lock(record: Record) -> None:
    on = ' ON "indicators_reply"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "indicators_reply_no_update"{on}')


def all_anew(forgery):
    def forged(record: Record) -> None:
        forgery(record)
        seal_anew()

    return forged


FORGERIES = {
    "text": another_word,
    "text, hash": another_word_with_its_hash,
    "column": lambda record: change(record.people, value=999_999),
    "middle": taken_from_the_middle,
    "last": last_row_alone,
    "erased": lambda record: change(record.law, payload=None, salt=None),
    "moment": dated_before_another,
    "late": added_and_dated_back,
    "chain": another_word_and_chain,
    "tail": lambda record: cut_last(),
    "event": lambda record: change(event_of(record), by=factories.UserFactory()),
    "reply": lambda record: change(Reply.objects.get(), kind="confirmed"),
    "update": lambda record: remove(SentUpdate.objects.get()),
    "statistic": lambda record: change(of_1999(30), value=31),
    "phase": lambda record: change(ProgrammePeriod.objects.first(), end="2025-01-01"),
    "superseded": lambda record: change(of_1999(20), superseded_at=timezone.now() - timedelta(hours=4.5)),
    "edition": lambda record: change(Edition.objects.get(), seq=record.law.seq, hash=record.law.hash),
    "file": other_file,
    "file, digest": other_file_and_digest,
    "seal": lambda record: remove(Seal.objects.order_by("pk").first()),
    "trigger": without_a_lock,
    "framework": lambda record: Indicator.objects.filter(code="R2").update(what_counts="Anything."),
    "target": lambda record: Target.objects.filter(state="in-use").update(value=1),
    "instrument": lambda record: Instrument.objects.update(reference="No. 0"),
    "all: text": all_anew(another_word_and_chain),
    "all: tail": all_anew(lambda record: cut_last()),
    "all: event": all_anew(lambda record: change(event_of(record), by=factories.UserFactory())),
    "all: reply": all_anew(lambda record: change(Reply.objects.get(), kind="confirmed")),
    "all: file": all_anew(other_file_and_chain),
    "all: statistic": all_anew(lambda record: change(of_1999(30), value=31)),
    "all: framework": all_anew(whole_framework),
    "unsealed": lambda record: change(an_event_since(record), comment="As it was not."),
    "unsent": changed_since_the_seal_that_was_kept,
    "lie": lambda record: factories.publish(indicator="D1", title="A study that never was"),
}


def found_by(kept: str) -> Found:
    """By what a forgery is found, the plainest first."""
    if list(ledger.check()):
        return Found.ALONE
    if ledger.changed_since(ledger.latest_seal(None)):
        return Found.TOLD
    seals = ledger.seals_in(kept)
    assert seals
    return Found.OUTSIDE if [p for seal in seals for p in ledger.compare_with(seal)] else Found.NEVER


def test_in_a_record_that_nobody_touched_nothing_is_found(record):
    assert list(ledger.check()) == []
    assert found_by(record.seal.line) == Found.NEVER


def test_each_forgery_is_found_as_the_page_says(record):
    """One record, made once; each forgery is done to it, looked for, and undone."""
    found = {}
    for name, forgery in FORGERIES.items():
        with transaction.atomic(), files_put_back():
            forgery(record)
            found[name] = found_by(record.seal.line)
            transaction.set_rollback(True)
    assert found == {promise.name: promise.found for promise in PROMISES}
    assert found_by(record.seal.line) == Found.NEVER


@contextmanager
def files_put_back() -> Iterator[None]:
    kept = {row.file.path: Path(row.file.path).read_bytes() for row in Evidence.objects.exclude(sha256=None)}
    yield
    for path, content in kept.items():
        Path(path).write_bytes(content)


def test_every_forgery_that_is_tried_stands_on_the_page(client):
    assert list(FORGERIES) == [promise.name for promise in PROMISES]
    page = main_of(client.get(reverse("record")))
    assert [promise.name for promise in PROMISES if str(promise.what).split("'")[0] not in page] == []
    assert [kind for kind in Found if str(kind.label) not in page] == []


# With what was kept


def against(tmp_path, text: str, name: str = "kept.txt") -> str:
    """What the command says; raises CommandError if it found something, which it names."""
    (tmp_path / name).write_text(text)
    said = StringIO()
    call_command("verify_ledger", against=tmp_path / name, stdout=said, stderr=said)
    return said.getvalue()


KEPT = {
    "the mail": lambda record: record.mail,
    "a line, broken as in the text of a PDF": lambda record: "\n".join(record.seal.line.split(" ")) + " 1 / 3",
    "the name of a CSV": lambda record: f"rmt-results-togo-2026-11-29-{record.seal.short}.csv",
    "the seal as JSON": lambda record: record.seal.content,
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_any_text_with_a_seal_proves_the_record_or_convicts_it(record, tmp_path, kept):
    text = kept(record)
    assert "It is the record of the" in against(tmp_path, text)
    all_anew(another_word_and_chain)(record)
    with pytest.raises(CommandError, match="not whole"):
        against(tmp_path, text)


def test_a_whole_seal_says_what_was_changed(record):
    FORGERIES["all: reply"](record)
    problems = [p for seal in ledger.seals_in(record.seal.content) for p in ledger.compare_with(seal)]
    assert [p for p in problems if "replies" in p]
    assert not [p for p in problems if "review events" in p or "publication" in p.split(":", 1)[1]]


def test_a_file_without_a_seal_proves_nothing_and_says_so(record, tmp_path):
    with pytest.raises(CommandError, match="There is no seal"):
        against(tmp_path, "Nothing here.")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_ledger", against=tmp_path / "not there")


def test_the_command_says_what_changed_since_and_is_content(record):
    FORGERIES["target"](record)
    call_command("verify_ledger", stdout=(said := StringIO()))
    assert "Changed since the last seal, which an ordinary correction does as well: targets." in said.getvalue()


@pytest.mark.parametrize("name", ["no_update", "no_delete"])
def test_a_lock_that_lets_something_through_is_found(programme, name):
    """On a table whose rows can be superseded; a lock that does nothing stands under the right name."""
    table = "countries_statistic"
    verb = name.removeprefix("no_").upper()
    made = {
        "sqlite": f'CREATE TRIGGER "{table}_{name}" BEFORE {verb} ON "{table}" WHEN 0 BEGIN SELECT 1; END',
        "postgresql": f'CREATE TRIGGER "{table}_{name}" BEFORE {verb} ON "{table}" FOR EACH ROW WHEN (false) '
        "EXECUTE FUNCTION rmt_refuse()",
    }
    assert list(trigger_problems()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            f'DROP TRIGGER "{table}_{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else "")
        )
        cursor.execute(made[connection.vendor])
    assert list(trigger_problems()) == [f"{table}: the trigger that refuses {verb.lower()} is not as it should be"]
