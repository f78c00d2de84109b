"""History in words: who, when, what, before and after; any two versions; an earlier version of a draft brought back."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import ledger
from indicators.ledger import canonical, payload_of
from indicators.models import NULLABLE_TEXT, Evidence, Tag
from indicators.results import EvidenceItem, actions, merge_project, restore_revision
from indicators.results import support as contributions
from indicators.results.restore import DECIDED_BY_OTHERS
from indicators.tagging import change_tag
from projects.models import Project
from tests.factories import (
    category_of,
    country_of,
    draft,
    edit,
    fresh,
    indicator_of,
    publish,
    save,
    submit,
    theme_of,
    validate,
    withdraw,
)
from tests.reviewing.steps import last_event, look, take, written

pytestmark = pytest.mark.django_db


def page_of(client, result, *, by, **asked) -> str:
    client.force_login(by)
    return client.get(f"/desk/results/{result.uuid}/history/", asked).content.decode()


def test_everything_that_happened_is_told(client, cast):
    result = submit(by=cast.focal_togo, title="The law is ready", themes=["social-health-protection"])
    take(client, "comment_result", result, by=cast.manager, on_source="Which page?")
    take(client, "recommend_result", result, by=cast.specialist_africa, advice="publish", comment="I know it.")
    published = validate(fresh(result), reviewer=cast.manager)
    theme = theme_of("social-health-protection")
    actions.decide_tag(result=published, theme=theme, state="confirmed", by=cast.lead_health)
    actions.record_standing(result=published, kind="lost", day=date(2026, 1, 1), reason="Repealed.", by=cast.manager)
    edit(published, by=cast.focal_togo, reviewer=cast.manager, title="The law is adopted")
    withdraw(published, by=cast.manager, reason="Entered twice.")
    page = page_of(client, result, by=cast.focal_togo)
    for words in (
        "Started", "Sent for review", "Commented on “Source”", "Which page?", "Recommended to publish", "I know it.",
        "Validated", "Published, version 1", f"{theme}: confirmed", "Lost, 1 January 2026: Repealed.",
        "Opened for editing", "Saved", "<del>", "ready", "adopted", "Withdrawn from readers", "Entered twice.",
        "Focal Togo", "Specialist Africa", "Lead Health",
    ):  # fmt: skip
        assert words in page
    assert "recommended: publish" not in page


def test_decisions_on_themes_and_projects_are_told_by_name(client, cast):
    """What is stored are slugs; neither the history nor the log of an edition prints one."""
    published = publish(by=cast.focal_togo, themes=["social-health-protection"])
    edition = ledger.pin_edition(note="A report", by=cast.manager).code
    project, other = (Project.objects.create(slug=f"plan-{n}", title=f"The plan No. {n}") for n in (1, 2))
    contributions.link_project(result=published.result, project=project, role="trained", by=cast.manager)
    merge_project(kept=other, gone=project, reason="One and the same.", by=cast.manager)
    contributions.unlink_project(result=published.result, project=other, by=cast.manager)
    tag = published.result.tags.get()
    change_tag(tag=tag, instead=theme_of("financing"), by=cast.lead_health)
    client.force_login(cast.manager)
    log = client.get(f"/desk/editions/{edition}/").content.decode()
    history = page_of(client, published.result, by=cast.manager)
    assert "“The plan No. 1” is now a part of “The plan No. 2”" in history
    assert "Why: One and the same." in re.sub(r"\s+", " ", re.sub(r"</?(bdi|span)[^>]*>", "", log))
    for page in (history, log):
        for words in (
            "Linked project: The plan No. 1, trained people",
            "Project no longer linked: The plan No. 2",
            f"{tag.theme}: rejected; {theme_of('financing')}: not yet checked",
        ):  # fmt: skip
            assert words in page
        assert not re.search(r"plan-\d|social-health-protection:", page)


def test_any_two_versions_stand_side_by_side(client, cast):
    result = draft(by=cast.focal_togo, title="First")
    for title in ("Second", "Third"):
        result = save(result, by=cast.focal_togo, title=title)
    page = page_of(client, result, by=cast.focal_togo, **{"from": "3", "to": "1"})
    assert "What differs" in page
    assert '<td data-version="Version 1">' in page
    assert "say the same" in page_of(client, result, by=cast.focal_togo, **{"from": "1", "to": "1"})
    assert "What differs" not in page_of(client, result, by=cast.focal_togo, **{"from": "1", "to": "99"})


@pytest.mark.both_engines
def test_it_asks_as_often_for_many_versions_as_for_few(client, cast):
    result = save(draft(by=cast.focal_togo), by=cast.focal_togo, title="One")
    counts = []
    client.force_login(cast.focal_togo)
    for more in (1, 9):
        for number in range(more):
            result = save(result, by=cast.focal_togo, title=f"Title {more} {number}")
        with CaptureQueriesContext(connection) as queries:
            assert b"Title" in client.get(f"/desk/results/{result.uuid}/history/").content
        counts.append(len(queries))
    assert counts[0] == counts[1]


EVERYTHING = {
    "indicator": "I3", "achieved": date(2022, 5, 1), "value": Decimal("1234.50"), "baseline": (2021, 34),
    "increase": None, "qualifier": "about", "gender": "Both.", "cpo_code": "TGO226", "method": "Census.",
    "note": "A note.", "coverage_basis": "receiving", "duration": "temporary", "months": 3, "language": "fr",
    "parts": {"sex:women": 600, "sex:men": None}, "themes": ["social-health-protection", "financing"],
    "evidence": [
        EvidenceItem(title="Gazette", url="https://example.org/g"),
        EvidenceItem(title="Letter", url="https://example.org/l", audience="reviewers"),
    ],
    "others": [{"who": "A partner", "what": "Money."}, {"who": "Another", "what": ""}],
    "consultations": [
        {"group": "workers", "who": "A union", "when": date(2022, 1, 2), "endorsed": False, "why_not": "Too late."}
    ],
}  # fmt: skip


def said(result) -> str:
    return canonical({key: value for key, value in payload_of(fresh(result)).items() if key not in DECIDED_BY_OTHERS})


def emptied(result, by):
    """The draft with nearly nothing left of it."""
    names = (
        *NULLABLE_TEXT, "value", "unit", "duration", "months", "baseline_first", "baseline_last", "baseline_value",
        "increase", "counted_from_first", "counted_from_last", "first_cover",
        "achieved_first", "achieved_last", "instrument", "indicator", "country", "grade", "qualifier", "coverage_basis",
        "target_year",
    )  # fmt: skip
    fields = dict.fromkeys(names) | {"language": "en"}
    return actions.save_result(result=result, version=result.version, fields=fields, children=actions.Children(), by=by)


@pytest.mark.parametrize("fields", [EVERYTHING, {"indicator": "R2"}, {"indicator": "D1"}, {"indicator": "I1"}])
def test_what_is_brought_back_says_the_same_as_then(cast, fields):
    earlier = publish(by=cast.focal_togo, indicator="R1").result
    result = draft(by=cast.focal_togo, follows=[earlier], **fields)
    then = said(result)
    changed = emptied(result, cast.focal_togo)
    assert said(changed) != then
    revision = result.revisions.get(version=1)
    restored, gone = restore_revision(result=changed, version=changed.version, revision=revision, by=cast.focal_togo)
    assert said(restored) == then
    assert gone == []


def test_a_version_is_brought_back_as_a_new_one(client, cast):
    result = save(draft(by=cast.focal_togo, title="First"), by=cast.focal_togo, title="Second")
    assert "Bring this version back" in page_of(client, result, by=cast.deputy_togo)
    take(client, "restore_result", result, by=cast.deputy_togo, revision=1)
    assert fresh(result).title == "First"
    assert fresh(result).version == result.version + 1
    assert (last_event(result).kind, last_event(result).by) == ("restored", cast.deputy_togo)
    page = page_of(client, result, by=cast.focal_togo)
    assert "Earlier text brought back" in page
    assert result.revisions.count() == 3


@pytest.mark.parametrize("role", ["manager", "evaluator", "focal_senegal", "lead_health", "project_staff"])
def test_only_who_may_edit_brings_back(client, cast, role):
    result = save(draft(by=cast.focal_togo), by=cast.focal_togo, title="Second")
    before = written(result)
    assert take(client, "restore_result", result, by=getattr(cast, role), revision=1).status_code in (403, 404)
    assert written(result) == before


def test_what_is_sent_is_not_overwritten(client, cast):
    result = submit(by=cast.focal_togo)
    assert take(client, "restore_result", result, by=cast.focal_togo, revision=1).status_code == 403
    assert "Bring this version back" not in page_of(client, result, by=cast.focal_togo)


def test_a_draft_that_somebody_changed_meanwhile_is_a_conflict(client, cast):
    result = save(draft(by=cast.focal_togo, title="First"), by=cast.focal_togo, title="Second")
    response = take(client, "restore_result", result, by=cast.focal_togo, revision=1, version=1)
    assert response.status_code == 409
    assert fresh(result).title == "Second"


@pytest.mark.parametrize("revision", ["", "77", "x", "9" * 30])
def test_a_version_that_is_not_there_is_asked_for(client, cast, revision):
    result = draft(by=cast.focal_togo)
    response = take(client, "restore_result", result, by=cast.focal_togo, revision=revision)
    assert response.status_code == 302
    assert result.revisions.count() == 1


def test_what_no_longer_exists_is_named(client, cast):
    result = draft(by=cast.focal_togo, indicator="I3", themes=["financing"], parts={"sex:women": 10}, evidence=[
        EvidenceItem(title="A lost file", sha256="0" * 64, file_name="lost.pdf"),
    ])  # fmt: skip
    result = save(result, by=cast.focal_togo, parts={}, evidence=())
    Evidence.objects.filter(title="A lost file").delete()
    Tag.objects.filter(result=result).update(state=Tag.State.REJECTED)
    women = category_of("sex:women")
    type(women).objects.filter(pk=women.pk).update(code="females")
    take(client, "restore_result", result, by=cast.focal_togo, revision=1)
    page = look(client, "desk_result", result, by=cast.focal_togo).content.decode()
    assert "No longer there, and so not brought back" in page
    for name in ("A lost file", "sex:women", "rejected since"):
        assert name in page


def test_a_page_whose_row_is_gone_is_kept_anew(cast):
    result = draft(by=cast.focal_togo, evidence=[EvidenceItem(title="Gazette", url="https://example.org/g")])
    result = save(result, by=cast.focal_togo, evidence=())
    Evidence.objects.all().delete()
    revision = result.revisions.get(version=1)
    restored, gone = restore_revision(result=result, version=result.version, revision=revision, by=cast.focal_togo)
    assert (gone, restored.evidence.get().url) == ([], "https://example.org/g")


def test_a_version_of_another_country_is_not_written_by_who_may_not(client, cast):
    result = draft(by=cast.manager, indicator="D4", country="SEN")
    moved = {"country": country_of("TGO"), "indicator": indicator_of("R2")}
    about = {"version": result.version, "fields": moved, "children": actions.Children()}
    result = actions.save_result(result=result, by=cast.manager, **about)
    response = take(client, "restore_result", result, by=cast.focal_togo, revision=1)
    assert response.status_code == 302
    assert fresh(result).indicator.code == "R2"
