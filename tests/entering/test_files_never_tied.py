"""A file that never became evidence is removed after a week (rule 21); what was evidence once stays."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from indicators.models import Evidence, Result
from indicators.results import remove_untied_files
from tests.entering.test_the_entry_form import EMPTY_ROWS, enter

pytestmark = pytest.mark.django_db


def send_file(client, **answers) -> Evidence:
    enter(client, **{"evidence-0-file": SimpleUploadedFile("law.pdf", b"%PDF-1.7")} | answers)
    return Evidence.objects.get(file_name="law.pdf")


def test_it_is_removed_with_its_file(focal):
    kept = send_file(focal, achieved_year="wrong")
    assert remove_untied_files(timezone.now() + timedelta(minutes=1)) == 1
    assert not Evidence.objects.filter(pk=kept.pk).exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_a_week_is_waited(focal):
    send_file(focal, achieved_year="wrong")
    call_command("run_due", verbosity=0)
    assert Evidence.objects.filter(file_name="law.pdf").exists()


def test_what_was_evidence_once_stays(focal):
    kept = send_file(focal, title="Law")
    result = Result.objects.get(title="Law")
    edit = reverse("edit_result", args=[result.uuid])
    focal.post(edit, EMPTY_ROWS | {"version": str(result.version), "do": "save", "title": "Law"})
    kept.refresh_from_db()
    assert kept.result is None
    assert remove_untied_files(timezone.now() + timedelta(minutes=1)) == 0
