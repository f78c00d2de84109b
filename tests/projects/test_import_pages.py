"""The pages of the import: a file, its columns, a preview, then all of it or nothing."""

import re
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.models import ImportMapping, Partner, Project, UploadedList
from rmt.models import Manager, User
from tests.projects.helpers import LONG_AGO, project, workbook

pytestmark = pytest.mark.django_db

GOOD = "Title;Symbol;Donor;Countries;Start;End;Budget (USD)\nFloors;TOG/24/01/CHE;China;Togo (60%);2024;2026;2 000"

MESSY = [
    ["Development cooperation projects (draft)"],
    ["Updated: 31 Jan 2024"],
    [None, None, "Period", None, "Budget (USD)", None, None],
    ["Project name", "Donor", "Start", "End", "Checked by", "Approved", "Country(ies)"],
    ["A", "Luxembourg", "2020", "2022", "", "1 234 567 / 2 000 000", "Togo; Kenya"],
    ["B", "Luxemburg", "2020", "2022", "", "3’000’000", "Lao PDR"],
    ["C", "China", "2020", "2022", "", "8,0%", "Togo"],
    ["D", "China", date(2017, 5, 10), date(2016, 6, 24), "", 500, "Togo"],
    ["E", "China", "soon", "2022", "", "=F8*2", "Tgoo Republic"],
    ["TOTAL", None, None, None, None, "=SUM(F5:F9)"],
]


@pytest.fixture
def pages(signed_in, manager):
    return signed_in(manager)


def send(client, content: bytes | str, name: str = "list.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def previewed(client, content: bytes | str, name: str = "list.csv"):
    """The preview of a file with the columns as they are suggested."""
    form = send(client, content, name).context["form"]
    chosen = {field.html_name: field.initial or "" for _letter, field, _samples in form.rows()}
    address = reverse("import_columns", args=[UploadedList.objects.get().uuid])
    return client.post(address, {**chosen, "do": "columns"}, follow=True)


def act(client, do: str, **sent: str):
    return client.post(
        reverse("import_preview", args=[UploadedList.objects.get().uuid]), {"do": do, **sent}, follow=True
    )


def imported(client, response):
    return act(client, "write", fingerprint=response.context["preview"].fingerprint)


def text_of(response) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", re.sub("</?bdi>", "", response.content.decode())).replace("&#x27;", "'").split()
    )


def test_the_messy_list_names_every_problem_by_row_and_column(pages):
    book = workbook(MESSY, merge=["A1:G1", "A2:G2", "C3:D3", "E3:F3"], hidden="Lists")
    response = previewed(pages, book, "messy.xlsx")
    said = text_of(response)
    for words in (
        "“Lists” is hidden and was not read",
        "Row 1 above the list was left out",
        "Row 10 was left out: it is a total",
        "1 row · F7 (Budget (USD): Approved) 8,0% – “8,0%” is a share, not an amount",
        "1 row · D8 (Period: End) 2016-06-24",
        "ends (2016-06-24) before it begins (2017-05-10)",
        "1 row · C9 (Period: Start) soon – “soon” is not a date",
        "1 row · F9 (Budget (USD): Approved) The cell holds a formula without a result",
        "1 row · G9 (Country(ies)) Tgoo Republic – “Tgoo Republic” is not known here",
        "Is “Luxemburg” a partner that is known already?",
        "budget: 2 000 000",
        "spent so far: 1 234 567",
        "budget: 3 000 000",
    ):
        assert words in said
    assert "Import all of it" not in said


def test_a_list_with_problems_is_not_written(pages):
    before = Project.objects.count()
    response = previewed(pages, f"{GOOD}\nBad;;;;;;8,0%")
    response = imported(pages, response)
    assert response.status_code == 409
    assert "Nothing was imported" in text_of(response)
    assert Project.objects.count() == before
    assert UploadedList.objects.exists()


def test_a_good_list_is_imported_once_and_its_file_removed(pages, django_capture_on_commit_callbacks):
    response = previewed(pages, GOOD)
    assert "TOG/24/01/CHE" in text_of(response)
    path = UploadedList.objects.get().file.name
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        response = imported(pages, response)
    assert "1 new, 0 changed, 0 as they were" in text_of(response)
    assert Project.objects.get(symbol="TOG/24/01/CHE").budget == 2000
    assert not default_storage.exists(path)
    assert not UploadedList.objects.exists()


def test_the_same_list_again_changes_nothing(pages):
    imported(pages, previewed(pages, GOOD))
    response = previewed(pages, GOOD)
    found = response.context["preview"]
    assert (len(found.new), len(found.changed), len(found.unchanged)) == (0, 0, 1)
    assert "what the list says is held already" in text_of(response)


def test_a_change_is_shown_before_and_after(pages):
    imported(pages, previewed(pages, GOOD))
    said = text_of(previewed(pages, GOOD.replace("2 000", "3 000").replace("2026", "March 2027")))
    assert "budget 2 000 3 000" in said
    assert "ends 2026 March 2027" in said


def test_what_changed_since_the_preview_is_shown_again(pages, manager):
    response = previewed(pages, GOOD)
    project(manager, "Floors", symbol="TOG/24/01/CHE")
    again = imported(pages, response)
    assert again.status_code == 409
    assert "Something changed since the preview" in text_of(again)
    assert len(again.context["preview"].changed) == 1
    assert Project.objects.get(symbol="TOG/24/01/CHE").budget is None
    assert "0 new, 1 changed" in text_of(imported(pages, again))


def test_a_question_is_answered_and_can_be_asked_again(pages):
    response = previewed(pages, "Title;Donor\nA;Luxemburg")
    sent = {"key-0": "luxemburg", "answer-0": "luxembourg"}
    assert response.context["preview"].questions
    assert not act(pages, "answer", **sent).context["preview"].questions
    assert act(pages, "ask again").context["preview"].questions
    imported(pages, act(pages, "answer", **sent))
    assert Project.objects.get(title="A").fundings.get().partner.slug == "luxembourg"


def test_a_spelling_can_be_another_partner(pages):
    previewed(pages, "Title;Donor\nA;Luxemburg")
    response = act(pages, "answer", **{"key-0": "luxemburg", "answer-0": "-"})
    imported(pages, response)
    assert Partner.objects.filter(name="Luxemburg").exists()


def test_columns_are_chosen_by_hand_and_remembered(pages):
    send(pages, "Was;Wer;Geld\nA;China;5")
    address = reverse("import_columns", args=[UploadedList.objects.get().uuid])
    refused = pages.post(address, {"do": "columns", "column-0": "title", "column-1": "title"})
    assert "Another column is mapped to “title” already" in text_of(refused)
    refused = pages.post(address, {"do": "columns"})
    assert "Say which column holds the titles" in text_of(refused)
    refused = pages.post(address, {"do": "columns", "column-0": "title", "currency": "many"})
    assert "is not a currency" in text_of(refused)
    chosen = {"column-0": "title", "column-1": "partners", "column-2": "budget", "currency": "eur"}
    imported(pages, pages.post(address, {"do": "columns", **chosen}, follow=True))
    assert Project.objects.get(title="A").currency == "EUR"
    assert ImportMapping.objects.get().currency == "EUR"
    form = send(pages, "Geld;Was;Wer\n6;B;China").context["form"]
    assert [field.initial for _letter, field, _samples in form.rows()] == ["budget", "title", "partners"]


def test_another_sheet_is_chosen(pages):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook([["Title", "Donor"], ["First", "China"]])))
    for row in (["Titre", "Bailleur"], ["Second", "Chine"]):
        (book["Other"] if "Other" in book.sheetnames else book.create_sheet("Other")).append(row)
    book.create_sheet("Nothing")
    file = io.BytesIO()
    book.save(file)
    assert "“First”" in text_of(send(pages, file.getvalue(), "two.xlsx"))
    address = reverse("import_columns", args=[UploadedList.objects.get().uuid])
    assert "“Second”" in text_of(pages.post(address, {"do": "sheet", "sheet": "Other"}, follow=True))
    refused = text_of(pages.post(address, {"do": "sheet", "sheet": "Nothing"}))
    assert "There is no list in this workbook" in refused
    assert "“Second”" in refused
    assert pages.post(address, {"do": "sheet", "sheet": "Invented"}).status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7\0\0", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0 old", "Save it as XLSX, without a password"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"Title,Donor", "no project below them"),
        (b"just words", "There is no list in this file"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(pages, content, said):
    assert said in text_of(send(pages, content))
    assert not UploadedList.objects.exists()


def test_nothing_is_sent(pages):
    assert "Choose a file" in text_of(pages.post(reverse("imports")))


def test_another_manager_cannot_open_it(pages):
    previewed(pages, GOOD)
    listed = UploadedList.objects.get()
    other = User.objects.create_user("another.manager@example.org")
    Manager.objects.create(user=other, start=LONG_AGO)
    pages.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("import_preview", "import_columns", "discard_import"):
        assert pages.post(reverse(name, args=[listed.uuid]), {"do": "write"}).status_code == 404
    assert "list.csv" not in text_of(pages.get(reverse("imports")))
    assert UploadedList.objects.exists()


def test_a_list_is_given_up(pages, django_capture_on_commit_callbacks):
    send(pages, GOOD)
    listed = UploadedList.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        response = pages.post(reverse("discard_import", args=[listed.uuid]), follow=True)
    assert "Nothing was imported" in text_of(response)
    assert not default_storage.exists(listed.file.name)


def test_a_file_that_is_gone_from_the_disk_is_not_found(pages):
    previewed(pages, GOOD)
    listed = UploadedList.objects.get()
    default_storage.delete(listed.file.name)
    assert pages.get(reverse("import_preview", args=[listed.uuid])).status_code == 404
    assert pages.post(reverse("discard_import", args=[listed.uuid])).status_code == 302


def test_a_long_list_is_shown_page_by_page_and_counted_whole(pages):
    response = previewed(pages, "\n".join(["Title", *(f"Project number {n}" for n in range(450))]))
    said = text_of(response)
    assert "450 new projects" in said
    assert "Project number 49" in said
    assert "Project number 50" not in said
    last = text_of(
        pages.get(reverse("import_preview", args=[UploadedList.objects.get().uuid]), {"kind": "new", "page": 9})
    )
    assert "Project number 449" in last
    assert "Project number 399" not in last
