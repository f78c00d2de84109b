"""Ledger, rule 5: the version that was read is checked; a stale one writes nothing and shows what happened."""

import pytest

from tests.factories import draft, publish, save, submit, submit_edit, validate
from tests.reviewing.steps import take, written

pytestmark = pytest.mark.django_db

WORDS = {
    "return_result": {"comment": "Which decree?", "open_until": "2090-01-01"},
    "withdraw_result": {"reason": "It was entered twice."},
    "pool_result": {"group": "new", "name": "Miners", "reason": "A fund of their own"},
}
STEPS = {
    "submit_result": (draft, "focal_togo"),
    "recall_result": (submit, "focal_togo"),
    "discard_result": (draft, "focal_togo"),
    "validate_result": (submit, "manager"),
    "return_result": (submit, "manager"),
    "reopen_result": (publish, "focal_togo"),
    "withdraw_result": (publish, "manager"),
    "pool_result": (submit, "manager"),
}


@pytest.mark.parametrize(
    ("step", "version"),
    [
        *((step, version) for step in STEPS for version in ("0", "")),
        *(("return_result", version) for version in ("one", "-1", "1.0", "9" * 30, "٣")),
    ],
)
def test_a_stale_or_missing_version_is_a_conflict(client, cast, step, version):
    make, role = STEPS[step]
    result = make(by=cast.focal_togo, indicator="I3")
    result = getattr(result, "result", result)
    before = written(result)
    response = take(client, step, result, by=getattr(cast, role), version=version, **WORDS.get(step, {}))
    assert response.status_code == 409
    assert written(result) == before


def test_the_page_says_who_changed_what_and_keeps_what_was_typed(client, cast):
    result = draft(by=cast.focal_togo, title="The law was adopted")
    read = result.version
    save(result, by=cast.deputy_togo, title="The decree was adopted")
    page = take(client, "submit_result", result, by=cast.focal_togo, version=read).content.decode()
    assert "Deputy Togo" in page
    assert "</span>law<span" in page
    assert "</span>decree<span" in page


def test_the_way_on_is_from_the_current_version(client, cast):
    result = submit(by=cast.focal_togo)
    typed = {"comment": "Which decree?", "open_until": "2090-01-01"}
    page = take(client, "return_result", result, by=cast.manager, version=1, **typed).content.decode()
    assert f'name="version" value="{result.version}"' in page
    assert "Which decree?" in page
    assert take(client, "return_result", result, by=cast.manager, **typed).status_code == 302


def test_what_another_manager_decided_is_shown_with_one_s_own_words(client, cast):
    result = submit(by=cast.focal_togo)
    validate(result, reviewer=cast.other_manager)
    typed = {"comment": "Which decree?", "open_until": "2090-01-01"}
    response = take(client, "return_result", result, by=cast.manager, version=result.version, **typed)
    assert response.status_code == 409
    assert "Other Manager" in response.content.decode()
    assert "Which decree?" in response.content.decode()


def test_somebody_without_the_duty_is_refused_all_the_same(client, cast):
    result = submit_edit(publish(by=cast.focal_togo).result, by=cast.focal_togo, title="Another title")
    assert take(client, "validate_result", result, by=cast.focal_togo, version=1).status_code == 403
