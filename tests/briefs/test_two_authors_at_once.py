"""Two people write one brief at once: nothing is lost, and only what both changed is asked about (rule 5)."""

import pytest
from django.urls import reverse

from briefs.actions import BriefConflict, save_brief, submit_brief
from briefs.models import Brief
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(cast) -> Brief:
    return factories.brief(by=cast.focal_togo, parts={"lessons": "Start small.", "causes": "Advice came first."})


def typed(brief: Brief, **changes: str) -> dict[str, str]:
    """The form of the brief as it stands, with some fields typed over."""
    parts, principles = brief.parts, brief.principles
    answers = {code: said["answer"] for code, said in principles.items()}
    lines = {f"{code}_line": said["line"] for code, said in principles.items()}
    same = {"title": brief.title, "summary": brief.summary, "source": brief.source, "version": str(brief.version)}
    return {**same, **parts, **answers, **lines, "do": "save", **changes}


def edit(browser, brief: Brief, **changes: str):
    return browser.post(reverse("edit_brief", args=[brief.uuid]), typed(brief, **changes))


def test_what_they_changed_in_different_parts_is_merged(signed_in, written):
    assert edit(signed_in("focal_togo"), written, lessons="Start small, then grow.").status_code == 302
    assert edit(signed_in("deputy_togo"), written, causes="Training came first.").status_code == 302
    now = Brief.objects.get(pk=written.pk)
    assert (now.parts["lessons"], now.parts["causes"]) == ("Start small, then grow.", "Training came first.")
    assert now.version == written.version + 2


def test_what_both_changed_is_shown_side_by_side_and_saved_by_whoever_chooses(signed_in, written):
    edit(signed_in("focal_togo"), written, lessons="Start with maternity.", beyond="Trust grew.")
    answer = edit(signed_in("deputy_togo"), written, lessons="Start with health.", causes="A study came first.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "maternity" in page  # theirs
    assert "Start with health." in page  # mine, in the form
    assert "A study came first." in page
    assert len(answer.context["rows"]) == 1  # what only one of them changed is no question
    assert Brief.objects.get(pk=written.pk).parts["lessons"] == "Start with maternity."
    form = answer.context["form"]
    assert form["beyond"].value() == "Trust grew."  # what only the other changed would be undone otherwise
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert signed_in("deputy_togo").post(answer.wsgi_request.path, {**again, "do": "save"}).status_code == 302
    now = Brief.objects.get(pk=written.pk)
    assert (now.parts["lessons"], now.parts["beyond"]) == ("Start with health.", "Trust grew.")
    assert now.parts["causes"] == "A study came first."


def test_a_brief_that_was_sent_meanwhile_leaves_the_text_to_be_copied(signed_in, cast, written):
    submit_brief(brief=written, version=written.version, by=cast.focal_togo)
    answer = edit(signed_in("deputy_togo"), written, lessons="A thought too late.")
    assert (answer.status_code, "A thought too late." in answer.content.decode()) == (409, True)
    assert "Save draft" not in answer.content.decode()
    now = Brief.objects.get(pk=written.pk)
    answer = edit(signed_in("deputy_togo"), now, lessons="A thought too late.")  # read after it was sent
    assert (answer.status_code, "A thought too late." in answer.content.decode()) == (409, True)
    form = signed_in("deputy_togo").get(answer.wsgi_request.path, follow=True)
    assert form.redirect_chain == [(reverse("desk_brief", args=[written.uuid]), 302)]
    assert "To change it, take it back" in form.text


def test_the_same_change_twice_is_one_version(cast, written):
    changes = {"parts": {"lessons": "Start small, then grow."}}
    once = save_brief(brief=written, changes=changes, version=written.version, by=cast.focal_togo)
    twice = save_brief(brief=written, changes=changes, version=written.version, by=cast.deputy_togo)
    assert (once.version, twice.version) == (written.version + 1, written.version + 1)


def test_a_principle_is_a_piece_by_itself(cast, written):
    both = {"dignity": {"answer": "partly", "line": "One."}}
    save_brief(brief=written, changes={"principles": both}, version=written.version, by=cast.focal_togo)
    other = {"equality": {"answer": "not", "line": "Two."}}
    save_brief(brief=written, changes={"principles": other}, version=written.version, by=cast.deputy_togo)
    again = {"principles": {"dignity": {"answer": "not", "line": ""}}}
    with pytest.raises(BriefConflict) as found:
        save_brief(brief=written, changes=again, version=written.version, by=cast.deputy_togo)
    assert found.value.pieces == ["principles.dignity"]
