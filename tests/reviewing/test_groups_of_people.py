"""Rule 9: "unspecified" unless a manager names a group and says why those are other people."""

import pytest

from indicators.ledger import in_force
from indicators.models import Pool, Result
from tests.factories import publish, submit
from tests.reviewing.steps import last_event, look, take

pytestmark = pytest.mark.django_db

MINERS = {"group": "new", "name": "Miners", "reason": "A fund of their own"}


def pool_of(result) -> Pool | None:
    return Result.objects.get(pk=result.pk).pool


def test_a_new_group_is_named_with_its_reason(client, cast):
    result = submit(by=cast.focal_togo, indicator="I3")
    assert take(client, "pool_result", result, by=cast.manager, **MINERS).status_code == 302
    assert (pool_of(result).name, pool_of(result).reason) == ("Miners", "A fund of their own")
    assert last_event(result).kind == "pooled"


def test_name_and_reason_are_needed(client, cast):
    result = submit(by=cast.focal_togo, indicator="I3")
    page = take(client, "pool_result", result, by=cast.manager, group="new", name="Miners").content.decode()
    assert "Say why they are other people." in page
    assert 'value="Miners"' in page
    assert pool_of(result) is None


def test_a_published_one_is_restated_and_back(client, cast):
    result = publish(by=cast.focal_togo, indicator="I3").result
    take(client, "pool_result", result, by=cast.manager, **MINERS)
    assert in_force(result).pool_name == "Miners"
    take(client, "pool_result", result, by=cast.manager, group="unspecified")
    assert in_force(result).pool_name is None
    assert result.publications.count() == 3


def test_a_group_of_the_country_is_offered_and_chosen(client, cast):
    first, second = (submit(by=cast.focal_togo, indicator="I3") for _ in range(2))
    take(client, "pool_result", first, by=cast.manager, **MINERS)
    group = str(pool_of(first).uuid)
    assert group in look(client, "pool_result", second, by=cast.manager).content.decode()
    take(client, "pool_result", second, by=cast.manager, group=group)
    assert pool_of(second) == pool_of(first)


def test_a_group_of_another_country_is_not(client, cast):
    there = submit(by=cast.focal_senegal, indicator="I3", country="SEN")
    take(client, "pool_result", there, by=cast.manager, **MINERS)
    here = submit(by=cast.focal_togo, indicator="I3")
    response = take(client, "pool_result", here, by=cast.manager, group=str(pool_of(there).uuid))
    assert "Choose another." in response.content.decode()


def test_only_managers_and_only_figures_of_people(client, cast):
    assert (
        take(client, "pool_result", submit(by=cast.focal_togo, indicator="I3"), by=cast.focal_togo).status_code == 403
    )
    assert take(client, "pool_result", submit(by=cast.focal_togo, indicator="R2"), by=cast.manager).status_code == 403
