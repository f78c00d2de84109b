"""A result is typed, saved, sent; nothing that was typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Consultation, Evidence, Result

pytestmark = pytest.mark.django_db

EMPTY_ROWS = {
    f"{name}-{count}_FORMS": number
    for name in ("evidence", "others", "consultations")
    for count, number in (("TOTAL", "1"), ("INITIAL", "0"))
}
LAW = {
    "title": "Law on health insurance adopted",
    "achieved_year": "2024",
    "new_instrument_title": "Law No. 2024-1",
    "new_instrument_kind": "law",
    "outcome": "All workers are insured.",
    "contribution": "Drafting.",
    "source": "Official Gazette",
    "evidence-0-url": "https://example.org/law",
}


def new(code: str) -> str:
    return f"{reverse('new_result')}?indicator={code}&country=TGO"


def enter(client, code="R2", *, do="save", **answers):
    return client.post(new(code), EMPTY_ROWS | {"do": do} | answers)


def test_a_draft_may_be_empty(focal):
    assert enter(focal).status_code == 302
    assert Result.objects.latest("created_at").status == "draft"


def test_a_whole_result_is_sent(focal):
    enter(focal, do="send", **LAW)
    result = Result.objects.latest("created_at")
    assert (result.status, result.instrument.title) == ("submitted", "Law No. 2024-1")


@pytest.mark.parametrize(
    ("typed", "endorsed"),
    [({}, None), ({"who": "CSTT", "endorsed": "True"}, True), ({"who": "CSTT", "why_not": "Too late."}, False)],
)
def test_whether_somebody_endorsed_it_stays_unsaid_unless_it_is_said(focal, typed, endorsed):
    row = {"group": "workers"} | typed
    enter(focal, **LAW, **{f"consultations-0-{name}": value for name, value in row.items()})
    consultation = Consultation.objects.get(result__title=LAW["title"])
    assert (consultation.who, consultation.endorsed) == (row.get("who", ""), endorsed)
    edit = reverse("edit_result", args=[consultation.result.uuid])
    rows = focal.get(edit).context["entry"].consultations
    assert rows.forms[0]["endorsed"].value() == endorsed


def test_who_is_said_to_have_endorsed_it_is_named(focal):
    row = {"consultations-0-group": "workers", "consultations-0-endorsed": "True"}
    page = enter(focal, **LAW, **row)
    assert page.context["entry"].consultations.forms[0].errors.keys() == {"who"}


def test_what_is_missing_is_said_beside_its_field_and_the_draft_is_saved(focal):
    page = enter(focal, do="send", **LAW | {"source": "", "evidence-0-url": ""})
    assert page.context["form"].errors.keys() == {"source"}
    assert page.context["entry"].evidence.forms[0].errors.keys() == {"url"}
    assert Result.objects.latest("created_at").title == LAW["title"]


def test_a_good_file_is_kept_when_something_else_is_wrong(focal):
    file = SimpleUploadedFile("law.pdf", b"%PDF-1.7")
    page = enter(focal, achieved_year="20", title="Law", **{"evidence-0-file": file})
    assert b"law.pdf" in page.content
    kept = page.context["entry"].evidence.forms[0]["kept"].value()
    enter(focal, achieved_year="2020", title="Law", **{"evidence-0-kept": kept})
    assert Result.objects.latest("created_at").evidence.get().file_name == "law.pdf"


def test_nobody_names_evidence_that_they_were_not_shown(focal, cast):
    file = SimpleUploadedFile("law.pdf", b"%PDF-1.7")
    page = enter(focal, achieved_year="20", **{"evidence-0-file": file})
    kept = page.context["entry"].evidence.forms[0]["kept"].value()
    focal.force_login(cast.deputy_togo)
    enter(focal, **{"evidence-0-kept": kept, "evidence-0-title": "Mine"})
    assert Evidence.objects.get(file_name="law.pdf").result is None


def test_the_second_of_two_editors_sees_both_versions_and_keeps_the_text(focal, signed_in):
    enter(focal, title="First")
    result = Result.objects.latest("created_at")
    edit = reverse("edit_result", args=[result.uuid])
    read = EMPTY_ROWS | {"version": str(result.version), "do": "save"}
    signed_in("deputy_togo").post(edit, read | {"title": "By the deputy"})
    page = focal.post(edit, read | {"title": "By the focal point"})
    assert page.status_code == 409
    assert page.context["form"]["title"].value() == "By the focal point"
    assert any(row.changed for row in page.context["rows"])
    focal.post(edit, read | {"title": "Both", "version": page.context["form"]["version"].value()})
    result.refresh_from_db()
    assert result.title == "Both"


def test_the_list_takes_the_same_number_of_queries_at_two_sizes(focal, django_assert_num_queries):
    enter(focal, title="One")
    with CaptureQueriesContext(connection) as captured:
        focal.get(reverse("desk_results"))
        queries = len(captured)
    for number in range(10):
        enter(focal, title=f"Another {number}")
    with django_assert_num_queries(queries):
        focal.get(reverse("desk_results"))


@pytest.mark.parametrize(("code", "status"), [("T3", 200), ("XX", 200), ("D4", 403)])
def test_what_cannot_be_entered_is_said(focal, code, status):
    assert focal.get(new(code)).status_code == status
