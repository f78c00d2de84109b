"""What is entered, sent and validated in practice is nowhere on the real site."""

import re
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import connection

from indicators.models import Publication, Result
from rmt.caching.early_answers import kept_answers
from rmt.forms import drafts
from rmt.models import User
from rmt.site.practice.desks import at, current, desk_of
from tests.practising.conftest import BACKEND
from tests.practising.trying import DESK, become, contents, looking_into, open_result, send, validate

pytestmark = pytest.mark.django_db

PAGES = ("/", "/countries/togo/", "/indicators/i3/", "/themes/social-health-protection/")


def work_through(client, user) -> None:
    """Open, send, validate and publish, as three people of practice."""
    client.get(DESK)
    returned = open_result(user, title__startswith="Labour inspectors")
    assert send(client, returned).status_code == 302
    become(client, "lead")
    law = open_result(user, title__startswith="A decree")
    client.post(f"{DESK}results/{law.uuid}/themes/social-health-protection/", {"state": "confirmed"})
    become(client, "manager")
    assert validate(client, open_result(user, pk=law.pk)).status_code == 302


def test_no_table_of_the_real_database_changes(focal_point, cast):
    before = contents()
    work_through(focal_point, cast.focal_togo)
    assert contents() == before
    with looking_into(cast.focal_togo):
        assert Publication.objects.filter(title__startswith="A decree").exists()


def test_public_pages_are_the_same_bytes(focal_point, cast):
    before = [focal_point.get(page).content for page in PAGES]
    work_through(focal_point, cast.focal_togo)
    assert "A decree extends" in focal_point.get("/practice/countries/togo/").content.decode()
    assert [focal_point.get(page).content for page in PAGES] == before


def test_nothing_of_it_is_kept_for_other_readers_and_no_file_of_it_stays_open(focal_point, cast):
    kept_answers.clear()
    for page in PAGES:
        assert focal_point.get(f"/practice{page}").status_code == 200
    assert len(kept_answers) == 0
    open_files = [str(each.resolve()) for each in Path("/proc/self/fd").iterdir()]
    assert [name for name in open_files if "practice.sqlite3" in name] == []


def test_a_result_of_the_real_desk_is_not_in_practice_and_the_other_way_round(focal_point, cast):
    focal_point.get(DESK)
    made_up = open_result(cast.focal_togo, title__startswith="A decree")
    assert focal_point.get(f"{DESK}results/{made_up.uuid}/").status_code == 200
    assert focal_point.get(f"/desk/results/{made_up.uuid}/").status_code == 404


def test_no_mail_leaves(settings, cast, focal_point):
    settings.MAIL_BACKEND, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "rmt.site.practice.mail.EmailBackend"
    focal_point.get(DESK)
    desk = desk_of(cast.focal_togo)
    with at(desk):
        send_mail("Sent", "It waits for review.", None, ["manager@example.org"])
    assert mail.outbox == []
    assert [message.subject for message in desk.unsent] == ["Sent"]
    send_mail("Sent", "It waits for review.", None, ["manager@example.org"])
    assert [message.subject for message in mail.outbox] == ["Sent"]


def test_files_are_kept_apart_and_leave_with_the_desk(settings, focal_point, cast):
    focal_point.get(DESK)
    desk = desk_of(cast.focal_togo)
    with at(desk):
        name = default_storage.save("evidence/law.txt", ContentFile(b"text"))
        assert default_storage.exists(name)
    assert not default_storage.exists(name)
    assert (desk.media / name).read_bytes() == b"text"
    focal_point.post(f"{DESK}practice/again/")
    assert not (desk.media / name).exists()


def test_what_a_page_keeps_in_the_session_is_kept_apart(focal_point, cast):
    focal_point.get(DESK)
    become(focal_point, "lead")
    assert "practise_as" not in focal_point.session
    assert focal_point.session["practice:practise_as"] == "lead"
    assert focal_point.session["_auth_user_id"] == str(cast.focal_togo.pk)


def test_the_thread_has_its_own_database_again_after_an_error(focal_point, cast, monkeypatch):
    real = connection.settings_dict["NAME"]
    focal_point.get(DESK)

    def broken(user):
        assert connection.settings_dict["NAME"] != real
        raise RuntimeError("broken")

    monkeypatch.setattr("indicators.pages.desk.views.desk_of", broken)
    focal_point.raise_request_exception = False
    assert focal_point.get(DESK).status_code == 500
    assert connection.settings_dict["NAME"] == real
    assert current() is None
    assert not Result.objects.filter(title__startswith="A decree").exists()


@pytest.mark.parametrize("is_practice_first", [True, False], ids=["practice first", "real first"])
def test_each_site_reads_its_own_kinds_of_rows(focal_point, cast, is_practice_first):
    """Django keeps them for the process; the numbers of one database mean other kinds in another."""
    focal_point.get(DESK)
    ContentType.objects.clear_cache()  # as in a process that has just begun
    if is_practice_first:
        with looking_into(cast.focal_togo):
            ContentType.objects.get_for_model(User)
    else:
        ContentType.objects.get_for_model(User)
    real = ContentType.objects.get_for_model(User).pk
    assert real == ContentType.objects.get(app_label="rmt", model="user").pk
    with looking_into(cast.focal_togo):
        assert ContentType.objects.get_for_model(User).pk == ContentType.objects.get(app_label="rmt", model="user").pk


def test_what_is_typed_has_another_owner_on_each_site(client, cast):
    owners = {drafts.owner_of(user) for user in User.objects.all()}
    assert len(owners) == User.objects.count()
    for user in (cast.manager, cast.focal_togo):
        client.force_login(user, backend=BACKEND)
        for persona in ("focal-point", "manager"):
            become(client, persona)
            owners.add(owner_on(client.get(DESK)))
            assert drafts.owner_of(user) == owner_on(client.get("/desk/"))
    assert len(owners) == User.objects.count() + 4


def owner_on(page) -> str:
    """The owner that the desk's script is told."""
    found = re.search(r'data-owner="([0-9a-f]{16})"', page.content.decode())
    assert found
    return found.group(1)
