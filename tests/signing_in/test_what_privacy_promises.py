"""Each promise of `/about/privacy/` is kept: what goes after some days is gone with the next `run_due`, not before."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from indicators.models import Evidence
from projects.models import UploadedList
from rmt.models import AccountEvent, Follower, FormDraft, OutgoingMail, SentForm, User
from rmt.site.about.privacy import what_is_kept
from rmt.site.practice.desks import desk_of
from tests.pages.reading import main_of
from tests.signing_in.conftest import HOME

pytestmark = pytest.mark.django_db

Gone = Callable[[], bool]


def a_sign_in(user: User, at: datetime) -> Gone:
    until = at + timedelta(days=AccountEvent.DAYS_KEPT)
    row = AccountEvent.objects.create(what="signed_in", user=user, network=HOME, at=at, until=until)
    return lambda: not AccountEvent.objects.filter(pk=row.pk).exists()


def typed(user: User, at: datetime) -> Gone:
    row = FormDraft.objects.create(user=user, form="/desk/results/new/", key=uuid4(), text="a=b", at=at)
    return lambda: not FormDraft.objects.filter(pk=row.pk).exists()


def an_upload(user: User, at: datetime) -> Gone:
    row = Evidence.objects.create(title="a", file=ContentFile(b"a", name="a.txt"), file_name="a.txt", sha256="0" * 64)
    os.utime(row.file.path, (at.timestamp(), at.timestamp()))
    return lambda: not Evidence.objects.filter(pk=row.pk).exists()


def a_list(user: User, at: datetime) -> Gone:
    row = UploadedList.objects.create(owner=user, name="a.csv", at=at, file=ContentFile(b"a", name="list"))
    return lambda: not UploadedList.objects.filter(pk=row.pk).exists()


def a_practice_desk(user: User, at: datetime) -> Gone:
    folder = desk_of(user).folder
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder, (at.timestamp(), at.timestamp()))
    return lambda: not folder.exists()


def a_session(user: User, at: datetime) -> Gone:
    row = Session.objects.create(session_key=uuid4().hex, session_data="", expire_date=at)
    return lambda: not Session.objects.filter(pk=row.pk).exists()


def a_mail(user: User, at: datetime) -> Gone:
    row = OutgoingMail.objects.create(to=user.email, subject="News", made_at=at, next_at=at, ended_at=at)
    return lambda: not OutgoingMail.objects.filter(pk=row.pk).exists()


def a_sent_form(user: User, at: datetime) -> Gone:
    row = SentForm.objects.create(key=uuid4().hex, content="0" * 64, at=at)
    return lambda: not SentForm.objects.filter(pk=row.pk).exists()


def an_unconfirmed_follower(user: User, at: datetime) -> Gone:
    row = Follower.objects.create(email=f"{uuid4().hex}@example.org", asked_at=at)
    row.followings.create(kind="site", asked_at=at)
    return lambda: not Follower.objects.filter(pk=row.pk).exists()


MADE = {
    "unconfirmed": an_unconfirmed_follower,
    "sign_ins": a_sign_in,
    "typed": typed,
    "uploads": an_upload,
    "lists": a_list,
    "practice": a_practice_desk,
    "sessions": a_session,
    "mail": a_mail,
    "sent_forms": a_sent_form,
}
DAYS = {row["key"]: row.get("days", 0) for row in what_is_kept()}
ROLES = {"rmt.Manager", "rmt.Evaluator", "countries.FocalPoint", "countries.RegionalSpecialist", "countries.ThemeLead",
         "projects.ProjectStaff", "projects.PartnerRepresentative"}  # fmt: skip
SAID_AT = {  # which row speaks of a table that names people or holds an address
    "rmt.User": "account",
    "mfa.Authenticator": "password",
    **dict.fromkeys(ROLES, "roles"),
    "rmt.AccountEvent": "sign_ins",
    "rmt.OutgoingMail": "mail",
    "rmt.Follower": "followers",
    "rmt.MailSent": "reminders",
    "projects.Subscription": "reminders",
    "projects.PortfolioVisit": "reminders",
    "indicators.ReviewEvent": "directors",
    "briefs.GroupMember": "distribution",
    "briefs.Chapter": "work",
    "rmt.FormDraft": "typed",
    "projects.UploadedList": "lists",
    "projects.ImportMapping": "work",
    "admin.LogEntry": "work",
}
# Who did it, in columns of these names, is the row of "work"; other columns need a row of their own.
WHO_DID_IT = {"by", "author", "submitted_by", "validated_by", "asked_by", "proposed_by", "decided_by", "taken_back_by"}
# Django's groups and allauth's list of addresses, which stay empty here; organizations, which are no people.
SAYS_NOTHING = {"rmt.User_groups", "rmt.User_user_permissions", "account.EmailAddress", "account.EmailConfirmation",
                "indicators.OtherContribution", "indicators.Consultation"}  # fmt: skip


def columns_about_people(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if field.related_model is User
        or isinstance(field, models.EmailField | models.GenericIPAddressField)
        or field.name in {"to", "who"}
        or "mail" in field.name
    }


def test_the_page_speaks_of_every_table_that_names_people():
    named = {model._meta.label: columns_about_people(model) for model in apps.get_models(include_auto_created=True)}
    unsaid = {label for label, columns in named.items() if columns - WHO_DID_IT} - set(SAID_AT) - SAYS_NOTHING
    assert not unsaid
    assert set(SAID_AT.values()) <= set(DAYS)
    assert (set(SAID_AT) | SAYS_NOTHING) <= set(named)


def test_every_promise_has_its_test():
    assert {row["key"] for row in what_is_kept() if "days" in row} | {"sessions"} == set(MADE)
    assert (DAYS["sign_ins"], DAYS["typed"]) == (365, 90)  # what the rule says


@pytest.mark.parametrize("kind", MADE)
def test_it_is_kept(cast, kind):
    now, promised = timezone.now(), timedelta(days=DAYS[kind])
    is_gone = MADE[kind](cast.nobody, now - promised + timedelta(hours=1))
    call_command("run_due")
    assert not is_gone()
    is_gone = MADE[kind](cast.other_manager, now - promised - timedelta(hours=1))
    call_command("run_due")
    assert is_gone()


def test_roles_stay_for_good(cast):
    row = AccountEvent.objects.create(what="role_given", user=cast.nobody, at=timezone.now() - timedelta(days=4000))
    call_command("run_due")
    assert AccountEvent.objects.filter(pk=row.pk).exists()


def test_the_page_says_so_and_is_found(client, programme):
    page = client.get("/about/privacy/")
    for words in ("One year", "90 days", "30 days", "7 days", "12 hours", "Consultations name organizations"):
        assert words in main_of(page)
    assert "/about/privacy/" in client.get("/").text


def test_evidence_is_for_reviewers_unless_said_otherwise(signed_in, cast):
    page = signed_in("focal_togo").get("/desk/results/new/?indicator=R2&country=TGO").text
    assert '<option value="reviewers" selected>' in page
    assert '<option value="public" selected>' not in page
