"""What is typed and not saved is kept for who typed it, for nobody else, and not for ever."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from indicators.models import Round
from indicators.results import merge_project
from indicators.updates import milestones
from projects.pages.desk.forms import ProjectEntry
from rmt.forms import drafts
from rmt.models import FormDraft
from tests.entering.test_the_entry_form import EMPTY_ROWS, LAW
from tests.factories import country_of, draft
from tests.projects import helpers
from tests.projects.test_desk_projects import typed as project_typed
from tests.updating import steps

pytestmark = pytest.mark.django_db

FORM = "/desk/results/new/?country=TGO&indicator=R2#entry"
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.fixture
def at_the_desk(signed_in):
    return signed_in("focal_togo")


def keep(client, text="title=A+law", *, form=FORM, key=None, **more):
    sent = {"do": "keep", "form": form, "key": str(key or uuid4()), "text": text}
    return client.post(reverse("drafts"), sent | more)


def found(client, form=FORM) -> list[str]:
    return [each["text"] for each in client.get(reverse("drafts"), {"form": form}).json()["drafts"]]


def test_it_is_found_again_from_the_same_form(at_the_desk):
    assert keep(at_the_desk).status_code == 204
    assert found(at_the_desk) == ["title=A+law"]
    assert found(at_the_desk, "/desk/results/new/#entry") == []


def test_a_later_text_of_the_same_page_takes_its_place(at_the_desk):
    key = uuid4()
    for text in ("title=A", "title=A+law"):
        keep(at_the_desk, text, key=key)
    assert found(at_the_desk) == ["title=A+law"]


def test_two_pages_of_one_form_are_two_texts(at_the_desk):
    for text in ("title=One", "title=Two"):
        keep(at_the_desk, text)
    assert found(at_the_desk) == ["title=Two", "title=One"]


def test_nobody_else_finds_or_drops_it(at_the_desk, cast):
    key = uuid4()
    keep(at_the_desk, key=key)
    at_the_desk.force_login(cast.deputy_togo)
    assert found(at_the_desk) == []
    at_the_desk.post(reverse("drafts"), {"do": "discard", "form": FORM, "key": key})
    keep(at_the_desk, "title=Other", key=key)
    assert FormDraft.objects.get(user=cast.focal_togo).text == "title=A+law"


def test_who_is_signed_out_is_told_so_and_never_sent_to_sign_in(client, programme):
    for response in (keep(client), client.get(reverse("drafts"))):
        assert (response.status_code, response.json()) == (401, {"error": "signed out"})


def test_somebody_elses_words_are_not_taken(at_the_desk, cast):
    response = keep(at_the_desk, owner=drafts.owner_of(cast.manager))
    assert response.status_code == 409
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("form", ["", "https://elsewhere.example/desk/", "//desk/", "/accounts/login/", "/desk/ x"])
def test_only_a_form_of_the_desk_is_kept(at_the_desk, form):
    assert keep(at_the_desk, form=form).status_code == 400
    assert keep(at_the_desk, form="/desk/" + "x" * 300).status_code == 400


def test_a_key_is_a_key(at_the_desk):
    assert keep(at_the_desk, key="../../").status_code == 400


def test_what_is_far_too_long_is_refused(at_the_desk):
    assert keep(at_the_desk, "é" * 100_000).status_code == 204
    assert keep(at_the_desk, "é" * 100_001).status_code == 413


def test_fifty_are_kept_and_the_oldest_goes(cast):
    for minute in range(52):
        key, now = uuid4(), NOW + timedelta(minutes=minute)
        drafts.keep(user=cast.focal_togo, form=FORM, key=key, text=f"title={minute}", now=now)
    kept = cast.focal_togo.form_drafts.values_list("text", flat=True)
    assert (len(kept), kept[0], kept[49]) == (50, "title=51", "title=2")


def test_three_months_later_it_is_removed(cast):
    """What people type is not kept for ever (rule 21)."""
    for days in (89, 91):
        then = timezone.now() - timedelta(days=days)
        drafts.keep(user=cast.focal_togo, form=FORM, key=uuid4(), text=f"title={days}", now=then)
    call_command("run_due", stdout=StringIO())
    assert cast.focal_togo.form_drafts.get().text == "title=89"


def test_the_desk_can_list_it_with_its_first_words(cast):
    text = urlencode({"version": "3", "title": "Law on care", "outcome": "Mothers are insured."})
    drafts.keep(user=cast.focal_togo, form=FORM, key=uuid4(), text=text, now=NOW)
    line = drafts.TypedNotSaved("/desk/results/new/?country=TGO&indicator=R2", NOW, "A new result", "Law on care")
    assert drafts.drafts_of(cast.focal_togo) == [line]


def save(client, result, key, **typed):
    sent = {"version": result.version, "draft_key": key, "draft_form": "anything", "do": "save"} | EMPTY_ROWS | typed
    return client.post(reverse("edit_result", args=[result.uuid]), sent)


def test_saving_the_form_drops_it_and_tells_the_browser(at_the_desk, cast):
    key = uuid4()
    keep(at_the_desk, key=key)
    response = save(at_the_desk, draft(by=cast.focal_togo), key, title="A law")
    assert response.status_code == 302
    assert found(at_the_desk) == []
    assert at_the_desk.cookies["rmt_saved"].value == str(key)


def test_a_copy_that_arrives_after_the_form_was_saved_is_not_kept(at_the_desk, cast):
    key = uuid4()
    save(at_the_desk, draft(by=cast.focal_togo), key, title="A law")
    assert keep(at_the_desk, key=key).status_code == 410
    assert found(at_the_desk) == []


def test_a_form_that_comes_back_with_an_error_keeps_it(at_the_desk, cast):
    key = uuid4()
    keep(at_the_desk, key=key)
    assert save(at_the_desk, draft(by=cast.focal_togo), key, achieved_year="20").status_code == 200
    assert found(at_the_desk) == ["title=A+law"]
    assert "rmt_saved" not in at_the_desk.cookies


def test_a_version_that_changed_meanwhile_keeps_it(at_the_desk, cast):
    key, result = uuid4(), draft(by=cast.focal_togo)
    keep(at_the_desk, key=key)
    save(at_the_desk, result, uuid4(), title="Another title")
    assert save(at_the_desk, result, key, title="A law").status_code == 409
    assert found(at_the_desk) == ["title=A+law"]


def left_of(client, address, **typed) -> list[str]:
    """What is still kept after a form was answered by going on to another page."""
    keep(client, key=(key := uuid4()))
    response = client.post(address, {"draft_key": key} | typed)
    assert response.status_code == 302
    return found(client)


@pytest.mark.parametrize(("name", "more"), [("edit_round", []), ("round_step", ["extend"])])
def test_a_step_of_a_round_that_comes_too_late_keeps_it(client, cast, name, more):
    client.force_login(cast.manager)
    Round.objects.filter(code="2026-2").update(state="closed")
    assert left_of(client, reverse(name, args=["2026-2", *more]), reason="Holidays") == ["title=A+law"]


def test_an_answer_that_somebody_else_gave_before_keeps_it(at_the_desk, cast):
    about = {"country": country_of("TGO"), "indicator": None, "by": cast.deputy_togo}
    planned = milestones.plan_milestone(title="A law", expected=(NOW.date(), NOW.date()), **about)
    milestones.answer_milestone(
        milestone=planned, reporting_round=None, kind="dropped", reason="No", by=cast.deputy_togo
    )
    assert left_of(at_the_desk, reverse("milestone", args=[planned.uuid]), reason="Mine") == ["title=A+law"]


def test_a_project_that_is_merged_while_it_is_saved_keeps_it(client, cast, monkeypatch):
    client.force_login(cast.manager)
    kept, gone = (helpers.project(cast.manager, title) for title in ("One", "Two"))
    save = ProjectEntry.save

    def save_too_late(entry):
        merge_project(kept=kept, gone=gone, reason="The same", by=cast.manager)
        return save(entry)

    monkeypatch.setattr(ProjectEntry, "save", save_too_late)
    said = project_typed(gone, title="Mine")
    assert left_of(client, reverse("edit_project", args=[gone.slug]), **said) == ["title=A+law"]


def test_a_result_that_was_sent_by_the_first_press_drops_it(at_the_desk, cast):
    begun = draft(by=cast.focal_togo)
    address = reverse("edit_result", args=[begun.uuid])
    typed = {"version": begun.version, "do": "send", **EMPTY_ROWS, **LAW}
    assert at_the_desk.post(address, typed).status_code == 302
    assert left_of(at_the_desk, address, **typed) == []


def test_an_update_that_was_sent_by_the_first_press_drops_it(at_the_desk):
    steps.expect("R2")
    steps.send(at_the_desk)
    assert left_of(at_the_desk, steps.address("update_nothing"), version="1") == []
