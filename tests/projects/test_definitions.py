"""What "flagship" and "active" mean, once for every count (rule 18)."""

from datetime import date

import pytest

from projects.models import Project
from tests.projects import helpers

pytestmark = pytest.mark.django_db


def days(name: str, first: date, last: date | None = None) -> dict:
    return {f"{name}_first": first, f"{name}_last": last or first}


YEAR_2024 = days("start", date(2024, 1, 1), date(2024, 12, 31)) | days("end", date(2024, 1, 1), date(2024, 12, 31))
SINCE_2024 = days("start", date(2024, 1, 1))
UNTIL_2024 = days("end", date(2024, 12, 31))


@pytest.mark.parametrize(
    ("fields", "on", "is_active"),
    [
        (YEAR_2024, date(2024, 1, 1), True),
        (YEAR_2024, date(2024, 12, 31), True),
        (YEAR_2024, date(2025, 1, 1), False),
        (YEAR_2024, date(2023, 12, 31), False),
        (YEAR_2024 | {"status": "completed"}, date(2024, 6, 1), True),
        (YEAR_2024 | {"status": "suspended"}, date(2024, 6, 1), False),
        (YEAR_2024 | {"status": "planned"}, date(2024, 6, 1), False),
        (YEAR_2024 | {"status": "cancelled"}, date(2024, 6, 1), False),
        (SINCE_2024, date(2024, 6, 1), False),
        (SINCE_2024 | {"status": "in-progress"}, date(2024, 6, 1), True),
        (SINCE_2024 | {"status": "completed"}, date(2024, 6, 1), False),
        (UNTIL_2024 | {"status": "in-progress"}, date(2024, 6, 1), True),
        (UNTIL_2024 | {"status": "in-progress"}, date(2025, 6, 1), False),
        ({"status": "in-progress"}, date(2024, 6, 1), True),
        ({}, date(2024, 6, 1), False),
    ],
)
def test_active(manager, fields, on, is_active):
    made = helpers.project(manager, **fields)
    assert Project.objects.active(on).filter(pk=made.pk).exists() is is_active
    assert Project.objects.with_active(on).get(pk=made.pk).is_active is is_active


def test_flagship_is_what_a_source_says(manager):
    before = Project.objects.flagship().count()
    helpers.project(manager, "Said", is_flagship=True)
    helpers.project(manager, "Denied", is_flagship=False)
    helpers.project(manager, "Not said")
    assert Project.objects.flagship().count() == before + 1
