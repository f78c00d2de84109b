"""`load_reference`: twice changes nothing, a file that does not fit changes nothing, facts are superseded."""

import json
import shutil
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from countries.actions import record_facts
from countries.models import Country, Profile, Statistic, Story
from indicators.ledger.chain import verify
from indicators.models import Publication, Result, Round, Target
from rmt.models import SiteVersion
from tests import factories
from tests.snapshot import OURS, REST_OF_THE_RECORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixtures(tmp_path) -> Path:
    """A copy of the files, to be changed."""
    return Path(shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures"))


def rows() -> dict[str, int]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: model._base_manager.count() for model in models if model._meta.app_label in OURS}


def load(folder: Path | None = None) -> str:
    out = StringIO()
    options = {"folder": folder} if folder else {}
    call_command("load_reference", without=REST_OF_THE_RECORD, stdout=out, **options)
    return out.getvalue()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_loading_twice_changes_nothing():
    before = (rows(), SiteVersion.current())
    assert "up to date" in load()
    assert (rows(), SiteVersion.current()) == before


def test_loading_every_file_again_adds_no_row_and_no_publication():
    before = rows()
    SiteVersion.objects.update(reference="another version")
    assert "loaded" in load()
    assert rows() == before
    assert list(verify()) == []


def test_every_row_of_every_file_is_there():
    found = rows()
    assert {name: found[name] for name in ("countries.Country", "countries.Theme", "countries.Branch")} == {
        "countries.Country": 248, "countries.Theme": 16, "countries.Branch": 11}  # fmt: skip
    assert (found["countries.Statistic"], found["countries.Ratification"]) == (4758, 159)
    assert (found["indicators.Indicator"], found["indicators.Round"], found["indicators.Result"]) == (21, 14, 50)
    assert Target.objects.count() == 25
    assert Target.objects.filter(country=None, state="in-use").count() == 12


def test_51_countries_have_a_priority_period_in_phase_2_and_21_in_phase_1():
    assert Country.objects.priority_on(date(2022, 1, 1)).count() == 51
    assert Country.objects.priority_on(date(2018, 1, 1)).count() == 21


def test_what_documents_tell_of_a_country_has_a_source_and_says_what_is_in_doubt():
    """A loss is told as one, and what happened in practice as not known where nobody counted it."""
    assert set(Story.objects.as_of(None).values_list("country__iso3", flat=True)) == {
        "BGD", "CPV", "KHM", "MOZ", "PRY", "PSE", "TGO", "VNM",
    }  # fmt: skip
    assert not Profile.objects.as_of(None).filter(Q(source="") | Q(period="")).exists()
    told = {story.country.iso3: story for story in Story.objects.as_of(None).select_related("country")}
    assert all(60 <= len(story.text.split()) <= 150 and story.source and story.doubt for story in told.values())
    assert "suspended" in told["PSE"].text
    assert "not known here" in told["TGO"].text


def test_what_a_country_team_wrote_since_stays(fixtures, cast):
    row = {"country_id": Country.objects.get(iso3="TGO").pk, "situation": "As the team sees it.", "by": cast.focal_togo}
    record_facts(Profile, [row], key=("country_id",))
    replace(fixtures / "country_profiles.json", "Social insurance for over", "Insurance for over")
    load(fixtures)
    assert Profile.objects.as_of(None).get(country__iso3="TGO").situation == "As the team sees it."


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("countries.csv", "iso2,iso3", "iso2,isoX"),
        ("countries.csv", ",africa,", ",atlantis,"),
        ("statistics.csv", "\n", "\nXXX,SI_COV_BENFTS,2019,1,a,b\n"),
        ("targets.csv", "30000000", "thirty million"),
        ("claims.csv", "2016-01-01", "2016-13-01"),
        ("rounds.csv", "2021-1,2021-01-01", "2020-2,soon"),
        ("countries.csv", ",togo,", ",senegal,"),
        ("themes.csv", ",1,coverage", ",one,coverage"),
        ("pb_outputs.csv", "start", "begin"),
        ("dimensions.json", "[", "{["),
        ("phase1_results.json", '"country": "KHM"', '"country": "XXX"'),
        ("phase1_results.json", '"indicator": "R2"', '"indicator": "R9"'),
        ("phase1_results.json", '"unit": "person"', '"unit": "people"'),
    ],
)
def test_a_file_that_does_not_fit_is_named_in_one_line_and_nothing_is_written(fixtures, file, old, new):
    if file == "phase1_results.json":  # an entry that is loaded already is left alone: make them new ones
        text = (fixtures / file).read_text().replace('"entry": "', '"entry": "again ')
        (fixtures / file).write_text(text)
    replace(fixtures / file, old, new)
    before = (rows(), SiteVersion.current())
    with pytest.raises(CommandError) as refused:
        load(fixtures)
    assert file in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (rows(), SiteVersion.current()) == before


def test_a_file_that_is_missing_is_named(fixtures):
    (fixtures / "themes.csv").unlink()
    with pytest.raises(CommandError, match=r"themes\.csv"):
        load(fixtures)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        load(tmp_path / "nowhere")


def test_a_corrected_name_is_corrected(fixtures):
    replace(fixtures / "countries.csv", "Togo,Togo,Togo", "Togo,Togo (la République),Togo")
    before = rows()
    load(fixtures)
    assert Country.objects.get(iso3="TGO").name_fr == "Togo (la République)"
    found_by = "rmt.SearchWord"  # the new name brings words of its own
    assert {**rows(), found_by: 0} == {**before, found_by: 0}


def test_a_value_that_changed_supersedes_the_one_before(fixtures):
    path = fixtures / "statistics.csv"
    first = path.read_text().splitlines()[1]
    fact = Statistic.objects.as_of(None).get(
        country__iso3=first.split(",")[0], series__code=first.split(",")[1], year=first.split(",")[2]
    )
    replace(path, first, first.replace(first.split(",")[3], "12.5", 1))
    load(fixtures)
    history = Statistic.objects.filter(country=fact.country, series=fact.series, year=fact.year).order_by("recorded_at")
    assert [row.value for row in history] == [fact.value, 12.5]
    assert history[0].superseded_at == history[1].recorded_at
    assert Statistic.objects.count() == 4759


def test_a_newer_vintage_takes_the_place_of_the_older_and_a_past_day_reads_the_older(fixtures, on_day):
    """No point of one stays beside those of the other, also where the newer withdraws it: no trend that never was."""
    path = fixtures / "statistics.csv"
    of_togo = [line for line in path.read_text().splitlines() if line.startswith("TGO,SI_COV_PENSN")]
    newer = [line.replace("1 October 2023", "1 October 2030") for line in of_togo[1:]]
    path.write_text(path.read_text().replace("\n".join(of_togo), "\n".join(newer)))
    last_day = timezone.localdate()
    on_day(f"{last_day + timedelta(days=2)}T10:00Z")
    load(fixtures)
    of_series = Statistic.objects.filter(country__iso3="TGO", series__code="SI_COV_PENSN")
    now, then = (list(of_series.as_of(day).values_list("year", "vintage")) for day in (None, last_day))
    assert len(then) == len(now) + 1 == len(of_togo)
    assert {vintage for _year, vintage in now} == {"as saved on 1 October 2030"}
    assert {vintage for _year, vintage in then} == {"as saved on 1 October 2023"}


def test_new_reference_data_is_a_new_version_of_the_site(fixtures):
    before = SiteVersion.current()
    (fixtures / "themes.csv").write_text((fixtures / "themes.csv").read_text() + "\n")
    load(fixtures)
    assert SiteVersion.current() > before


def test_the_state_of_a_round_is_the_managers_business():
    Round.objects.filter(code="2026-2").update(state="closed")
    SiteVersion.objects.update(reference="another version")
    load()
    assert Round.objects.get(code="2026-2").state == "closed"


# An entry that is published already


def change_entry(fixtures: Path, entry: str, **fields) -> None:
    path = fixtures / "phase1_results.json"
    data = json.loads(path.read_text())
    next(row for row in data if row["entry"] == entry).update(fields)
    path.write_text(json.dumps(data))


def published(title: str) -> Publication:
    return Publication.objects.as_of(None).get(title=title)


def test_a_corrected_entry_is_restated_with_the_reason(fixtures):
    before = published("Health Insurance Law adopted")
    change_entry(fixtures, "P1-14", title="Law on health insurance adopted", corrected="The page of the law says so.")
    load(fixtures)
    now = published("Law on health insurance adopted")
    assert (now.number, now.version, now.origin) == (before.number, before.version + 1, "historical")
    validated = now.result.review_events.filter(kind="validated").latest("at")
    assert validated.comment == "The page of the law says so."
    assert list(verify()) == []
    SiteVersion.objects.update(reference="another version")
    load(fixtures)
    assert published("Law on health insurance adopted").version == now.version  # once is enough


def test_a_correction_without_a_reason_changes_nothing(fixtures):
    change_entry(fixtures, "P1-14", title="Law on health insurance adopted", corrected=None)
    before = rows()
    with pytest.raises(CommandError, match=r"P1-14 differs .*say why in `corrected`"):
        load(fixtures)
    assert rows() == before


def test_what_this_release_asks_anew_of_an_entry_is_said_with_a_reason():
    """Loaded over the release before, an entry with a span or a first cover differs: its file has to say why."""
    rows = json.loads((settings.BASE_DIR / "fixtures" / "phase1_results.json").read_text())
    asked = [row for row in rows if row.get("counted_from_first") or row.get("first_cover")]
    assert len(asked) == 4
    assert [row["entry"] for row in asked if not row.get("corrected")] == []


def test_what_is_said_of_the_source_alone_needs_no_reason(fixtures):
    """Statements of before the kind and the day of a source were recorded are restated with them (rule 15)."""
    change_entry(fixtures, "P1-14", source_first="2021-07-15", source_last="2021-07-15", remark="A remark.",
                 remark_source="Its source")  # fmt: skip
    load(fixtures)
    now = published("Health Insurance Law adopted")
    assert (now.version, now.source_first, json.loads(now.payload)["remark"]) == (2, date(2021, 7, 15), "A remark.")


def test_a_draft_is_corrected_and_stays_a_draft(fixtures):
    change_entry(fixtures, "gimi-349", title="Another title", corrected="A slip.")
    load(fixtures)
    assert [result.status for result in Result.objects.filter(title="Another title")] == ["draft"]


def test_what_people_wrote_over_an_entry_stays(fixtures):
    """An entry that somebody edited is the programme's from then on."""
    factories.save(factories.reopen(published("Health Insurance Law adopted").result), title="As people say")
    change_entry(fixtures, "P1-14", title="As the file says", corrected="A slip.")
    before = rows()
    load(fixtures)
    assert rows() == before
    assert not Result.objects.filter(title="As the file says").exists()
