"""Two versions of a result, field by field, as people call the fields and their values."""

import json
from datetime import date

import pytest

from indicators.ledger import comparison, payload_of
from indicators.results import EvidenceItem
from tests.factories import draft, fresh, save

pytestmark = pytest.mark.django_db


def told(result, **changed) -> dict[str, tuple[str, str]]:
    """What changes when fields are saved anew: label → the text before and after."""
    before = payload_of(fresh(result))
    save(fresh(result), **changed)
    found = comparison.differences_in_words(before, payload_of(fresh(result)))
    return {row.label: (text_of(row.before), text_of(row.after)) for row in found}


def text_of(parts) -> str:
    return "".join(text for _kind, text in parts)


def test_a_figure_is_told_with_its_unit_and_precision(cast):
    result = draft(indicator="I3", value=2_000_000)
    found = told(result, value=2_100_000, qualifier="about")
    assert found == {"Figure": ("2\u202f000\u202f000 people", "about 2.1 million people")}


def test_days_themes_and_choices_are_told_in_words(cast):
    result = draft(indicator="I3", achieved=2022)
    found = told(result, achieved=date(2022, 5, 1), themes=["financing"], coverage_basis="receiving")
    assert found["When"] == ("2022", "1 May 2022")
    assert found["Who is covered"] == ("people who contribute", "people who receive a benefit")
    assert found["Themes"][0] == ""
    assert "financing" in found["Themes"][1].lower()


def test_each_group_of_people_is_a_line_of_its_own(cast):
    result = draft(indicator="I3", parts={"sex:women": 10, "sex:men": 20})
    assert told(result, parts={"sex:women": 15}) == {
        "Sex: Women": ("10", "15"),
        "Sex: Men": ("20", ""),
    }


def test_another_page_of_evidence_is_told(cast):
    result = draft(indicator="R2")
    found = told(result, evidence=[EvidenceItem(title="Minutes", url="https://example.org/m", audience="reviewers")])
    assert "reviewers only" in found["Evidence"][1]


def test_nothing_changed_is_nothing(cast):
    result = draft(indicator="I3")
    assert comparison.differences_in_words(payload_of(result), payload_of(fresh(result))) == []


def test_every_key_of_a_payload_is_told(cast):
    """A field that is added to the payload is added to what people read, or to `NOT_IN_WORDS` with a reason."""
    result = draft(indicator="I3", parts={"sex:women": 10}, themes=["financing"], gender="Both.")
    asked = Asked(json.loads(json.dumps(payload_of(result))))
    comparison.in_words(asked)
    assert asked.keys() - asked.read == comparison.NOT_IN_WORDS - asked.read


class Asked(dict):
    """A payload that remembers what was read of it."""

    def __init__(self, said):
        super().__init__(said)
        self.read = set()

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)
