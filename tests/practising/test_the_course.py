"""The course: eight steps in twenty minutes, ticked by what was done on the practice desk."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import updates
from indicators.models import Answer, CountryUpdate
from rmt.site.practice.course import STEPS, course_of
from rmt.site.practice.desks import desk_of
from rmt.site.practice.entries import half_year
from rmt.site.practice.personas import FOCAL_POINT
from tests.factories import draft
from tests.practising.conftest import BACKEND
from tests.practising.trying import COURSE, DESK, become, looking_into, open_result, send, validate

pytestmark = pytest.mark.django_db

LOOK, MEND, REPORT, ANSWER, SEND, THEME, VALIDATE, READ = range(8)


def ticked(user) -> set[int]:
    """The numbers of the steps that are done, from 0."""
    with looking_into(user):
        stages = course_of(desk_of(user), FOCAL_POINT)["stages"]
    return {stage["number"] - 1 for stage in stages if stage["is_done"]}


def test_it_has_eight_steps_in_twenty_minutes_and_begins_with_none_done(focal_point, cast):
    page = focal_point.get(COURSE).content.decode()
    assert (len(STEPS), sum(step.minutes for step in STEPS)) == (8, 20)
    assert "0 of 8 steps done · about 20 minutes left" in page
    assert ticked(cast.focal_togo) == set()


def test_looking_at_the_desk(focal_point, cast):
    focal_point.get(f"{DESK}results/")
    assert ticked(cast.focal_togo) == set()
    focal_point.get(DESK)
    assert ticked(cast.focal_togo) == {LOOK}
    assert "1 of 8 steps done · about 19 minutes left" in focal_point.get(COURSE).content.decode()


def test_the_public_page_is_read_after_something_was_validated(focal_point, cast):
    focal_point.get("/practice/countries/togo/")
    become(focal_point, "manager")
    validate(focal_point, open_result(cast.focal_togo, title__startswith="A decree"))
    assert ticked(cast.focal_togo) == {VALIDATE}
    focal_point.get("/practice/countries/senegal/")
    assert ticked(cast.focal_togo) == {VALIDATE}
    focal_point.get("/practice/countries/togo/")
    assert ticked(cast.focal_togo) == {VALIDATE, READ}


def test_mending_what_came_back(focal_point, cast):
    focal_point.get(COURSE)
    send(focal_point, open_result(cast.focal_togo, title__startswith="Labour inspectors"))
    assert ticked(cast.focal_togo) == {MEND}


def test_sending_a_result_of_ones_own(focal_point, cast):
    focal_point.get(COURSE)
    with looking_into(cast.focal_togo):
        mine = draft(indicator="D2", by=FOCAL_POINT.user(), value=12, unit="participation")
    assert ticked(cast.focal_togo) == set()
    send(focal_point, mine)
    assert ticked(cast.focal_togo) == {REPORT}


def test_answering_and_sending_the_update(focal_point, cast):
    focal_point.get(COURSE)
    with looking_into(cast.focal_togo):
        begun, me, today = CountryUpdate.objects.get(), FOCAL_POINT.user(), timezone.localdate()
        rest = {"update": begun, "version": begun.version, "by": me, "today": today}
        begun = updates.answer_the_rest(kind=Answer.Kind.NOTHING, **rest)
    assert ticked(cast.focal_togo) == {ANSWER}
    with looking_into(cast.focal_togo):
        updates.send_update(update=begun, version=begun.version, by=me, today=today)
    assert ticked(cast.focal_togo) == {ANSWER, SEND}


def test_the_other_side_is_tried_as_a_lead_and_as_a_manager(focal_point, cast):
    focal_point.get(COURSE)
    law = open_result(cast.focal_togo, title__startswith="A decree")
    become(focal_point, "lead")
    focal_point.post(f"{DESK}results/{law.uuid}/themes/social-health-protection/", {"state": "confirmed"})
    assert ticked(cast.focal_togo) == {THEME}
    become(focal_point, "manager")
    validate(focal_point, law)
    assert ticked(cast.focal_togo) == {THEME, VALIDATE}


def test_every_step_opens_a_page_that_its_person_may_use(focal_point, cast):
    """A step of somebody else changes to that person and goes on to the page."""
    page = focal_point.get(COURSE).content.decode()
    links = re.findall(r'class="button[^"]*" href="(/practice/[^"]*)"', page.partition('class="course"')[2])
    changes = re.findall(r'name="next" value="([^"]*)".*?name="as" value="([^"]*)"', page, re.S)
    assert len(links) + len(changes) >= len(STEPS)
    for address in links:
        assert focal_point.get(address).status_code == 200, address
    for following, persona in changes:
        response = focal_point.post(f"{DESK}practice/as/", {"as": persona, "next": following}, follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[-1][0] == following


def test_the_desk_of_a_beginner_has_one_of_everything(focal_point, cast):
    page = focal_point.get(DESK).content.decode()
    for title in ("Labour inspectors", "Claims of the health insurance", "A decree extends", "A study on old-age"):
        assert title in page
    with looking_into(cast.focal_togo):
        begun = CountryUpdate.objects.select_related("round", "country").get()
        answered = [bool(item.kind) for item in updates.items_of(begun.country, begun.round, begun)]
        assert (answered.count(True), len(answered)) == (3, 6)
        assert len(updates.milestones_due(begun.country, begun.round)) == 1
        assert begun.round.state == "open"


def test_one_page_to_print_has_every_step(client, cast):
    client.force_login(cast.focal_togo, backend=BACKEND)
    for address in (reverse("course_sheet"), f"/practice{reverse('course_sheet')}"):
        page = client.get(address).content.decode()
        assert all(str(step.title) in page for step in STEPS)


@pytest.mark.parametrize(
    ("day", "start"), [(date(2027, 1, 1), date(2027, 1, 1)), (date(2026, 12, 31), date(2026, 7, 1))]
)
def test_a_seed_is_made_for_the_half_year(day, start):
    assert half_year(day) == start
