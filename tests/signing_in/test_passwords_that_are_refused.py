"""A password that somebody who knows the programme, the person or a list of common ones would try is refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from rmt.models import User
from tests.signing_in.conftest import PASSWORD

pytestmark = pytest.mark.django_db

AFI = User(email="afi.mensah@example.org", first_name="Afi", last_name="Mensah-Lawson")


@pytest.mark.parametrize(
    "password",
    [
        "elevensigns",
        "123456789012",
        "password1234",
        "passwordpassword",
        "P@ssw0rd2026!!",
        "Iloveyou123456",
        "football202612",
        "SocialProtection1",
        "socialprotection2026",
        "Rmt-ilo-2026-2027",
        "resultsmonitoringtool",
        "protectionsociale",
        "ProteccionSocial!",
        "Togo2026Togo2026",
        "cotedivoire2026",
        "Cambodia-Senegal-26",
        "Mensah-2026-Lawson",
        "afi.mensah.example",
        "qwertyuiop12",
        "azertyuiop2026",
        "asdfghjklqwerty1",
        "abcdefghijklmnop",
        "aaaaaaaaaaaaaaaa",
        "November2026!!",
        "Welcome-to-Geneva",
        "2026-11-22-2026-11",
    ],
)
def test_it_is_refused(programme, password):
    with pytest.raises(ValidationError):
        validate_password(password, AFI)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct horse battery staple",
        "a-long-enough-one-7",
        "Ombrelle violette, trois chats",
        "xK9#vQ2$mT7!pL4w",
        "social dinners with grumpy penguins",
        "ច្បាប់ kettle moat bridge",
    ],
)
def test_it_is_taken(programme, password):
    validate_password(password, AFI)


def test_the_form_says_what_to_choose_instead(sign_in, owner):
    typed = {"oldpassword": PASSWORD, "password1": "Togo2026Togo2026", "password2": "Togo2026Togo2026"}
    page = sign_in(owner.email).client.post(reverse("account_change_password"), typed)
    assert "Choose three or four words of your own." in page.text
