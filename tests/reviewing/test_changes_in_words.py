"""Two versions of a result, field by field, as people call the fields and their values."""

import json
from datetime import date

import pytest

from indicators.ledger import changes_in_words, comparison, names_in, payload_of
from indicators.results import EvidenceItem
from tests.factories import draft, fresh, save

pytestmark = pytest.mark.django_db


def year(name: str, number: int) -> dict[str, str]:
    """A day known to the year, as payloads have it."""
    return {f"{name}_first": f"{number}-01-01", f"{name}_last": f"{number}-12-31"}


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


# What a version changed, for readers: each kind of thing that a result says, and the sentence

THEME = {"theme": "old-age-pensions", "state": "proposed"}
PROJECT = {"slug": "irish-aid", "symbol": "GLO/16/63/IRL", "title": "Inclusive growth", "role": "supported"}
PAGE = {"uuid": "1", "title": "Gazette", "url": "https://example.org/1", "file_name": None, "sha256": None}
HEARD = {"group": "workers", "who": "The unions", "when": "2022-05-01", "endorsed": True, "why_not": None}
LOST = {"kind": "lost", "day": "2023-01-15", "reason": "The decree was repealed."}
LAW = {"uuid": "1", "title": "Law 12", "kind": "law", "reference": None}
LONG = "The law was adopted by the parliament in 2021, after three years of talks with employers and with workers."

SENTENCES = [
    ("title", {"title": "A law"}, {"title": "Two laws"}, "What was achieved: A law → Two laws"),
    (
        "a long text", {"outcome": LONG}, {"outcome": LONG.replace("adopted", "passed")},
        "What changed: … law was adopted by the … → … law was passed by the …",
    ),
    ("a text written anew", {"outcome": LONG}, {"outcome": LONG[::-1]}, "What changed: reworded"),
    ("a text that is new", {"gender": None}, {"gender": "Women."},
     "Gender equality and non-discrimination: not stated → Women."),
    ("date", {"achieved_first": "2022-05-01", "achieved_last": "2022-05-01"},
     {"achieved_first": "2022-01-01", "achieved_last": "2022-12-31"}, "When: 1 May 2022 → 2022"),
    ("contribution", {"contribution": "Advice."}, {"contribution": "A study."},
     "What the programme contributed: Advice. → A study."),
    ("method", {"method": "Census."}, {"method": "Survey."}, "How the figure was worked out: Census. → Survey."),
    ("source", {"source": "Gazette 1"}, {"source": "Gazette 2"}, "Source: Gazette 1 → Gazette 2"),
    ("note", {"note": None}, {"note": "Page 3."}, "Note on the source: not stated → Page 3."),
    ("outcome code", {"cpo_code": None}, {"cpo_code": "TGO1"}, "Country programme outcome: not stated → TGO1"),
    ("UN outcome", {"un_outcome": "Two"}, {"un_outcome": None},
     "Outcome of the UN cooperation framework: Two → not stated"),
    ("language", {"language": "en"}, {"language": "fr"}, "Language: English → French"),
    ("output", {"pb_output": "2016-17 3.1"}, {"pb_output": None},
     "Programme and budget: 2016-17 · 3.1 · Policies, financing strategies, governance or coordination improved "
     "→ not stated"),
    ("indicator", {"indicator": "D1"}, {"indicator": "D2"},
     "Indicator: D1 · Knowledge products approved and used by constituents → D2 · Participations in training"),
    ("where", {"where": "national"}, {"where": ["Kara"]}, "Where in the country: the whole country → Kara"),
    ("country", {"country": "TGO"}, {"country": "SEN"}, "Country: Togo → Senegal"),
    ("value", {"value": "1000", "unit": "person"}, {"value": "1500", "unit": "person"},
     "Figure: 1\u202f000 people → 1\u202f500 people"),
    ("unit", {"value": "10", "unit": "person"}, {"value": "10", "unit": "household"},
     "Figure: 10 people → 10 households"),
    ("qualifier", {"value": "1000", "unit": "person", "qualifier": None},
     {"value": "1000", "unit": "person", "qualifier": "about"}, "Figure: 1\u202f000 people → about 1\u202f000 people"),
    ("baseline", {"baseline_value": "10", "unit": "person"} | year("baseline", 2020),
     {"baseline_value": "12", "unit": "person"} | year("baseline", 2021),
     "How many there were before: 10 people in 2020 → 12 people in 2021"),
    ("day of the baseline alone", {}, year("baseline", 2021),
     "How many there were before: not stated → number not known in 2021"),
    ("since when", {"increase": "50", "unit": "person"},
     {"increase": "50", "unit": "person"} | year("counted_from", 2021),
     "Increase that the source states: 50 people → 50 people since 2021"),
    ("first cover", {"first_cover": None}, {"first_cover": "no"},
     "Whether this is these people's first cover: not stated → no: they had some before"),
    ("abroad", {"abroad": None}, {"abroad": "Migrants."}, "People abroad who are counted: not stated → Migrants."),
    ("stated increase", {"increase": "50", "unit": "person"}, {"increase": None, "unit": "person"},
     "Increase that the source states: 50 people → not stated"),
    ("basis", {"coverage_basis": "contributing"}, {"coverage_basis": "receiving"},
     "Who is covered: people who contribute → people who receive a benefit"),
    ("duration", {"duration": "continuing"}, {"duration": "temporary", "months": 3},
     "For how long: continuing → temporary, 3 months"),
    ("grade", {"grade": None}, {"grade": "official-statistics"},
     "Where the figure comes from: not stated → official statistics"),
    ("target year", {"target_year": 2030}, {"target_year": 2032}, "Target year: 2030 → 2032"),
    ("origin", {"origin": "historical"}, {"origin": "entered"},
     "Where the record comes from: taken over from a published source → entered for this tool"),
    ("instrument", {"instrument": None}, {"instrument": LAW}, "Law, strategy or scheme: not stated → Law 12, Law"),
    ("pool", {"pool": None}, {"pool": {"name": "Domestic workers", "reason": "A fund of their own."}},
     "Pool of people: not stated → Domestic workers: A fund of their own."),
    ("group", {"parts": [{"category": "sex:women", "value": "10", "status": "reported"}]},
     {"parts": [{"category": "sex:women", "value": "12", "status": "reported"}]}, "Sex: Women: 10 → 12"),
    ("a group that is hidden", {"parts": [{"category": "sex:women", "value": None, "status": "withheld"}]},
     {"parts": [{"category": "sex:women", "value": "12", "status": "reported"}]}, "Sex: Women: withheld → 12"),
    ("theme added", {"tags": []}, {"tags": [THEME]}, "Theme added: Old-age pensions, not yet checked"),
    ("theme confirmed", {"tags": [THEME]}, {"tags": [THEME | {"state": "confirmed"}]},
     "Theme “Old-age pensions”: not yet checked → confirmed"),
    ("theme removed", {"tags": [THEME]}, {"tags": []}, "Theme removed: Old-age pensions"),
    ("project linked", {"projects": []}, {"projects": [PROJECT]},
     "Linked project: GLO/16/63/IRL Inclusive growth, supported it"),
    ("project, of before projects were recorded", {}, {"projects": [PROJECT]},
     "Linked project: GLO/16/63/IRL Inclusive growth, supported it"),
    ("project unlinked", {"projects": [PROJECT]}, {"projects": []},
     "Project no longer linked: GLO/16/63/IRL Inclusive growth"),
    ("role of a project", {"projects": [PROJECT]}, {"projects": [PROJECT | {"role": "trained"}]},
     "Project “GLO/16/63/IRL Inclusive growth”: supported it → trained people"),
    ("partner", {"partners": []}, {"partners": [{"slug": "ireland", "name": "Ireland"}]},
     "Partner that funds added: Ireland"),
    ("partner renamed", {"partners": [{"slug": "ireland", "name": "Irish Aid"}]},
     {"partners": [{"slug": "ireland", "name": "Ireland"}]}, "Partner: Irish Aid → Ireland"),
    ("evidence", {"evidence": []}, {"evidence": [PAGE]}, "Evidence added: Gazette, https://example.org/1"),
    ("evidence elsewhere", {"evidence": [PAGE]}, {"evidence": [PAGE | {"url": "https://example.org/2"}]},
     "Evidence “Gazette”: https://example.org/1 → https://example.org/2"),
    ("others", {"others": [{"who": "The Bank", "what": "A loan."}]}, {"others": []},
     "What others did, removed: The Bank"),
    ("consultation", {"consultations": []}, {"consultations": [HEARD]},
     "Consultation added: Workers' organizations: The unions, 1 May 2022, endorsed"),
    ("follows", {"follows": []}, {"follows": ["00000000-0000-4000-8000-000000000000"]},
     "Follows from, added: a result that is not published"),
    ("standing", {"standings": []}, {"standings": [LOST]},
     "Whether it still stands: lost, 15 January 2023: The decree was repealed."),
    ("round", {"round": None}, {"round": "2026-2"}, "Reported in: not stated → July–December 2026"),
    ("kind of source", {"source_kind": "evaluation"}, {"source_kind": "press"},
     "What kind of source: an evaluation → the press"),
    ("day of the source", {}, {"source_first": "2021-07-01", "source_last": "2021-07-31"},
     "Day of the source: not stated → July 2021"),
    ("remark", {"remark": None}, {"remark": "To be checked."},
     "Remark by the editors of this record: not stated → To be checked."),
    ("what a remark rests on", {"remark_source": "Table 7"}, {"remark_source": "Table 8"},
     "What the remark rests on: Table 7 → Table 8"),
    ("convention", {"convention": None}, {"convention": "C102"},
     "Convention: not stated → Social Security (Minimum Standards) Convention, 1952 (No. 102)"),
    ("event of a convention", {"convention_event": None}, {"convention_event": "ratified"},
     "What happened to the convention: not stated → ratified"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "sentence"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES]
)
def test_each_change_is_a_sentence_and_none_has_a_code(programme, before, after, sentence):
    found = changes_in_words(before, after, names=names_in(before, after))
    assert [change.line for change in found] == [sentence]


def test_every_key_of_a_payload_is_among_the_sentences(cast):
    """A new key needs a sentence when it changes, or stands in `NOT_IN_WORDS` with a reason."""
    told = {key for _name, before, after, _sentence in SENTENCES for key in {**before, **after}}
    assert payload_of(draft(indicator="I3")).keys() - told == comparison.NOT_IN_WORDS - told
