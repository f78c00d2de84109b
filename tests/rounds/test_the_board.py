"""A round on one screen: where each country stands, in time or late by its capital, and the same rows as a file."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from countries.models import Country, CountryPriority, FocalPoint, Region
from indicators import updates
from indicators.models import Answer, CountryUpdate, Round
from indicators.pages.rounds import round_for_manager
from indicators.pages.rounds.selectors import board
from rmt.models import MailSent
from tests import factories
from tests.counting import queries

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
BOARD = "/desk/rounds/2026-2/"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def half(cast, clock) -> Round:
    return Round.objects.get(code="2026-2")


def send(half: Round, iso3: str, *, by) -> CountryUpdate:
    """The update of a country with nothing to report, sent."""
    where, today = factories.country_of(iso3), factories.now()
    begun = updates.begin_update(country=where, reporting_round=half, by=by, today=today)
    begun = updates.answer_the_rest(update=begun, version=begun.version, kind=Answer.Kind.NOTHING, by=by, today=today)
    return updates.send_update(update=begun, version=begun.version, by=by, today=today)


def row_of(half: Round, iso3: str):
    found = board(half, now=datetime.now(UTC))
    return next(row for row in found.rows if row.country.iso3 == iso3)


def test_every_priority_country_is_there_once_and_not_started(half):
    found = board(half, now=NOW)
    assert (len(found.rows), found.countries, found.sent, found.late) == (51, 51, 0, 0)
    assert {row.state for row in found.rows} == {"not-started"}


def test_no_country_is_late_in_a_half_year_before_updates_were_collected(client, cast, clock):
    client.force_login(cast.manager)
    page = client.get("/desk/rounds/2023-1/").content.decode()
    assert "no country was asked for one" in page
    found = board(Round.objects.get(code="2023-1"), now=NOW)
    assert (len(found.rows) > 30, found.late) == (True, 0)
    assert "no country was asked for one" not in client.get(BOARD).content.decode()


def test_a_country_moves_from_begun_to_validated(half, cast):
    senegal = factories.country_of("SEN")
    updates.begin_update(country=senegal, reporting_round=half, by=cast.focal_senegal, today=factories.now())
    assert row_of(half, "SEN").state == "in-progress"
    sent = send(half, "TGO", by=cast.focal_togo)
    row = row_of(half, "TGO")
    assert (row.state, row.punctuality, row.sent_on) == ("submitted", "in time", date(2026, 12, 1))
    assert row.answered == row.expected
    updates.validate_update(update=sent, version=sent.version, by=cast.manager)
    assert row_of(half, "TGO").state == "validated"


@pytest.mark.parametrize(
    ("iso3", "moment", "punctuality"),
    [
        ("FJI", datetime(2027, 1, 10, 11, 59, tzinfo=UTC), "in time"),  # 23:59 in Suva, UTC+12
        ("FJI", datetime(2027, 1, 10, 12, 0, tzinfo=UTC), "late"),
        ("PER", datetime(2027, 1, 11, 4, 59, tzinfo=UTC), "in time"),  # 23:59 in Lima, UTC−5
        ("PER", datetime(2027, 1, 11, 5, 0, tzinfo=UTC), "late"),
    ],
)
def test_late_is_by_the_clock_of_the_capital(half, cast, clock, iso3, moment, punctuality):
    clock.move_to(moment)
    send(half, iso3, by=cast.nobody)
    assert row_of(half, iso3).punctuality == punctuality


def test_a_return_has_its_own_deadline_and_does_not_make_what_was_in_time_late(half, cast, clock):
    sent = send(half, "TGO", by=cast.focal_togo)
    updates.return_update(
        update=sent, version=sent.version, comment="Please", open_until=date(2027, 1, 20), by=cast.manager,
        today=date(2026, 12, 1),
    )  # fmt: skip
    clock.move_to(datetime(2027, 1, 20, 12, tzinfo=UTC))
    row = row_of(half, "TGO")
    assert (row.state, row.is_late, row.open_until) == ("returned", False, date(2027, 1, 20))
    clock.move_to(datetime(2027, 1, 21, 12, tzinfo=UTC))
    assert row_of(half, "TGO").is_late
    clock.move_to(datetime(2027, 1, 19, 12, tzinfo=UTC))
    again = CountryUpdate.objects.get(country__iso3="TGO")
    updates.send_update(update=again, version=again.version, by=cast.focal_togo, today=date(2027, 1, 19))
    assert row_of(half, "TGO").punctuality == "in time"


def test_results_people_and_reminders_are_counted(half, cast):
    factories.submit(indicator="R2", country="TGO", by=cast.focal_togo, today=factories.now())
    MailSent.objects.create(user=cast.deputy_togo, about="round 2026-2 due-30 2027-01-10", at=NOW)
    row = row_of(half, "TGO")
    assert (row.results, row.answered, row.reminded) == (1, 1, NOW)
    assert row.people == (cast.focal_togo, cast.deputy_togo)
    assert row_of(half, "KHM").people == ()


def test_the_page_is_narrowed_by_region_and_state(client, cast, half):
    send(half, "TGO", by=cast.focal_togo)
    client.force_login(cast.manager)
    page = client.get(BOARD, {"region": "africa", "state": "submitted"})
    assert [row.country.iso3 for row in page.context["board"].rows] == ["TGO"]
    assert "1 of 51" in page.text
    assert reverse("update", args=["2026-2", "togo"]) in page.text
    nobody = client.get(BOARD, {"state": "nobody"}).context["board"].rows
    assert "TGO" not in {row.country.iso3 for row in nobody}
    odd = client.get(BOARD, {"region": "atlantis"})
    assert "There is no such choice" in odd.text
    assert len(odd.context["board"].rows) == 51


def test_a_specialist_reads_the_own_region_only(client, cast, half):
    client.force_login(cast.specialist_africa)
    found = client.get(BOARD).context["board"]
    assert {row.country.region.code for row in found.rows} == {"africa"}
    assert found.countries == len(found.rows) < 51
    assert "Remind" not in client.get(BOARD).text


def test_the_file_has_the_rows_of_the_page_and_no_formula(client, cast, half):
    Country.objects.filter(iso3="TGO").update(name_en="=HYPERLINK(1)")
    client.force_login(cast.manager)
    response = client.get(reverse("round_export", args=["2026-2"]), {"region": "africa"})
    assert response["Content-Disposition"] == 'attachment; filename="round-2026-2.csv"'
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    shown = client.get(BOARD, {"region": "africa"}).context["board"].rows
    assert [row["ISO3"] for row in rows] == [row.country.iso3 for row in shown]
    togo = next(row for row in rows if row["ISO3"] == "TGO")
    assert togo["Country"] == "'=HYPERLINK(1)"
    assert togo["Address"].endswith("/desk/updates/2026-2/togo/")
    assert togo["Focal points"] == "Focal Togo; Deputy Togo"


@pytest.mark.both_engines
@pytest.mark.parametrize("address", [BOARD, "/desk/rounds/", f"{BOARD}export.csv"])
def test_sixty_countries_take_as_many_queries_as_ten(client, cast, half, address):
    client.force_login(cast.manager)
    first = list(CountryPriority.objects.filter(phase="II").order_by("pk").values_list("pk", flat=True)[:10])
    CountryPriority.objects.exclude(pk__in=first).supersede(at=timezone.now())
    few = queries(client, address)
    for country in Country.objects.exclude(priorities__phase="II")[:50]:
        period = {"phase": "II", "start": date(2021, 1, 1), "source": "A test"}
        CountryPriority.objects.create(country=country, recorded_at=timezone.now(), **period)
        FocalPoint.objects.create(user=factories.UserFactory(), country=country, start=date(2021, 1, 1))
        send(half, country.iso3, by=cast.nobody)
    assert len(board(half, now=NOW).rows) == 60
    assert queries(client, address) == few


def test_the_card_of_the_desk_says_how_many(half, cast, clock):
    send(half, "TGO", by=cast.focal_togo)
    clock.move_to(datetime(2027, 1, 12, 12, tzinfo=UTC))
    card = round_for_manager(datetime.now(UTC))
    assert (card.round, card.sent, card.of, card.late) == (half, 1, 51, 50)
    Round.objects.update(state="closed")
    assert round_for_manager(datetime.now(UTC)) is None


def test_old_rounds_say_that_nothing_is_recorded_instead_of_late(client, cast, half):
    client.force_login(cast.evaluator)
    lines = {line.round.code: line for line, _until in client.get("/desk/rounds/").context["lines"]}
    assert (lines["2023-1"].is_recorded, lines["2023-1"].late) == (False, 0)
    assert lines["2026-2"].of == 51
    assert Region.objects.count() == 5
