"""What belongs to a result is entered with it: evidence, several at once; projects; instruments; what led to it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from countries.models import Instrument
from indicators.models import Contribution, Result
from projects.models import Project
from tests import factories
from tests.entering.test_the_entry_form import EMPTY_ROWS, LAW, enter, new

pytestmark = pytest.mark.django_db


def last() -> Result:
    return Result.objects.latest("created_at")


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7")


def test_several_links_and_files_at_once_become_a_row_each(focal):
    links = "https://example.org/a\n\n https://example.org/b "
    enter(focal, title="Law", evidence_links=links, evidence_files=[pdf("one.pdf"), pdf("two.pdf")])
    kept = set(last().evidence.values_list("url", "file_name"))
    links_kept = {("https://example.org/a", None), ("https://example.org/b", None)}
    assert kept == links_kept | {(None, "one.pdf"), (None, "two.pdf")}


def test_a_link_that_is_wrong_is_shown_in_a_row_of_its_own_and_the_files_are_kept(focal):
    page = enter(focal, title="Law", evidence_links="https://example.org/a\nno link", evidence_files=[pdf("one.pdf")])
    rows = page.context["entry"].evidence.forms
    assert [bool(row.errors) for row in rows] == [False, True, False]
    assert (rows[1]["url"].value(), rows[2].evidence.file_name) == ("no link", "one.pdf")


def test_more_links_than_rows_are_not_lost(focal):
    links = [f"https://example.org/{number}" for number in range(70)]
    page = enter(focal, title="Law", achieved_year="x", evidence_links="\n".join(links))
    assert page.context["entry"].several.initial["evidence_links"].splitlines() == links[60:]


def test_a_project_is_ticked_and_its_role_said(focal):
    project = Project.objects.get(slug="health-insurance-togo")
    ticked = {f"project_{project.pk}": "on", f"role_{project.pk}": "trained", "projects_offered": str(project.pk)}
    enter(focal, title="Law", **ticked)
    assert list(last().contributions.values_list("project", "role")) == [(project.pk, "trained")]
    edit = {"version": str(last().version), "do": "save", "projects_offered": str(project.pk)}
    focal.post(reverse("edit_result", args=[last().uuid]), EMPTY_ROWS | edit)
    assert not Contribution.objects.filter(result=last()).exists()


def test_a_project_that_was_not_offered_stays_as_it_is(focal, cast):
    project = Project.objects.get(slug="health-insurance-togo")
    enter(focal, title="Law", **{f"project_{project.pk}": "on", "projects_offered": str(project.pk)})
    edit = reverse("edit_result", args=[last().uuid])
    focal.post(edit, EMPTY_ROWS | {"version": str(last().version), "do": "save", "title": "Law"})
    assert last().contributions.exists()


def test_projects_of_what_is_public_are_not_changed_by_a_draft(focal, cast):
    result = factories.reopen(factories.publish(by=cast.focal_togo).result, by=cast.focal_togo)
    page = focal.get(reverse("edit_result", args=[result.uuid]))
    assert page.context["entry"].support.offered == []


@pytest.mark.parametrize("kind", ["decree", "scheme"])
def test_a_known_instrument_is_not_silently_another_kind(focal, kind):
    factories.draft(instrument="Law No. 7")
    page = enter(focal, **LAW | {"new_instrument_title": "law no. 7", "new_instrument_kind": kind})
    assert "is recorded as: law" in str(page.context["form"].errors["new_instrument_kind"])


@pytest.mark.parametrize("kind", ["law", ""])
def test_a_known_instrument_can_be_named_again(focal, kind):
    factories.draft(instrument="Law No. 7")
    enter(focal, **LAW | {"title": "By its name", "new_instrument_title": "law no. 7", "new_instrument_kind": kind})
    assert Result.objects.get(title="By its name").instrument == Instrument.objects.get(title="Law No. 7")


def offered(client, code="I3") -> dict[str, str]:
    form = client.get(new(code)).context["form"]
    return dict(form.fields["follows"].choices) if "follows" in form.fields else {}


def test_an_own_draft_can_be_what_led_to_it_and_that_of_others_cannot(focal, cast, client):
    draft = factories.draft(title="The law", by=cast.focal_togo)
    assert "draft" in offered(focal)[str(draft.uuid)]
    enter(focal, "I3", title="The people", follows=str(draft.uuid))
    assert Result.objects.get(title="The people").follows.get() == draft
    client.force_login(cast.project_staff)
    assert str(draft.uuid) not in offered(client)


def test_what_led_to_it_stays_when_it_is_withdrawn(focal, cast):
    law = factories.publish(title="The law", by=cast.focal_togo).result
    enter(focal, "I3", title="The people", follows=str(law.uuid))
    people = Result.objects.get(title="The people")
    factories.withdraw(law)
    page = focal.get(reverse("edit_result", args=[people.uuid]))
    choices = dict(page.context["form"].fields["follows"].choices)
    assert "withdrawn" in choices[str(law.uuid)]
    again = {"version": str(people.version), "do": "save", "title": "The people", "follows": str(law.uuid)}
    focal.post(reverse("edit_result", args=[people.uuid]), EMPTY_ROWS | again)
    people.refresh_from_db()
    assert (people.version, list(people.follows.all())) == (2, [law])


def test_those_on_the_same_instrument_come_first_then_the_latest(focal, cast):
    same = factories.publish(title="Same", instrument="Law No. 7", achieved=2017)
    newest = factories.publish(title="Newest", achieved=2024)
    own = factories.draft(indicator="I3", instrument="Law No. 7", by=cast.focal_togo)
    page = focal.get(reverse("edit_result", args=[own.uuid]))
    titles = [words.partition(" (")[0] for _uuid, words in page.context["form"].fields["follows"].choices]
    assert titles[:2] == [same.title, newest.title]


def test_a_biennium_whose_outputs_are_not_entered_yet_says_so(focal, cast):
    """Rule 6: what is achieved in 2026 lies in a biennium, and the form knows which."""
    for year, words in ((2026, "The outputs of 2026–27 are not entered yet."), (2025, "2024-25 · 7.1")):
        result = factories.draft(achieved=year, by=cast.focal_togo)
        assert words in focal.get(reverse("edit_result", args=[result.uuid])).content.decode()
