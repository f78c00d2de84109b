"""The made-up entries of practice, made by the same actions as real ones: what a focal point finds in a round."""

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

# Of these kinds something is published already, so the checklist of the round asks for each.
RETURNED = "D2"
LONG_AGO = date(2021, 1, 1)
PAGE = EvidenceItem(title=_("Official Gazette (made up)"), url="https://gazette.example.org/practice")


def half_year(day: date) -> date:
    """The first day of the half-year of `day`: a seed is made for the round that is open then."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def make(*, today: date) -> None:
    """Everything that practice begins with: people, a round that is open, results in every state, an update begun."""
    _make_people()
    year, before = today.year, half_year(today) - timedelta(days=1)
    _open_the_round(before)
    for published in _published(year):
        _validated(today=before, **published)
    reporting_round = _open_the_round(today)
    _submitted(today=today, **_law(year))
    _submitted(today=today, **_study(year))
    _returned(today=today, until=reporting_round.end)
    _started(indicator="R3", title="Claims of the health insurance are paid through mobile phones", contribution=None)
    _begin_the_update(reporting_round, today=today)
    _expect_something(reporting_round, today=today)


def _make_people() -> None:
    for persona in EVERYBODY:
        User.objects.create_user(persona.email, first_name=persona.first_name, last_name=persona.last_name)
    country = Country.objects.get(iso3=COUNTRY)
    FocalPoint.objects.create(user=FOCAL_POINT.user(), country=country, start=LONG_AGO)
    FocalPoint.objects.create(user=DEPUTY.user(), country=country, start=LONG_AGO, is_deputy=True)
    ThemeLead.objects.create(user=LEAD.user(), theme=Theme.objects.get(slug=THEME), start=LONG_AGO)
    for persona in (MANAGER, COLLEAGUE):
        Manager.objects.create(user=persona.user(), start=LONG_AGO)


def _open_the_round(today: date) -> Round:
    """The round of that half-year is the one that is open, whatever the calendar of rounds says by now."""
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


def _published(year: int) -> Iterable[dict[str, Any]]:
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


def _law(year: int) -> dict[str, Any]:
    return {
        "indicator": "R2",
        "title": "A decree extends the health insurance to artisans (made up for practice)",
        "instrument": "Decree on artisans (practice)",
        "achieved": year - 1,
        "themes": [THEME],
    }


def _study(year: int) -> dict[str, Any]:
    return {
        "indicator": "D1",
        "title": "A study on old-age pensions was approved (made up for practice)",
        "achieved": year - 1,
    }


def _returned(*, today: date, until: date) -> Result:
    result = _submitted(
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


def _begin_the_update(reporting_round: Round, *, today: date) -> None:
    """The deputy has begun: one answer is there, the others are for whoever practises."""
    country, deputy = Country.objects.get(iso3=COUNTRY), DEPUTY.user()
    update = begin_update(country=country, reporting_round=reporting_round, by=deputy, today=today)
    first = {Indicator.objects.get(code="R1"): (Answer.Kind.NO_CHANGE, "")}
    answer_items(update=update, version=update.version, answers=first, by=deputy, today=today)


def _expect_something(reporting_round: Round, *, today: date) -> None:
    month = reporting_round.start
    Milestone.objects.create(
        country=Country.objects.get(iso3=COUNTRY),
        indicator=Indicator.objects.get(code="R2"),
        title="Parliament adopts the law on pensions for domestic workers (made up for practice)",
        expected_first=month,
        expected_last=month.replace(day=28),
        by=DEPUTY.user(),
        at=f"{today.isoformat()}T08:00:00Z",
    )


# How it is entered


def _started(*, indicator: str, achieved: int | None = None, **fields: Any) -> Result:
    """A draft of the deputy; `None` leaves a field empty."""
    chosen, country = Indicator.objects.get(code=indicator), Country.objects.get(iso3=COUNTRY)
    themes = [Theme.objects.get(slug=slug) for slug in fields.pop("themes", ())]
    parts = {_category(key): Decimal(value) for key, value in fields.pop("parts", {}).items()}
    evidence = [PAGE] if fields.get("instrument") else []
    row = {"outcome": _OUTCOME, "contribution": _CONTRIBUTION, "source": _SOURCE} | _row(country, **fields)
    if achieved:
        row |= {"achieved_first": date(achieved, 1, 1), "achieved_last": date(achieved, 12, 31)}
    children = Children(parts=parts, themes=themes, evidence=evidence)
    return actions.start_result(indicator=chosen, country=country, by=DEPUTY.user(), fields=row, children=children)


_OUTCOME = "More people can claim a benefit when they need it."
_CONTRIBUTION = "The programme advised the ministry and paid for the study."
_SOURCE = "Made up for practice."


def _row(country: Country, **fields: Any) -> dict[str, Any]:
    if title := fields.pop("instrument", None):
        kind = Instrument.Kind.LAW
        fields["instrument"] = actions.name_instrument(country=country, title=title, kind=kind)
    if baseline := fields.pop("baseline", None):
        fields["baseline_year"], fields["baseline_value"] = baseline[0], Decimal(baseline[1])
        fields |= {"unit": "person", "grade": Result.Grade.ADMINISTRATIVE}
        fields |= {"coverage_basis": Result.Basis.CONTRIBUTING, "duration": Result.Duration.CONTINUING}
    if "value" in fields:
        fields["value"] = Decimal(fields["value"])
    return fields


def _category(key: str) -> Category:
    dimension, code = key.split(":")
    return Category.objects.get(dimension__code=dimension, code=code)


def _submitted(*, today: date, **fields: Any) -> Result:
    result = _started(**fields)
    return actions.submit_result(result=result, version=result.version, by=DEPUTY.user(), today=today)


def _validated(*, today: date, **fields: Any) -> Result:
    """A published result of the deputy, its themes confirmed: what waits for the lead is what was sent since."""
    result, colleague = _submitted(today=today, **fields), COLLEAGUE.user()
    result = actions.validate_result(result=result, version=result.version, by=colleague, today=today)
    for tag in result.tags.all():
        actions.decide_tag(result=result, theme=tag.theme, state=Tag.State.CONFIRMED, by=colleague)
    return result
