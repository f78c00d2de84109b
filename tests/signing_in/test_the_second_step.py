"""Managers and administrators need a second step before the desk or the admin opens; a lost phone shuts nobody out."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from rmt.models import AccountEvent, User
from tests.questions import say_yes
from tests.signing_in.conftest import ELSEWHERE, with_password

pytestmark = pytest.mark.django_db

SET_UP = "/accounts/second-step/totp/activate/"


@pytest.fixture(autouse=True)
def _a_real_site(settings, on_day):
    settings.SECOND_STEP_REQUIRED = True
    on_day("2026-11-22T12:00Z")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_second_step(user: User) -> str:
    """The secret in their app."""
    secret = generate_totp_secret()
    TOTP.activate(with_password(user), secret)
    RecoveryCodes.activate(user)
    return secret


def codes_of(user: User) -> list[str]:
    return RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()


@pytest.mark.parametrize(
    ("person", "address", "goes_on"),
    [
        ("manager", "/desk/", SET_UP),
        ("manager", "/desk/people/", SET_UP),
        ("admin", "/admin/", SET_UP),
        ("admin", "/desk/me/", SET_UP),
        ("manager", "/", None),
        ("focal_togo", "/desk/", None),
        ("evaluator", "/desk/results/", None),
    ],
)
def test_nothing_of_the_desk_opens_before_it_is_set_up(signed_in, cast, person, address, goes_on):
    response = signed_in(person).get(address)
    assert response.get("Location") == goes_on
    assert response.status_code == (302 if goes_on else 200)


def test_the_demonstration_asks_nobody(signed_in, cast, settings):
    settings.SECOND_STEP_REQUIRED = False
    assert signed_in("manager").get("/desk/people/").status_code == 200


def test_what_was_typed_when_it_began_to_be_needed_is_on_the_page(signed_in, cast):
    page = signed_in("manager").post("/desk/editions/", {"note": "For the annual report"})
    assert page.status_code == 403
    assert 'value="For the annual report"' in page.text
    assert SET_UP in page.text


def test_it_is_set_up_with_the_drawing_or_the_key(sign_in, cast):
    browser = sign_in(with_password(cast.manager).email).client
    page = browser.get("/desk/review/", follow=True)
    assert page.request["PATH_INFO"] == SET_UP
    drawing = re.search(r"<svg.*?</svg>", page.text, re.DOTALL)[0]
    assert "style=" not in drawing
    assert "data:" not in page.text
    secret = re.search(r'qr__key">(\w+)<', page.text)[1]
    done = browser.post(SET_UP, {"code": code_of(secret)}, follow=True)
    assert all(code in done.text for code in codes_of(cast.manager))
    assert browser.get("/desk/review/").status_code == 200


def test_the_password_alone_opens_nothing_then(sign_in, cast):
    secret = with_second_step(cast.manager)
    entered = sign_in(cast.manager.email)
    assert entered["Location"].startswith("/accounts/second-step/authenticate/")
    assert entered.client.get("/desk/")["Location"].startswith("/accounts/login/")
    assert "is not right" in entered.client.post(entered["Location"], {"code": "000000"}).text
    assert entered.client.post(entered["Location"], {"code": code_of(secret)}).status_code == 302
    assert entered.client.get("/desk/people/").status_code == 200
    whats = AccountEvent.objects.filter(user=cast.manager).order_by("pk").values_list("what", flat=True)
    assert list(whats) == ["second_step_failed", "second_step_used", "signed_in"]


def test_a_recovery_code_signs_in_once(sign_in, cast):
    with_second_step(cast.manager)
    code = codes_of(cast.manager)[0]
    entered = [sign_in(cast.manager.email, network=network) for network in ("192.0.2.1", ELSEWHERE)]
    answers = [first.client.post(first["Location"], {"code": code}) for first in entered]
    assert [answer.status_code for answer in answers] == [302, 200]


@pytest.mark.django_db(transaction=True)
def test_whoever_waited_with_the_password_is_signed_out_when_it_is_set_up(sign_in, cast, owner):
    stranger, another = (
        sign_in(with_password(cast.manager).email, network=ELSEWHERE).client,
        sign_in(owner.email).client,
    )
    assert stranger.get("/desk/people/")["Location"] == SET_UP
    browser = sign_in(cast.manager.email).client
    secret = re.search(r'qr__key">(\w+)<', browser.get(SET_UP).text)[1]
    browser.post(SET_UP, {"code": code_of(secret)})
    for address in ("/desk/people/", "/accounts/second-step/", "/accounts/password/change/"):
        assert stranger.get(address)["Location"].startswith("/accounts/login/")
    assert browser.get("/desk/people/").status_code == 200
    assert another.get("/desk/").status_code == 200


def test_a_code_is_guessed_five_times_from_wherever(sign_in, cast):
    secret = with_second_step(cast.manager)
    for number in range(6):
        entered = sign_in(cast.manager.email, network=f"192.0.2.{number}")
        page = entered.client.post(entered["Location"], {"code": "000000" if number < 5 else code_of(secret)})
    assert "for this account, here or elsewhere. Try again in 5 minutes." in page.text
    assert "not locked out" not in page.text


def test_who_guesses_all_day_keeps_the_owner_out_for_an_hour_at_most(sign_in, cast, on_day):
    secret, clock = with_second_step(cast.manager), on_day("2026-11-22T12:00Z")
    for _ in range(5):
        for _ in range(10):
            entered = sign_in(cast.manager.email, network=ELSEWHERE)
            entered.client.post(entered["Location"], {"code": "000000"})
            clock.shift(timedelta(minutes=2))
        clock.shift(timedelta(hours=1))
    entered = sign_in(cast.manager.email)
    assert entered.client.post(entered["Location"], {"code": code_of(secret)}).status_code == 302


def test_codes_are_counted_before_a_change_too(sign_in, cast, on_day):
    secret, clock = with_second_step(cast.manager), on_day("2026-11-22T12:00Z")
    entered = sign_in(cast.manager.email)
    entered.client.post(entered["Location"], {"code": code_of(secret)})
    clock.shift(timedelta(minutes=10))
    for _ in range(6):
        page = entered.client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    assert "here or elsewhere" in page.text
    assert AccountEvent.objects.filter(user=cast.manager, what="second_step_failed").count() == 5


def test_secrets_are_not_readable_in_the_database(cast):
    secret = with_second_step(cast.manager)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_an_old_key_of_the_site_still_reads_them_and_another_fits_nothing(cast, settings):
    secret, old = with_second_step(cast.manager), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 60, [old]
    totp = Authenticator.objects.get(user=cast.manager, type="totp")
    assert totp.wrap().validate_code(code_of(secret))
    settings.SECRET_KEY_FALLBACKS = []
    assert not totp.wrap().validate_code(code_of(secret))


@pytest.mark.parametrize(
    ("by", "whose", "is_reset"),
    [
        ("other_manager", "manager", True),
        ("manager", "manager", False),
        ("other_manager", "admin", False),
    ],
)
def test_another_manager_resets_it_for_who_lost_the_phone(
    signed_in, cast, settings, mailoutbox, django_capture_on_commit_callbacks, by, whose, is_reset
):
    settings.SECOND_STEP_REQUIRED = False
    user = getattr(cast, whose)
    with_second_step(user)
    with django_capture_on_commit_callbacks(execute=True):
        say_yes(signed_in(by), reverse("person_account", args=[user.pk]), {"do": "second-step"})
    assert Authenticator.objects.filter(user=user).exists() is not is_reset
    assert AccountEvent.objects.filter(user=user, what="second_step_reset").exists() is is_reset
    assert [mail.to for mail in mailoutbox] == ([[user.email]] if is_reset else [])


def test_an_administrator_resets_it_in_the_admin(signed_in, cast, settings):
    settings.SECOND_STEP_REQUIRED = False
    with_second_step(cast.manager)
    typed = {"action": "reset_second_step", "_selected_action": cast.manager.pk}
    signed_in("admin").post(reverse("admin:rmt_user_changelist"), typed)
    assert not Authenticator.objects.filter(user=cast.manager).exists()


def test_who_switches_it_off_sets_up_another_at_once(sign_in, cast):
    secret = with_second_step(cast.manager)
    entered = sign_in(cast.manager.email)
    entered.client.post(entered["Location"], {"code": code_of(secret)})
    entered.client.post(reverse("mfa_deactivate_totp"))
    assert entered.client.get("/desk/people/")["Location"] == SET_UP
