"""Builds rows for tests. What the application makes by an action, tests make by that action.

    publish(indicator="R2", country="TGO", achieved=date(2022, 5, 1))      → Publication
    submit(indicator="I3", value=1000, baseline=(2021, 400))               → Result, waiting for review
    draft(indicator=None)                                                  → Result, nearly empty
    edit(publication.result, title="Another title")                        → Publication, the next version

Countries, themes and indicators are the loaded ones, named by their codes; a year stands for a date known to the year.
"""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from briefs import actions as brief_actions
from briefs.actions import begin_brief, latest_edition, save_brief
from briefs.models import Brief, BriefPicture, Issue
from briefs.writing import PRINCIPLES, parts_of
from countries.models import Convention, Country, FocalPoint, Instrument, Profile, Ratification, Theme, ThemeLead
from indicators.ledger import in_force, pin_edition
from indicators.models import Category, Indicator, Level, Publication, Result
from indicators.results import Children, EvidenceItem, actions
from rmt.models import Manager, User

LONG_AGO = date(2021, 1, 1)


class UserFactory(DjangoModelFactory):
    """Somebody; `UserFactory(manager=True)` is a programme manager since 2021."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        manager = factory.Trait(holding=factory.RelatedFactory("tests.factories.ManagerFactory", "user"))

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = "Person"
    last_name = factory.Sequence(str)


class HoldingFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    user = factory.SubFactory(UserFactory)
    start = LONG_AGO


class ManagerFactory(HoldingFactory):
    class Meta:
        model = Manager


class FocalPointFactory(HoldingFactory):
    class Meta:
        model = FocalPoint

    country = factory.LazyFunction(lambda: country_of("TGO"))


class ThemeLeadFactory(HoldingFactory):
    class Meta:
        model = ThemeLead

    theme = factory.LazyFunction(lambda: theme_of("social-health-protection"))


class InstrumentFactory(DjangoModelFactory):
    """A law of Togo, a new one each time."""

    class Meta:
        model = Instrument

    country = factory.LazyFunction(lambda: country_of("TGO"))
    title = factory.Sequence(lambda n: f"Law {n} of the tests")
    kind = Instrument.Kind.LAW


def country_of(iso3: str) -> Country:
    return Country.objects.get(iso3=iso3)


def untold(country: Country) -> Country:
    """A country as if no document told of it: what was loaded is superseded the moment it was recorded."""
    for profile in Profile.objects.as_of(None).filter(country=country):
        Profile.objects.filter(pk=profile.pk).supersede(at=profile.recorded_at)
    return country


def indicator_of(code: str) -> Indicator:
    return Indicator.objects.get(code=code)


def theme_of(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def category_of(key: str) -> Category:
    dimension, code = key.split(":")
    return Category.objects.get(dimension__code=dimension, code=code)


def draft(*, indicator: str | None = "R2", country: str | None = "TGO", by: User | None = None, **fields) -> Result:
    """A draft with everything that its level needs; a field given as `None` is left out."""
    chosen = indicator_of(indicator) if indicator else None
    place = country_of(country) if country else None
    row, children = row_of(chosen, place, **fields)
    return actions.start_result(indicator=chosen, country=place, by=by or author(), fields=row, children=children)


def submit(*, by: User | None = None, today: date | None = None, **fields) -> Result:
    """A result that waits for review."""
    result = draft(by=by, **fields)
    return actions.submit_result(result=result, version=result.version, by=by or author(), today=today or now())


def validated(*, reviewer: User | None = None, today: date | None = None, **fields) -> Result:
    """A result that somebody else validated; public at once, unless `not_before` and `comment` are among the fields."""
    decision = {name: fields.pop(name) for name in ("not_before", "comment") if name in fields}
    result = submit(today=today, **fields)
    return validate(result, reviewer=reviewer, today=today, **decision)


def publish(**fields) -> Publication:
    """A published result: entered, sent, and validated by somebody else."""
    return statement(validated(**fields))


def edit(result: Result, *, by: User | None = None, reviewer: User | None = None, **fields) -> Publication:
    """The next version of a published result: opened, changed, sent and validated again."""
    result = submit_edit(result, by=by, **fields)
    return statement(validate(result, reviewer=reviewer))


def submit_edit(result: Result, *, by: User | None = None, **fields) -> Result:
    """A change to a published result, waiting for review; `restated_because` is the reason, where a figure differs."""
    by = by or author()
    result = save(reopen(result, by=by), by=by, **{"restated_because": "It was counted again.", **fields})
    return actions.submit_result(result=result, version=result.version, by=by, today=now())


def reopen(result: Result, *, by: User | None = None) -> Result:
    result = fresh(result)
    return actions.reopen_result(result=result, version=result.version, by=by or author())


def save(result: Result, *, by: User | None = None, version: int | None = None, **fields) -> Result:
    """The draft with some fields changed; what belongs to it stays, unless it is among the fields."""
    row, given = row_of(None, result.country, **fields)
    kept = children_of(result)
    children = Children(**{name: getattr(given if name in fields else kept, name) for name in KINDS_OF_CHILDREN})
    version = result.version if version is None else version
    return actions.save_result(result=result, version=version, fields=row, children=children, by=by or author())


def validate(result: Result, *, reviewer: User | None = None, today: date | None = None, **decision) -> Result:
    reviewer = reviewer or reviewing_manager()
    return actions.validate_result(result=result, version=result.version, by=reviewer, today=today or now(), **decision)


def withdraw(result: Result, *, by: User | None = None, reason: str = "It was entered twice.") -> Publication:
    result = fresh(result)
    actions.withdraw_result(result=result, version=result.version, reason=reason, by=by or reviewing_manager())
    return Publication.objects.filter(result=result).latest("seq")


def brief(*, kind: str = "country", about: str = "TGO", by: User | None = None, **said) -> Brief:
    """A brief on a country by its code, or on a theme by its slug, that lacks nothing to be sent."""
    place = country_of(about) if about.isupper() else None
    subject: dict[str, Any] = {"country": place} if place else {"theme": theme_of(about)}
    named = {name: said.pop(name) for name in ("title", "language", "translation_of", "is_historical") if name in said}
    edition = said.pop("edition", None) or latest_edition() or pin_edition(note="", by=reviewing_manager())
    begun = begin_brief(kind=kind, by=by or author(), edition=edition, **{"title": "What changed", **subject, **named})
    changes = {
        "summary": "Much changed in few years.",
        "source": "Official Gazette No. 1",
        "parts": dict.fromkeys(parts_of(kind), "People are better protected."),
        "principles": {code: {"answer": "respected", "line": ""} for code in PRINCIPLES},
    }
    changes["parts"] |= said.pop("parts", {})
    return save_brief(brief=begun, changes=changes | said, version=begun.version, by=by or author())


def picture_of(written: Brief, *, by: User | None = None) -> BriefPicture:
    """A small picture of a brief, on which nobody can be recognized."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    said = {"alt": "A clinic", "credit": "A photographer", "licence": "CC BY 4.0", "consent": "nobody"}
    upload = SimpleUploadedFile("clinic.png", file.getvalue())
    return brief_actions.add_picture(brief=written, upload=upload, by=by or author(), now=timezone.now(), **said)


def submit_brief(written: Brief | None = None, *, by: User | None = None, **said) -> Brief:
    """A brief that waits for review."""
    written = written or brief(by=by, **said)
    return brief_actions.submit_brief(brief=written, version=written.version, by=by or author())


def publish_brief(written: Brief | None = None, **said) -> Issue:
    """A brief that somebody else published."""
    sent = submit_brief(written, **said)
    return brief_actions.publish_brief(brief=sent, version=sent.version, by=reviewing_manager(), now=timezone.now())


def statement(result: Result) -> Publication:
    """What the public reads of a result; there is one."""
    found = in_force(result)
    assert found is not None
    return found


def fresh(result: Result) -> Result:
    return Result.objects.select_related("country", "indicator").get(pk=result.pk)


def author() -> User:
    """Who enters the results of these tests, unless one says who."""
    return User.objects.filter(email="author@example.org").first() or UserFactory(email="author@example.org")


def reviewing_manager() -> User:
    """The manager who validates them, unless one says who."""
    found = User.objects.filter(email="reviewer@example.org").first()
    return found or UserFactory(email="reviewer@example.org", manager=True)


def now() -> date:
    return timezone.localdate()


# What a result says, from the short forms of the tests

CORE = {
    "title": "A change that matters",
    "outcome": "People are better protected.",
    "contribution": "Advice and an actuarial study.",
    "source": "Official Gazette No. 1",
}
PAGE = EvidenceItem(title="Official Gazette", url="https://gazette.example.org/1", audience="public")
KINDS_OF_CHILDREN = ("parts", "themes", "evidence", "others", "consultations", "follows")


def row_of(indicator: Indicator | None, country: Country | None, **fields) -> tuple[dict[str, Any], Children]:
    """Columns and children; with an indicator, what its level needs is filled in."""
    if indicator:
        fields = defaults_of(indicator, country) | fields
    children = Children(
        parts={category_of(key): decimal(value) for key, value in fields.pop("parts", {}).items()},
        themes=[theme_of(slug) for slug in fields.pop("themes", ())],
        **{name: fields.pop(name, ()) for name in KINDS_OF_CHILDREN[2:]},
    )
    return columns(country, **fields), children


def defaults_of(indicator: Indicator, country: Country | None) -> dict[str, Any]:
    row: dict[str, Any] = {**CORE, "achieved": date(2022, 5, 1)}
    if indicator.has_value:
        row |= {"value": 1000, "unit": indicator.unit}
    if indicator.level != Level.DELIVERABLE:
        row |= {"instrument": InstrumentFactory(country=country) if country else None, "evidence": [PAGE]}
    if indicator.level == Level.IMPACT:
        row |= {"baseline": (2021, 0), "grade": Result.Grade.ADMINISTRATIVE}
    if indicator.code == "D4":
        row |= {"convention": Convention.objects.get(number="C102"), "convention_event": Ratification.Kind.RATIFIED}
    if indicator.code == "I1":
        row |= {"target_year": 2030, "method": "Census, by age."}
    if indicator.code == "I3":
        row |= {"coverage_basis": Result.Basis.CONTRIBUTING, "duration": Result.Duration.CONTINUING}
    return row


def columns(country: Country | None, **fields) -> dict[str, Any]:
    """Short forms spelt out: a day or year of achievement, (year, value) of a baseline, the title of an instrument."""
    row = dict(fields)
    if "achieved" in row:
        row["achieved_first"], row["achieved_last"] = days_of(row.pop("achieved"))
    if "baseline" in row:
        year, row["baseline_value"] = row.pop("baseline") or (None, None)
        days = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
        row["baseline_first"], row["baseline_last"] = days
    if "since" in row:
        row["counted_from_first"], row["counted_from_last"] = days_of(row.pop("since"))
    if isinstance(title := row.get("instrument"), str):
        row["instrument"] = actions.name_instrument(country=country, title=title, kind=Instrument.Kind.LAW)
    for name in ("value", "baseline_value", "increase"):
        if name in row:
            row[name] = decimal(row[name])
    return row


def days_of(achieved: date | int | None) -> tuple[date | None, date | None]:
    if isinstance(achieved, int):
        return date(achieved, 1, 1), date(achieved, 12, 31)
    return achieved, achieved


def decimal(value: int | str | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def children_of(result: Result) -> Children:
    """What belongs to a result now, ready to be saved again."""
    return Children(
        parts={part.category: part.value for part in result.parts.select_related("category")},
        themes=[tag.theme for tag in result.tags.select_related("theme")],
        evidence=[
            EvidenceItem(title=item.title, audience=item.audience, uuid=item.uuid) for item in result.evidence.all()
        ],
        others=list(result.others.values("who", "what")),
        consultations=list(result.consultations.values("group", "who", "when", "endorsed", "why_not")),
        follows=list(result.follows.all()),
    )
