"""What a focal point finds in a round of practice: made-up entries, made by the same actions as real ones."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Country, FocalPoint, Instrument, Theme, ThemeLead
from indicators.models import Answer, Category, Indicator, Milestone, Result, Round, Tag
from indicators.results import Children, EvidenceItem, actions
from indicators.updates import answer_items, begin_update
from rmt.models import Manager, User
from rmt.site.practice.personas import COLLEAGUE, COUNTRY, DEPUTY, EVERYBODY, FOCAL_POINT, LEAD, MANAGER, THEME

RETURNED = "D2"
LONG_AGO = date(2021, 1, 1)
OUTCOME = "More people can claim a benefit when they need it."
CONTRIBUTION = "The programme advised the ministry and paid for the study."
SOURCE = "Made up for practice."
GAZETTE = EvidenceItem(title=_("Official Gazette (made up)"), url="https://gazette.example.org/practice")


def half_year(day: date) -> date:
    """The first day of the half-year of `day`: a seed is made for the round that is open then."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def make(*, today: date) -> None:
    """Everything that practice begins with: people, a round that is open, results in every state, an update begun."""
    make_people()
    year, before = today.year, half_year(today) - timedelta(days=1)
    open_the_round(before)
    for fields in published_results(year):
        validate(today=before, **fields)
    reporting_round = open_the_round(today)
    submit(
        indicator="R2",
        title="A decree extends the health insurance to artisans (made up for practice)",
        instrument="Decree on artisans (practice)",
        achieved=year - 1,
        themes=[THEME],
        today=today,
    )
    submit(
        indicator="D1",
        title="A study on old-age pensions was approved (made up for practice)",
        achieved=year - 1,
        today=today,
    )
    submit_and_return(today=today, until=reporting_round.end)
    start(indicator="R3", title="Claims of the health insurance are paid through mobile phones", contribution=None)
    begin_the_update(reporting_round, today=today)


def make_people() -> None:
    for persona in EVERYBODY:
        User.objects.create_user(persona.email, first_name=persona.first_name, last_name=persona.last_name)
    country = Country.objects.get(iso3=COUNTRY)
    FocalPoint.objects.create(user=FOCAL_POINT.user(), country=country, start=LONG_AGO)
    FocalPoint.objects.create(user=DEPUTY.user(), country=country, start=LONG_AGO, is_deputy=True)
    ThemeLead.objects.create(user=LEAD.user(), theme=Theme.objects.get(slug=THEME), start=LONG_AGO)
    for persona in (MANAGER, COLLEAGUE):
        Manager.objects.create(user=persona.user(), start=LONG_AGO)


def open_the_round(today: date) -> Round:
    """Open the round of that half-year, and no other, whatever the calendar of rounds says."""
    start = half_year(today)
    end = half_year(start + timedelta(days=190))
    Round.objects.filter(end__lte=today).update(state=Round.State.CLOSED)
    Round.objects.filter(start__gt=today).update(state=Round.State.PLANNED)
    code = f"{start.year}-{1 if start.month == 1 else 2}"
    due = end + timedelta(days=9)
    reporting_round, _made = Round.objects.get_or_create(code=code, defaults={"start": start, "end": end, "due": due})
    Round.objects.filter(pk=reporting_round.pk).update(state=Round.State.OPEN)
    return Round.objects.get(pk=reporting_round.pk)


# What there is


def published_results(year: int) -> Iterable[dict[str, Any]]:
    """Results of earlier years; the checklist of the round asks about the indicator of each."""
    yield {
        "indicator": "R1",
        "title": "The Government adopted the National Social Protection Strategy (made up for practice)",
        "instrument": "National Social Protection Strategy (practice)",
        "achieved": year - 3,
    }
    yield {
        "indicator": "R2",
        "title": "Parliament adopted a law on health insurance for all (made up for practice)",
        "instrument": "Law on health insurance (practice)",
        "achieved": year - 2,
        "themes": [THEME],
    }
    yield {
        "indicator": "R3",
        "title": "The health insurance began to register its members online (made up for practice)",
        "instrument": "Law on health insurance (practice)",
        "achieved": year - 2,
    }
    yield {
        "indicator": "I3",
        "title": "52 000 people are covered by the health insurance (made up for practice)",
        "instrument": "Law on health insurance (practice)",
        "achieved": year - 1,
        "value": 52_000,
        "baseline": (year - 2, 40_000),
        "parts": {"sex:women": 7_000, "sex:men": 5_000},
        "themes": [THEME],
    }
    yield {
        "indicator": "D2",
        "title": "40 officials completed a course on financing (made up for practice)",
        "achieved": year - 1,
        "value": 40,
        "unit": "participation",
    }


def submit_and_return(*, today: date, until: date) -> Result:
    """A result that a manager sent back, open until a day."""
    result = submit(
        indicator=RETURNED,
        title="Labour inspectors were trained (made up for practice)",
        achieved=today.year - 1,
        value=25,
        unit="participation",
        today=today,
    )
    return actions.return_result(
        result=result,
        version=result.version,
        comment="Thank you. Please say in the first sentence how many inspectors were trained; then send it again.",
        open_until=until,
        by=COLLEAGUE.user(),
        today=today,
    )


def begin_the_update(reporting_round: Round, *, today: date) -> None:
    """The deputy gave one answer, and something is expected; the other answers are for whoever practises."""
    country, deputy = Country.objects.get(iso3=COUNTRY), DEPUTY.user()
    update = begin_update(country=country, reporting_round=reporting_round, by=deputy, today=today)
    first = {Indicator.objects.get(code="R1"): (Answer.Kind.NO_CHANGE, "")}
    answer_items(update=update, version=update.version, answers=first, by=deputy, today=today)
    month = reporting_round.start
    Milestone.objects.create(
        country=country,
        indicator=Indicator.objects.get(code="R2"),
        title="Parliament adopts the law on pensions for domestic workers (made up for practice)",
        expected_first=month,
        expected_last=month.replace(day=28),
        by=deputy,
        at=f"{today.isoformat()}T08:00:00Z",
    )


# How it is entered


def start(*, indicator: str, achieved: int | None = None, **fields: Any) -> Result:
    """A draft of the deputy; `None` leaves a field empty."""
    country = Country.objects.get(iso3=COUNTRY)
    children = Children(
        parts={category_of(key): Decimal(value) for key, value in fields.pop("parts", {}).items()},
        themes=[Theme.objects.get(slug=slug) for slug in fields.pop("themes", ())],
        evidence=[GAZETTE] if fields.get("instrument") else [],
    )
    if title := fields.pop("instrument", None):
        kind = Instrument.Kind.LAW
        fields["instrument"] = actions.name_instrument(country=country, title=title, kind=kind)
    if baseline := fields.pop("baseline", None):
        before, fields["baseline_value"] = baseline[0], Decimal(baseline[1])
        fields |= {"baseline_first": date(before, 1, 1), "baseline_last": date(before, 12, 31)}
        fields |= {"unit": "person", "grade": Result.Grade.ADMINISTRATIVE}
        fields |= {"coverage_basis": Result.Basis.CONTRIBUTING, "duration": Result.Duration.CONTINUING}
    if "value" in fields:
        fields["value"] = Decimal(fields["value"])
    if achieved:
        fields |= {"achieved_first": date(achieved, 1, 1), "achieved_last": date(achieved, 12, 31)}
    return actions.start_result(
        indicator=Indicator.objects.get(code=indicator),
        country=country,
        by=DEPUTY.user(),
        fields={"outcome": OUTCOME, "contribution": CONTRIBUTION, "source": SOURCE} | fields,
        children=children,
    )


def category_of(key: str) -> Category:
    dimension, code = key.split(":")
    return Category.objects.get(dimension__code=dimension, code=code)


def submit(*, today: date, **fields: Any) -> Result:
    result = start(**fields)
    return actions.submit_result(result=result, version=result.version, by=DEPUTY.user(), today=today)


def validate(*, today: date, **fields: Any) -> Result:
    """A published result of the deputy, its themes confirmed, so that only what is sent later waits for the lead."""
    result, colleague = submit(today=today, **fields), COLLEAGUE.user()
    result = actions.validate_result(result=result, version=result.version, by=colleague, today=today)
    for tag in result.tags.all():
        actions.decide_tag(result=result, theme=tag.theme, state=Tag.State.CONFIRMED, by=colleague)
    return result
