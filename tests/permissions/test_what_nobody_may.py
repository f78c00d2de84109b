"""What nobody may know of or do: drafts in public numbers, the admin, a second way into an account."""

import pytest
from django.urls import reverse

from indicators.models import Result
from rmt.models import User
from tests import factories
from tests.permissions.addresses import PEOPLE, PUBLIC_ADDRESSES

pytestmark = pytest.mark.django_db


def test_a_draft_does_not_show_in_numbers_counts_or_lists(client, cast):
    addresses = [reverse(name, kwargs=kwargs) for name, kwargs in PUBLIC_ADDRESSES.items()]
    before = [client.get(address).content for address in addresses]
    factories.draft(country="TGO", by=cast.focal_togo, title="A secret plan", instrument="A secret law")
    factories.submit(country="TGO", by=cast.focal_togo, title="A secret decree", instrument="Another secret law")
    assert [client.get(address).content for address in addresses] == before
    published = factories.publish(country="CPV", indicator="D1")
    numbers = Result.objects.exclude(number=None).values_list("number", flat=True)
    assert published.number == len(numbers)


@pytest.mark.parametrize("person", [p for p in PEOPLE if p not in ("admin", "visitor")])
def test_only_administrators_enter_the_admin(client, cast, person):
    client.force_login(getattr(cast, person))
    assert client.get(reverse("admin:index")).status_code in (302, 403)


@pytest.mark.parametrize("model", ["publication", "ledgerhead", "edition"])
def test_the_ledger_is_read_only_in_the_admin(client, cast, model):
    client.force_login(cast.admin)
    assert client.get(reverse(f"admin:indicators_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:indicators_{model}_add")).status_code == 403


@pytest.mark.parametrize("name", ["account_signup", "account_login", "account_reset_password"])
def test_nobody_signs_up_by_themselves(client, name):
    client.post(
        reverse("account_signup"), {"email": "x@example.org", "password1": "a-long-one-1", "password2": "a-long-one-1"}
    )
    assert client.get(reverse(name)).status_code == 200
    assert not User.objects.filter(email="x@example.org").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "password/set/"])
def test_nobody_adds_an_address_to_their_account(client, cast, path):
    """A second address would open the account of whoever it belongs to; administrators keep addresses."""
    client.force_login(cast.focal_togo)
    response = client.post(f"/accounts/{path}", {"action_add": "", "email": "manager@example.org"})
    assert response.status_code == 404


def test_the_picker_does_not_name_an_instrument_that_only_a_foreign_draft_names(client, cast):
    factories.draft(country="SEN", by=cast.focal_senegal, instrument="A law that nobody knows of yet")
    client.force_login(cast.lead_financing)
    page = client.get("/desk/results/new/?indicator=T2&country=SEN")
    assert page.status_code == 200
    assert "A law that nobody knows of yet" not in page.content.decode()
