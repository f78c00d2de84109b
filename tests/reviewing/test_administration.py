"""Django's admin: registration for administrators; the ledger, facts and results are looked at only."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from countries.models import Country
from indicators.models import Indicator, Result
from rmt.models import SiteVersion, User
from rmt.records.append_only import guarded_models
from tests.factories import publish

pytestmark = pytest.mark.django_db

READ_ONLY = {*guarded_models(), apps.get_model("indicators.LedgerHead")}
WORKING_COPIES = ("Result", "Revision", "ReviewEvent", "Evidence", "Pool")


@pytest.fixture
def administrator(signed_in):
    return signed_in("admin")


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=str)
def test_every_list_and_every_form_opens(administrator, model):
    publish()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert administrator.get(reverse(f"{name}_changelist")).status_code == 200
    if row := model.objects.first():
        assert administrator.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", sorted(READ_ONLY & admin.site._registry.keys(), key=str), ids=str)
def test_what_actions_write_is_read_only(administrator, model):
    publish()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert administrator.get(reverse(f"{name}_add")).status_code == 403
    if row := model.objects.first():
        assert administrator.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
        assert administrator.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", WORKING_COPIES)
def test_drafts_are_not_read_here(name):
    assert not admin.site.is_registered(apps.get_model("indicators", name))


def test_managers_do_not_enter(client, cast):
    client.force_login(cast.manager)
    assert client.get("/admin/", follow=False).status_code in {302, 403}


def test_there_are_no_groups():
    assert not admin.site.is_registered(Group)


def test_a_person_is_registered_by_address_in_small_letters(administrator):
    password = "correct horse battery"
    person = {"email": "New.Person@Example.org", "password1": password, "password2": password}
    response = administrator.post(reverse("admin:rmt_user_add"), {**person, "usable_password": "true"})
    assert response.status_code == 302
    assert User.objects.get(email="new.person@example.org").check_password(password)


def test_the_same_address_in_other_capitals_is_refused(administrator):
    person = {"email": "MANAGER@example.org", "usable_password": "false"}
    response = administrator.post(reverse("admin:rmt_user_add"), person)
    assert response.status_code == 200
    assert User.objects.filter(email__iexact="manager@example.org").count() == 1


def test_a_correction_makes_every_stored_page_old(administrator):
    togo = Country.objects.get(iso3="TGO")
    before = SiteVersion.current()
    priorities = {f"priorities-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    typed = {"name_en": "Togo", "name_fr": "Le Togo", "region": togo.region_id, "time_zone": togo.time_zone}
    administrator.post(reverse("admin:countries_country_change", args=[togo.pk]), typed | priorities)
    togo.refresh_from_db()
    assert togo.name_fr == "Le Togo"
    assert SiteVersion.current() > before


def test_what_results_were_counted_by_stays(administrator):
    result = publish(indicator="R2").result
    page = administrator.get(reverse("admin:indicators_indicator_change", args=[result.indicator_id])).content.decode()
    assert all(f'name="{name}"' not in page for name in Indicator.FROZEN)
    assert Result.objects.get(pk=result.pk).indicator.code == "R2"
