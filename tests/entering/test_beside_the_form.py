"""What is said beside the form while it is typed: figures, groups, themes, the card of readers; nothing is kept."""

import pytest
from django.urls import reverse

from countries.models import Country
from indicators.models import Evidence, Result
from tests.entering.test_the_entry_form import EMPTY_ROWS, LAW, enter, new

pytestmark = pytest.mark.django_db

SCRIPT = {"HX-Request": "true"}


def look(client, code: str, **answers: str):
    return client.post(new(code), EMPTY_ROWS | {"do": "check"} | answers, headers=SCRIPT)


def test_figures_are_echoed_and_the_increase_is_worked_out(focal):
    said = look(focal, "I3", value="2,500", baseline_value="2000", baseline_year="2021").content.decode()
    assert "You wrote 2,500: read as 2\u202f500" in said
    assert "2\u202f500 − 2\u202f000 = 500" in said


def test_a_figure_that_can_be_read_in_two_ways_is_asked_about(focal):
    assert "can be read in two ways" in look(focal, "I3", value="1.200").content.decode()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"value": "10", "baseline_value": "20"}, "fewer after the change"),
        ({"achieved_year": "2022", "baseline_year": "2023"}, "later than the result"),
        ({"achieved_year": "2022", "baseline_year": "2012"}, "not counted in"),
        ({"value": "10", "baseline_value": "0", "parts_sex_women": "11"}, "more than the increase of 10"),
    ],
)
def test_what_is_probably_not_meant_is_said(focal, answers, words):
    assert words in look(focal, "I3", **answers).content.decode()


def test_a_baseline_of_2015_counts_for_phase_1(focal):
    """Rule 9: dated 2015 or later, for phase II 2020 or later."""
    said = look(focal, "I3", achieved_year="2019", baseline_year="2015").content.decode()
    assert "no increase is counted" not in said


def test_who_is_in_no_group_is_worked_out(focal):
    """Rule 12: the rest is "not known", always shown."""
    page = look(focal, "I3", value="100", baseline_value="40", parts_sex_women="35", parts_sex_men="5")
    left = {grid.dimension.code: grid.not_known for grid in page.context["now"].grids}
    assert (left["sex"], left["disability"]) == (20, 60)


def test_themes_are_suggested_and_taken_with_one_click(focal):
    page = look(focal, "R2", title="Law on health insurance adopted")
    assert [theme.slug for theme in page.context["now"].suggested] == ["social-health-protection"]
    enter(focal, title="Law on health insurance adopted", take_themes=page.context["now"].slugs)
    saved = Result.objects.get(title="Law on health insurance adopted")
    assert saved.tags.get().theme.slug == "social-health-protection"


def test_no_theme_is_ticked_without_the_person(focal):
    enter(focal, title="Law on health insurance adopted")
    assert not Result.objects.get(title="Law on health insurance adopted").tags.exists()


def test_looking_keeps_nothing(focal):
    results, rows = Result.objects.count(), Evidence.objects.count()
    look(focal, "R2", **LAW)
    assert (Result.objects.count(), Evidence.objects.count()) == (results, rows)
    assert not Country.objects.get(iso3="TGO").instruments.filter(title=LAW["new_instrument_title"]).exists()


def test_the_same_is_shown_without_a_script_once_it_is_saved(focal):
    enter(focal, "I3", title="Health insurance", value="100", baseline_value="40", parts_sex_women="35")
    saved = Result.objects.get(title="Health insurance")
    page = focal.get(reverse("edit_result", args=[saved.uuid]))
    assert page.context["now"].sum_in_words == "100 − 40 = 60"
    assert b"Take this one" in page.content


def test_the_preview_is_the_public_page_of_what_is_typed_and_keeps_nothing(focal):
    count = Result.objects.count()
    page = focal.post(new("R2"), EMPTY_ROWS | LAW | {"do": "preview", "take_themes": "financing"})
    said = page.content.decode()
    assert "Preview: not published" in said
    assert said.count("All workers are insured.") >= 2, "in the preview, and still in the form"
    assert (Result.objects.count(), page.context["form"]["title"].value()) == (count, LAW["title"])


def test_a_preview_without_a_date_says_what_is_needed(focal):
    page = focal.post(new("R2"), EMPTY_ROWS | {"do": "preview", "title": "A law"})
    assert b"There is no page to show yet" in page.content


def test_a_preview_of_a_draft_shows_what_is_typed_and_not_what_is_saved(focal):
    enter(focal, **LAW)
    saved = Result.objects.get(title=LAW["title"])
    edit = reverse("edit_result", args=[saved.uuid])
    answers = {"version": str(saved.version), "do": "preview", "title": "Another title"}
    page = focal.post(edit, EMPTY_ROWS | LAW | answers)
    assert page.context["preview"]["content"].result.title == "Another title"
    saved.refresh_from_db()
    assert saved.title == LAW["title"]
