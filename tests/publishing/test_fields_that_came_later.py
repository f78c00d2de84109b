"""A field that is added to results leaves what was published before as it was, text and hash (rule 1)."""

import json

import pytest

from indicators import ledger
from indicators.fields import FIELDS, SCHEMA
from indicators.ledger import statement as statements
from indicators.models import Publication
from tests import factories
from tests.exploring.reading import export, rows_of

pytestmark = pytest.mark.django_db

LATER = {field.name for field in FIELDS if field.since > 1}


@pytest.fixture
def of_before(monkeypatch, programme) -> Publication:
    """A result as it was published when there was no other schema than the first."""
    with monkeypatch.context() as before:
        before.setattr(statements, "FIELDS", [field for field in FIELDS if field.since == 1])
        before.setattr(statements, "SCHEMA", 1)
        return factories.publish(indicator="R2", title="Law of before")


def test_what_was_published_is_not_written_again(of_before):
    text, digest = of_before.payload, of_before.hash
    assert json.loads(text)["schema"] == 1
    assert LATER.isdisjoint(json.loads(text))
    factories.publish(indicator="R2", where="national", un_outcome="Outcome 2")
    of_before.refresh_from_db()
    assert (of_before.payload, of_before.hash) == (text, digest)
    assert list(ledger.verify()) == []


def test_its_page_its_history_and_the_file_can_be_read(client, of_before):
    assert client.get(of_before.get_absolute_url()).status_code == 200
    row = next(row for row in rows_of(export(client)) if row["title"] == "Law of before")
    assert (row["where"], row["un_outcome"]) == ("", "")


def test_a_decision_restates_it_as_it_was(of_before):
    """A theme that is confirmed adds nothing that nobody said."""
    ledger.restate(result=of_before.result, by=factories.author(), tags=[])
    ledger.restate(result=of_before.result, by=factories.author(), standings=[])
    assert json.loads(factories.statement(of_before.result).payload)["schema"] == 1


def test_its_next_version_says_what_is_new(of_before):
    later = factories.edit(of_before.result, where=["Kara", "Savanes"], un_outcome="Outcome 2")
    says = json.loads(later.payload)
    assert (says["schema"], says["where"], says["un_outcome"]) == (SCHEMA, ["Kara", "Savanes"], "Outcome 2")
    changed = ledger.differences_in_words(json.loads(of_before.payload), says)
    assert [line.label for line in changed] == ["Where in the country", "Outcome of the UN cooperation framework"]


def test_the_file_says_where(client, programme):
    factories.publish(indicator="R2", title="In two regions", where=["Kara", "Savanes"], un_outcome="Outcome 2")
    row = next(row for row in rows_of(export(client)) if row["title"] == "In two regions")
    assert (row["where"], row["un_outcome"]) == ("Kara; Savanes", "Outcome 2")


def test_every_row_of_the_table_is_a_column_and_a_key(programme):
    """Nothing is said twice, and nothing that the table names is missing."""
    publication = factories.publish(indicator="I3", parts={"sex:women": 10})
    says = json.loads(publication.payload)
    for field in FIELDS:
        assert field.name in says, field.name
        assert field.type.read(says[field.name]) == getattr(publication.result, field.name), field.name
        if field.in_ledger:
            assert getattr(publication, field.name) == getattr(publication.result, field.name), field.name


def test_its_page_says_where_and_nothing_of_what_was_not_said(client, programme):
    says = factories.publish(indicator="R2", where=["Kara", "Savanes"], un_outcome="Outcome 2: services")
    page = client.get(says.get_absolute_url()).content.decode()
    assert "Kara, Savanes" in page
    assert "Outcome 2: services" in page
    silent = client.get(factories.publish(indicator="R2").get_absolute_url()).content.decode()
    assert "Where in the country" not in silent
