"""Country and kind of a published result stay, by any door: pool, instrument and basis rest on them (rule 9)."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.models import Result
from indicators.results import Children, actions
from tests import factories
from tests.factories import country_of, draft, fresh, indicator_of, publish, reopen, save
from tests.reviewing.steps import take

pytestmark = pytest.mark.django_db

SUBJECT = {"country": lambda: country_of("SEN"), "indicator": lambda: indicator_of("R3")}


@pytest.fixture
def opened(cast) -> Result:
    """A published law of Togo, opened for editing."""
    return reopen(publish(by=cast.focal_togo, indicator="R2", title="Law of Togo").result, by=cast.focal_togo)


def subject(result: Result) -> tuple[str, str]:
    result = fresh(result)
    return result.country.iso3, result.indicator.code


def write(result: Result, by, **fields) -> Result:
    return actions.save_result(
        result=result, version=result.version, fields=fields, children=factories.children_of(result), by=by
    )


@pytest.mark.parametrize("name", SUBJECT)
def test_the_action_refuses_another_subject_and_names_the_field(cast, opened, name):
    with pytest.raises(ValidationError) as refused:
        write(opened, cast.focal_togo, **{name: SUBJECT[name]()})
    assert name in refused.value.message_dict
    assert (subject(opened), fresh(opened).version) == (("TGO", "R2"), opened.version)


@pytest.mark.parametrize("name", SUBJECT)
def test_a_draft_that_was_never_published_may_change_it(cast, name):
    result = draft(by=cast.focal_togo, indicator="R2", instrument=None)
    write(result, cast.focal_togo, **{name: SUBJECT[name]()})
    assert subject(result) != ("TGO", "R2")


def test_a_withdrawn_one_keeps_it_as_well(cast):
    result = publish(by=cast.focal_togo, indicator="R2").result
    factories.withdraw(result)
    opened = reopen(result, by=cast.focal_togo)
    with pytest.raises(ValidationError, match="another country"):
        write(opened, cast.focal_togo, country=country_of("SEN"), instrument=None)


def test_the_form_asks_for_neither_and_what_is_typed_is_not_read(client, cast, opened):
    client.force_login(cast.focal_togo)
    address = reverse("edit_result", args=[opened.uuid])
    assert {"country", "indicator"}.isdisjoint(client.get(address).context["form"].fields)
    typed = {"version": opened.version, "title": "Another title", "indicator": indicator_of("R3").pk}
    lists = [f"{name}-{key}_FORMS" for name in ("evidence", "others", "consultations") for key in ("TOTAL", "INITIAL")]
    client.post(address, typed | {"country": country_of("SEN").pk} | dict.fromkeys(lists, 0))
    assert (fresh(opened).title, subject(opened)) == ("Another title", ("TGO", "R2"))


def test_an_earlier_version_of_another_kind_is_not_brought_back(client, cast):
    result = draft(by=cast.focal_togo, indicator=None, instrument=None)
    typed, children = factories.row_of(indicator_of("R2"), country_of("TGO"))
    about = {"fields": typed | {"indicator": indicator_of("R2")}, "children": children}
    result = actions.save_result(result=result, version=result.version, by=cast.focal_togo, **about)
    sent = actions.submit_result(result=result, version=result.version, by=cast.focal_togo, today=factories.now())
    opened = reopen(factories.validate(sent), by=cast.focal_togo)
    take(client, "restore_result", opened, by=cast.focal_togo, revision=1)
    assert subject(opened) == ("TGO", "R2")
    page = client.get(reverse("result_history", args=[opened.uuid])).content.decode()
    assert "It was published as another kind of result" in page


@pytest.mark.parametrize("model", ["Result", "Pool"])
def test_the_admin_has_no_door_to_it(model):
    assert not admin.site.is_registered(apps.get_model("indicators", model))


def test_what_is_in_a_pool_keeps_its_unit(cast):
    result = publish(by=cast.focal_togo, indicator="I3").result
    actions.place_in_pool(result=result, version=result.version, name="Artisans", reason="No others.", by=cast.manager)
    opened = reopen(result, by=cast.focal_togo)
    with pytest.raises(ValidationError, match="counted in another unit"):
        save(opened, by=cast.focal_togo, unit="household")


def test_an_instrument_is_of_the_country_of_its_result(cast):
    foreign = factories.InstrumentFactory(country=country_of("SEN"))
    with pytest.raises(ValidationError, match="of another country"):
        draft(by=cast.focal_togo, indicator="R2", instrument=foreign)
    result = draft(by=cast.focal_togo, indicator="R2")
    with pytest.raises(ValidationError, match="of another country"):
        actions.save_result(
            result=result, version=1, fields={"instrument": foreign}, children=Children(), by=cast.focal_togo
        )
