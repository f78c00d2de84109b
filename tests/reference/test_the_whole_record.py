"""What the whole record holds, with what was found beyond the evaluation; loaded once for this module."""

import csv
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from indicators.ledger import everything
from indicators.ledger.chain import verify
from indicators.loading.results import result_of
from indicators.models import Consultation, Contribution, Publication, Result, Tag
from rmt.models import SiteVersion
from rmt.site.sharing.sitemap import places
from tests import oracle
from tests.kept import forget_pages
from tests.snapshot import REST_OF_THE_RECORD

pytestmark = pytest.mark.django_db
FIRST, SECOND = ("2016-01-01", "2021-01-01"), ("2021-01-01", "2026-01-01")
SINCE_2016 = ("2016-01-01", "2026-11-30")


@pytest.fixture(scope="module", autouse=True)
def _whole_record(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with transaction.atomic():
            forget_pages()
            call_command("load_reference", verbosity=0)
            yield
            transaction.set_rollback(True)
        forget_pages()


def files(*names: str) -> list[dict]:
    return [row for name in names for row in json.loads((settings.BASE_DIR / "fixtures" / name).read_text())]


def published(key: str) -> Publication:
    return Publication.objects.as_of(None).get(result=result_of(key))


def payload(key: str) -> dict:
    return json.loads(published(key).payload)


def test_every_entry_is_held_once_as_a_publication_or_as_a_draft():
    """45 of the evaluation and the first pages; 19 more of phase I; 57 of phase II, and one shown without persons."""
    rows = files("phase1_results.json", *REST_OF_THE_RECORD)
    assert len({row["entry"] for row in rows}) == len(rows) == Result.objects.count() == 180
    assert Publication.objects.as_of(None).count() == 45 + 19 + 57 + 1
    assert Result.objects.filter(status="draft", number=None).count() == 5 + 5 + 48
    assert list(verify()) == []


def test_loading_it_again_adds_nothing():
    before = Publication.objects.count(), Result.objects.count()
    SiteVersion.objects.update(reference="another version")
    call_command("load_reference", verbosity=0)
    assert (Publication.objects.count(), Result.objects.count()) == before


def test_nothing_rests_on_the_press_a_staging_address_or_a_private_copy_alone():
    rows = [row for row in files(*REST_OF_THE_RECORD) if row["state"] == "published"]
    assert "press" not in {row["source_kind"] for row in rows}
    assert [row["entry"] for row in rows if not row["evidence"]] == []
    doubtful = ("staging-", "pubt.io", "scassn.org", "vdocuments")
    alone = [r["entry"] for r in rows if all(any(d in e["url"] for d in doubtful) for e in r["evidence"])]
    assert alone == []


def test_a_draft_says_what_is_missing():
    drafts = Result.objects.filter(status="draft", number=None)
    assert [str(result) for result in drafts if "Still missing: " not in (result.remark or "")] == []


def test_people_of_phase_1_are_those_of_the_evaluation():
    """The earlier level of the health insurance in Cambodia (600 000 in 2017) is a step of its 2.1 million (rule 9)."""
    assert oracle.people(oracle.in_force_now(), "I3", *FIRST, "2020-12-31") == (2_581_298, 2_581_298)


def test_people_of_phase_2_are_worked_out_by_hand():
    """I3: 36 000 children in Angola; the 46 000 of Jordan began in phase II and ended in 2026, so they stand in "since
    2016" alone; Burkina Faso and Senegal are registered only, Zambia counts households. I4: Senegal's 2.7 million.
    """  # fmt: skip
    now = oracle.in_force_now()
    assert oracle.people(now, "I3", *SECOND, "2025-12-31") == (36_000, 36_000)
    assert oracle.people(now, "I4", *SECOND, "2025-12-31") == (2_700_000, 2_700_000)
    assert oracle.people(now, "I3", *SINCE_2016, "2026-11-29") == (2_581_298 + 36_000 + 46_000,) * 2
    assert payload("BFA-2024-CNAMU")["coverage_basis"] == "registered-only"
    assert payload("ZMB-2024-SCT")["unit"] == "household"


def test_changes_of_both_phases_are_those_of_the_files():
    """Phase I: the evaluation's 26 (10, 15 and 1), one of Pakistan's; and one, seven and three more."""
    now = oracle.in_force_now()
    rows = [row for row in files("phase1_results.json", *REST_OF_THE_RECORD) if row["state"] == "published"]
    for start, end in (FIRST, SECOND):
        dated = [row for row in rows if start <= row["achieved_first"] and row["achieved_last"] < end]
        held = Counter(row["indicator"] for row in dated)
        assert [len(oracle.changes(now, step, start, end)) for step in (1, 2, 3)] == [held[f"R{s}"] for s in (1, 2, 3)]
    assert [len(oracle.changes(now, step, *FIRST)) for step in (1, 2, 3)] == [10, 23, 4]
    assert [len(oracle.changes(now, step, *SECOND)) for step in (1, 2, 3)] == [7, 21, 7]


def test_emergency_measures_are_temporary():
    """Rule 7: a measure that ends by its own terms is temporary; four of the steps answer the crisis of 2020."""
    temporary = Publication.objects.as_of(None).filter(indicator__step__isnull=False, duration="temporary")
    assert {row.result for row in temporary} == {result_of(f"gimi-{n}") for n in (921, 946, 961, 974)}


@pytest.mark.parametrize(
    ("key", "same"), [("P1-25", "P1-24 P1-25"), ("gimi-70", "P1-03"), ("gimi-949", "P1-15"), ("gimi-956", "gimi-956")]
)
def test_a_key_of_a_source_finds_its_result(key, same):
    assert result_of(key) == result_of(same) is not None
    assert result_of("gimi-0") is None


def test_every_link_that_a_source_names_is_there():
    with (settings.BASE_DIR / "fixtures" / "contributions.csv").open(newline="") as file:
        named = {(result_of(row["result"]).pk, row["project"], row["role"]) for row in csv.DictReader(file)}
    assert set(Contribution.objects.values_list("result", "project__slug", "role")) == named
    assert len(named) == 46


def test_every_theme_is_only_proposed_and_says_on_what():
    assert set(Tag.objects.values_list("state", flat=True)) == {"proposed"}
    assert not Tag.objects.filter(basis="").exists()


def test_who_was_consulted_did_not_thereby_endorse():
    """A source says that they were consulted; whether they endorsed it is not known (rule 15)."""
    assert set(Consultation.objects.values_list("endorsed", flat=True)) == {None}


def test_mozambique_is_told_from_a_strategy_to_households(client):
    """Strategy 2016, decree 2018 and information system, households 2020: each names what it follows."""
    uuid = {key: str(result_of(key).uuid) for key in ("P1-19", "gimi-803", "gimi-805")}
    assert payload("gimi-803")["follows"] == [uuid["P1-19"]]
    assert sorted(payload("P1-I09")["follows"]) == sorted([uuid["gimi-803"], uuid["gimi-805"]])
    page = client.get(published("P1-I09").get_absolute_url()).content.decode()
    assert "Basic programmes revised by decree" in page
    assert "592\u202f179" in page  # the other count, in the remark


def test_palestine_is_told_with_its_loss_and_what_came_after():
    law = payload("P1-21")
    assert [standing["kind"] for standing in law["standings"]] == ["lost"]
    assert payload("PSE-2023-dialogue")["follows"] == [str(result_of("P1-21").uuid)]


def test_viet_nam_is_told_from_a_decree_to_a_law():
    assert payload("gimi-956-I4")["follows"] == payload("VNM-2024-law")["follows"] == [str(result_of("gimi-956").uuid)]
    assert (published("gimi-956-I4").unit, published("gimi-956-I4").increase) == ("per-cent", Decimal(33))
    assert published("VNM-2024-law").in_force_from == date(2025, 7, 1)


def test_the_impact_in_bangladesh_is_a_draft():
    assert result_of("BGD-2025-EIS-I3").status == result_of("gimi-1283-3").status == "draft"
    assert payload("BGD-2024-commuting")["instrument"] == payload("gimi-1283-1")["instrument"]


# What the pages say of it


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_no_public_page_leads_to_a_page_of_the_desk(client):
    """Whoever is not signed in cannot go there; the word "Sign in" alone leads to the desk itself, and
    that of comparing says for whom it is (rule 19).

    One page of each kind is enough, with a country that has laws on the lines of its statistics, and one result of it.
    """
    paths = [urlsplit(address).path for address, _day in places()]
    kinds = {(path.split("/")[1], path.count("/")): path for path in paths}
    walked = [*kinds.values(), "/countries/occupied-palestinian-territory/", "/countries/viet-nam/", "/results/20/"]
    linked = {path: re.findall(r'href="(/desk/[^"]+)"', read(client, path)) for path in walked}
    assert {path: links for path, links in linked.items() if links} == {"/compare/": ["/desk/compare/"]}


def test_a_law_that_was_lost_before_it_was_in_force_is_marked_on_no_line(client):
    page = read(client, "/countries/occupied-palestinian-territory/")
    statistics = page.partition('id="statistics"')[2].partition("</section>")[0]
    assert "series__line" in statistics
    assert "Social Security Law" not in statistics


@pytest.mark.parametrize("code", ["I1", "I2", "I3", "I4", "I5", "I6"])
def test_every_published_figure_of_people_is_in_a_sum_or_stands_beside_it_with_its_reason(client, code):
    """As "How results are counted" says: what does not count is never left out in silence."""
    forget_pages()
    [block] = client.get(f"/indicators/{code.lower()}/").context["page"].people
    named = {entry for aside in (block.apart, block.temporary, block.registered_results) for entry, *_ in aside.found}
    named |= {entry for figure in block.figures for entry in figure.found.counted}
    assert [entry.number for entry in everything(None) if entry.indicator == code and entry not in named] == []


def test_who_is_registered_only_and_in_no_sum_is_named_with_the_reason(client):
    """Two results of Pakistan, and one of Timor-Leste."""
    listed = read(client, "/indicators/i3/").rpartition("Registered only: ")[2].partition("</details>")[0]
    assert [number for number in (36, 38, 39) if f'href="/results/{number}/"' not in listed] == []


def test_an_earlier_level_of_a_series_says_so_beside_the_sum_that_holds_both(client):
    page = read(client, "/countries/cambodia/")
    [before, _after] = page.split("; earlier level of the same series")
    assert before.rpartition("<li>")[2].startswith('<a href="/results/46/"')
    assert 'href="/follow/?country=cambodia">Follow<' in page


def test_the_list_of_themes_counts_what_waits_as_the_page_of_each_theme_does(client):
    forget_pages()
    for _name, lines in client.get("/themes/").context["page"]["groups"]:
        for line in lines[:3]:
            waiting = client.get(line["url"]).context["page"].unchecked_entries
            assert (line["theme"].slug, line["unchecked"]) == (line["theme"].slug, len(waiting))


def test_before_the_first_priority_country_was_recorded_nothing_is_said_of_any(client):
    """A past day shows what was held; what was not recorded yet is not "no"."""
    page = read(client, "/countries/viet-nam/?as_of=2016-06-30")
    assert "Whether it was a priority country is not recorded here for that day" in page
    assert "Not a priority country" not in page
