"""Ways around a rule that were found once, and stay closed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.models import Publication, Round, Target
from indicators.permissions import can_decide_tag
from indicators.results import actions
from rmt.models import SiteVersion
from tests import factories
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

NO_ROWS = {
    f"{rows}-{name}_FORMS": 0 for rows in ("evidence", "others", "consultations") for name in ("TOTAL", "INITIAL")
}
LAW = {"indicator": "I3", "instrument": "Law on health", "achieved": 2022}


@pytest.mark.usefixtures("programme")
def test_two_that_clash_do_not_meet_on_the_day_of_an_embargo():
    """Rule 9: a result that waits for its day clashes as if it had come."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    factories.validated(value=1000, not_before=tomorrow, comment="Announced tomorrow", **LAW)
    second = factories.submit(value=1500, **LAW)
    with pytest.raises(ValidationError, match="two values for 2022"):
        factories.validate(second)


@pytest.mark.usefixtures("programme")
def test_leaving_a_group_does_not_publish_a_clash():
    first = factories.publish(value=1000, **LAW)
    waiting = factories.submit(value=1500, **LAW)
    actions.place_in_pool(
        result=waiting, version=waiting.version, name="Farmers", reason="Others are not farmers", by=factories.author()
    )
    second = factories.validate(factories.fresh(waiting))
    with pytest.raises(ValidationError):
        actions.leave_pool(result=second, version=factories.fresh(second).version, by=factories.author())
    assert Publication.objects.as_of(None).filter(result=second).get().pool_name == "Farmers"
    assert first.pool_name is None


@pytest.mark.usefixtures("programme")
def test_a_theme_that_only_an_edit_proposes_waits_for_the_edit():
    statement = factories.publish()
    edit = factories.submit_edit(statement.result, themes=["financing"])
    actions.decide_tag(result=edit, theme=factories.theme_of("financing"), state="confirmed", by=factories.author())
    assert Publication.objects.filter(result=edit).count() == 1
    assert not can_decide_tag(factories.author(), edit.tags.get())


@pytest.mark.usefixtures("programme")
def test_saying_the_same_again_appends_nothing():
    result = factories.publish(indicator="I3").result
    actions.leave_pool(result=result, version=factories.fresh(result).version, by=factories.author())
    assert Publication.objects.filter(result=result).count() == 1


@pytest.mark.usefixtures("programme")
def test_a_return_that_came_back_too_late_belongs_to_the_next_round():
    today = timezone.localdate()
    result = factories.submit()
    result = actions.return_result(
        result=result, version=result.version, comment="When?", open_until=today, by=factories.author(), today=today
    )
    Round.objects.filter(pk=result.reported_in_id).update(state=Round.State.CLOSED)
    before = result.reported_in
    late = today + timedelta(days=1)
    result = actions.submit_result(result=result, version=result.version, by=factories.author(), today=late)
    assert result.reported_in.start > before.start


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("path", ["/", "/indicators/r2/", "/indicators/i3/"])
def test_a_past_day_holds_no_target(client, path):
    """Ledger, rule 3: a target that is changed later changes no past day."""
    then = {"as_of": timezone.localdate().isoformat()}
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        before = main_of(client.get(path, then))
        Target.objects.update(value=7)
        SiteVersion.bump()
        assert main_of(client.get(path, then)) == before
    assert "Nothing was published yet" not in before


def test_an_impossible_day_is_a_message(client, cast):
    client.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"title": "A law", "achieved_day": "9" * 20, "achieved_month": "1", "achieved_year": "2022", "do": "save"}
    page = client.post("/desk/results/new/?indicator=R2&country=TGO", typed | NO_ROWS)
    assert page.status_code == 200
    assert "A law" in page.content.decode()


def test_the_key_of_somebody_elses_draft_opens_nothing(client, cast):
    theirs = factories.draft(country="SEN", by=cast.focal_senegal)
    client.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"title": "Mine", "key": str(theirs.uuid), "do": "save"}
    saved = client.post("/desk/results/new/?indicator=R2&country=TGO", typed | NO_ROWS)
    assert saved.status_code == 302
    assert str(theirs.uuid) not in saved["Location"]
    assert factories.fresh(theirs).title != "Mine"
