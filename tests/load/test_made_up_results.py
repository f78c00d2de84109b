"""`generate_load`: believable results in a database of its own, whole in every table, as actions leave them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.ledger import for_the_public, payload_of
from indicators.models import Publication, Result
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def made_up(programme):
    before = set(Result.objects.values_list("pk", flat=True))
    call_command("generate_load", results=120, stdout=StringIO())
    return Result.objects.exclude(pk__in=before)


def test_the_ledger_stays_whole(made_up):
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    assert "whole" in said.getvalue()
    assert made_up.count() == 120


def test_what_is_published_is_what_the_working_copy_says(made_up):
    """But for those that were restated since: their first text is corrected in the ledger alone."""
    for row in Publication.objects.as_of(None).filter(result__in=made_up, version=1).select_related("result"):
        assert json.loads(row.payload) == for_the_public(payload_of(row.result))


def test_there_are_losses_restatements_withdrawals_parts_tags_and_links(made_up):
    rows = Publication.objects.filter(result__in=made_up)
    assert rows.filter(version=2, kind="statement").exists()
    assert rows.filter(kind="withdrawal").exists()
    for name in ("parts", "tags", "standings", "contributions"):
        assert rows.filter(**{f"{name}__isnull": False}).exists(), name
    assert made_up.filter(follows__isnull=False).exists()


def test_a_few_countries_have_many_and_every_level_is_there(made_up):
    by_country = [made_up.filter(country=pk).count() for pk in set(made_up.values_list("country", flat=True))]
    assert max(by_country) > 3 * sorted(by_country)[len(by_country) // 2]
    assert set(made_up.values_list("level", flat=True)) == {"deliverable", "result", "impact"}


def test_it_never_touches_a_database_that_people_use(programme):
    factories.publish(title="Somebody's own")
    with pytest.raises(CommandError, match="Name another one in DATABASE_URL"):
        call_command("generate_load", results=10, stdout=StringIO())
    assert not Result.objects.filter(title__contains="made up").exists()
