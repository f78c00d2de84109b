"""What happens to accounts is noted: for its owner and administrators with the network address, for nobody else."""

from datetime import UTC, datetime

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from rmt.models import AccountEvent, Manager, OutgoingMail
from rmt.people.invitations import send_invitation, send_link, send_news, send_reset_of_second_step
from rmt.people.tokens import PasswordLinks
from rmt.records.append_only import AppendOnlyError
from tests.people.conftest import give
from tests.signing_in.conftest import HOME, PASSWORD

pytestmark = pytest.mark.django_db

NEW = "a lantern beneath seven hills"


def noted(user) -> list[tuple[str, str | None]]:
    """What and from where, the first first."""
    return [(row.what, row.network) for row in AccountEvent.objects.filter(user=user).order_by("pk")]


def test_a_sign_in_a_failure_and_a_sign_out(sign_in, owner):
    sign_in(owner.email, "a wrong one")
    sign_in(owner.email.upper()).client.post(reverse("account_logout"))
    assert noted(owner) == [("failed", HOME), ("signed_in", HOME), ("signed_out", HOME)]


def test_what_was_typed_as_an_address_is_kept_nowhere(sign_in, cast, caplog):
    sign_in("mysecretword@example.org", "a wrong one")
    [row] = AccountEvent.objects.all()
    assert (row.what, row.user, row.network, row.detail) == ("failed", None, HOME, "")
    assert "mysecretword" not in caplog.text
    assert HOME not in caplog.text


def test_a_link_to_a_new_password_and_its_use(client, owner):
    send_link.func(asked_for(owner.email))
    path = f"/accounts/password/reset/key/{user_pk_to_url_str(owner)}-{PasswordLinks().make_token(owner)}/"
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert [what for what, _network in noted(owner)] == ["reset_asked", "reset_done"]


def asked_for(email: str) -> int:
    now = timezone.now()
    return OutgoingMail.objects.create(to=email, subject="", made_at=now, next_at=now, until=now).pk


def test_a_change_of_password(sign_in, owner):
    browser = sign_in(owner.email).client
    browser.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert noted(owner)[-1] == ("password_changed", HOME)


def test_a_role_given_on_the_desk_or_in_the_admin(signed_in, cast):
    give(signed_in("manager"), cast.nobody, role="evaluator", start="2026-11-22")
    signed_in("admin").post(reverse("admin:rmt_manager_add"), {"user": cast.nobody.pk, "start": "2026-11-22"})
    rows = AccountEvent.objects.filter(user=cast.nobody).order_by("pk")
    assert [(row.what, row.by, str(row), row.network) for row in rows] == [
        ("role_given", cast.manager, "Evaluator: from 22 November 2026", None),
        ("role_given", cast.admin, "Programme manager: from 22 November 2026", None),
    ]


def test_a_role_ended_in_the_admin(signed_in, cast):
    held = Manager.objects.get(user=cast.other_manager)
    typed = {"user": held.user_id, "start": held.start, "end": "2026-12-01"}
    signed_in("admin").post(reverse("admin:rmt_manager_change", args=[held.pk]), typed)
    assert noted(cast.other_manager) == [("role_ended", None)]


def test_people_see_their_own_sign_ins_and_managers_see_none(sign_in, owner, signed_in, cast):
    browser = sign_in(owner.email).client
    assert HOME in browser.get(reverse("me")).text
    assert HOME not in signed_in("other_manager").get(reverse("me")).text
    assert HOME not in signed_in("manager").get(reverse("person", args=[owner.pk])).text


@pytest.mark.parametrize(
    ("send", "is_shown"),
    [
        (lambda owner, by: send_invitation(owner, is_new=True, by=by), True),
        (lambda owner, by: send_news(owner, roles=[], by=by), True),
        (lambda owner, by: send_link.func(asked_for(owner.email)), False),
        (lambda owner, by: send_reset_of_second_step(owner, by=by), False),
    ],
)
@pytest.mark.parametrize("failure", ["", "SMTPException"])
def test_managers_see_what_became_of_invitations_and_news_alone(owner, signed_in, cast, send, is_shown, failure):
    send(owner, cast.manager)
    OutgoingMail.objects.update(ended_at=timezone.now(), failure=failure)
    subject = OutgoingMail.objects.get().subject
    manager = signed_in("manager")
    assert (subject in manager.get(reverse("person", args=[owner.pk])).text) is is_shown
    page = manager.get(reverse("people")).text
    assert subject not in page
    is_of_a_password = OutgoingMail.objects.exclude(until=None).exists()
    assert ("Mail that could not be sent" in page) is (failure != "" and not is_of_a_password)


def test_managers_see_the_day_of_the_last_sign_in_and_not_the_hour(sign_in, owner, signed_in, on_day):
    clock = on_day("2026-11-22T12:34Z")
    sign_in(owner.email)
    clock.move_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    page = signed_in("manager").get(reverse("person", args=[owner.pk])).text
    assert "22 November 2026" in page
    assert "12:34" not in page


def test_administrators_read_them_and_change_none(sign_in, owner, signed_in, cast):
    sign_in(owner.email)
    row, admin = AccountEvent.objects.get(), signed_in("admin")
    assert HOME in admin.get(reverse("admin:rmt_accountevent_changelist")).text
    assert admin.get(reverse("admin:rmt_accountevent_add")).status_code == 403
    assert admin.post(reverse("admin:rmt_accountevent_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert admin.get("/admin/mfa/authenticator/").status_code == 404


@pytest.mark.both_engines
def test_rows_are_never_changed_and_those_of_roles_never_deleted(cast):
    role = AccountEvent.objects.record("role_given", cast.nobody, by=cast.manager, detail="Evaluator")
    sign_in = AccountEvent.objects.record("signed_in", cast.nobody, network=HOME)
    with pytest.raises(AppendOnlyError):
        AccountEvent.objects.all().delete()
    for statement in (f"UPDATE rmt_accountevent SET what = 'failed' WHERE id = {sign_in.pk}",
                      f"DELETE FROM rmt_accountevent WHERE id = {role.pk}"):  # fmt: skip
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)
    assert AccountEvent.objects.forget(now=timezone.now()) == 0
    run(f"DELETE FROM rmt_accountevent WHERE id = {sign_in.pk}")


def run(statement: str) -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("typed", "noted_as", "told_at"),
    [
        ({"email": "new@example.org"}, ["address_changed"], ["{old}", "new@example.org"]),
        ({"is_staff": "on"}, ["role_given"], ["{old}"]),
        ({"is_staff": "on", "is_superuser": "on"}, ["role_given", "role_given"], ["{old}"]),
        ({"first_name": "Another"}, [], []),
    ],
)
def test_what_an_administrator_changes_of_an_account_is_noted_and_told(
    signed_in, cast, owner, typed, noted_as, told_at
):
    old, address = owner.email, reverse("admin:rmt_user_change", args=[owner.pk])
    kept = {"email": old, "first_name": owner.first_name, "last_name": owner.last_name, "is_active": "on"}
    assert signed_in("admin").post(address, kept | typed).status_code == 302
    rows = AccountEvent.objects.filter(user=owner)
    assert [(row.what, row.by) for row in rows] == [(what, cast.admin) for what in noted_as]
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(to.format(old=old) for to in told_at)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"usable_password": "true", "password1": NEW, "password2": NEW}, "An administrator set a new password"),
        ({"usable_password": "false", "unset-password": "1"}, "An administrator took the password away"),
    ],
)
def test_a_password_that_an_administrator_sets_is_noted_and_told(
    signed_in, cast, owner, mailoutbox, django_capture_on_commit_callbacks, typed, words
):
    admin, address = signed_in("admin"), reverse("admin:auth_user_password_change", args=[owner.pk])
    admin.post(address, {"password1": NEW, "password2": "something else"})
    assert not OutgoingMail.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(address, typed).status_code == 302
    [row] = AccountEvent.objects.filter(user=owner)
    assert (row.what, row.by, str(row), row.network) == ("password_changed", cast.admin, words, None)
    [mail] = mailoutbox
    assert mail.to == [owner.email]
    assert words in mail.body
    assert words in mail.alternatives[0][0]
    assert admin.get("/admin/rmt/user/nobody/password/").status_code == 404


def test_administrators_change_their_own_password_where_all_do(signed_in):
    assert signed_in("admin").get("/admin/password_change/")["Location"] == reverse("account_change_password")
