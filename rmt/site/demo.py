"""The people of a demonstration: one for each role of docs/design.md, two managers, and what each can try."""

import secrets
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from countries.models import Country, FocalPoint, Region, RegionalSpecialist, Theme, ThemeLead
from indicators.models import Result, ReviewEvent, Tag
from indicators.tagging import decide_tags, waiting_tags
from projects.models import Partner, PartnerRepresentative, Project, ProjectStaff
from rmt import search
from rmt.models import Evaluator, Manager, SiteVersion, User

START = date(2021, 1, 1)
MADE_UP = 2000
"""How many results of the full demonstration are made up."""
PROJECT = {
    "slug": "action-portugal-phase-3",
    "title": "Strengthening social protection systems in the PALOP and Timor-Leste, phase 3 (ACTION/Portugal)",
}


# E-mail address, first name, last name, and the role that says what this person can try.
PEOPLE = (
    ("focal.togo@example.org", "Afi", "Mensah", "Country focal point, Togo"),
    ("deputy.togo@example.org", "Kofi", "Lawson", "Deputy focal point, Togo"),
    ("focal.cambodia@example.org", "Sophea", "Chan", "Country focal point, Cambodia"),
    ("staff@example.org", "Inês", "Tavares", "Project staff, ACTION/Portugal"),
    ("specialist@example.org", "Thandi", "Ndlovu", "Regional specialist, Africa"),
    ("lead@example.org", "Elena", "Rossi", "Thematic lead, social health protection"),
    ("deputy.lead@example.org", "Jorge", "Vega", "Deputy lead, social health protection"),
    ("other.lead@example.org", "Amina", "Kaboré", "Thematic lead, the fifteen other themes"),
    ("manager@example.org", "Maya", "Haddad", "Programme manager"),
    ("second.manager@example.org", "Lars", "Nyberg", "Programme manager"),
    ("partner@example.org", "Clara", "Weber", "Partner representative, Portugal"),
    ("evaluator@example.org", "Noor", "Aziz", "Evaluator"),
    ("admin@example.org", "Ada", "Okafor", "Administrator (/admin/)"),
)


def password() -> str:
    """The one password of this demonstration: made once, in a file beside its database that git ignores."""
    path = Path(settings.STATE) / "password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text()


@transaction.atomic
def make_people(secret: str) -> None:
    """Make the accounts and their roles; existing ones stay as they are, save for the password."""
    people = {}
    for email, first_name, last_name, _role in PEOPLE:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, secret, first_name=first_name, last_name=last_name
        )
        if not user.check_password(secret):
            user.set_password(secret)
            user.save()
        people[email.partition("@")[0]] = user
    if not Manager.objects.filter(user=people["manager"]).exists():
        give_roles(people)
        SiteVersion.bump()
        search.refresh_names()


@transaction.atomic
def check_themes() -> None:
    """Let the leads confirm the themes of historical entries that were read from a title or a page.

    What was read from the contents alone, or is doubtful, waits in their queues; so does what somebody decided here.
    """
    leads = {name: User.objects.get(email=f"{name}@example.org") for name in ("lead", "other.lead")}
    for theme in Theme.objects.exclude(leads__user__in=leads.values()):
        ThemeLead.objects.create(user=leads["other.lead"], theme=theme, start=START)
    decided = ReviewEvent.objects.filter(kind=ReviewEvent.Kind.TAGGED).values("result")
    read = Q(basis__startswith="title") | Q(basis__startswith="page")
    tags = waiting_tags().filter(read, result__origin=Result.Origin.HISTORICAL).exclude(result__in=decided)
    certain = list(tags.exclude(basis__contains="doubtful").select_related("theme"))
    for lead in leads.values():
        own = set(ThemeLead.objects.filter(user=lead).values_list("theme", flat=True))
        decide_tags(tags=[tag for tag in certain if tag.theme_id in own], state=Tag.State.CONFIRMED, by=lead)


def give_roles(people: dict[str, User]) -> None:
    togo, cambodia = Country.objects.get(iso3="TGO"), Country.objects.get(iso3="KHM")
    health = Theme.objects.get(slug="social-health-protection")
    partner, _made = Partner.objects.get_or_create(slug="portugal", defaults={"name": "Portugal"})
    project, _made = Project.objects.get_or_create(slug=PROJECT["slug"], defaults=PROJECT)
    project.countries.set(Country.objects.filter(iso3__in=["AGO", "CPV", "GNB", "MOZ", "STP", "TLS"]))
    FocalPoint.objects.create(user=people["focal.togo"], country=togo, start=START)
    FocalPoint.objects.create(user=people["deputy.togo"], country=togo, start=START, is_deputy=True)
    FocalPoint.objects.create(user=people["focal.cambodia"], country=cambodia, start=START)
    ProjectStaff.objects.create(user=people["staff"], project=project, start=START)
    RegionalSpecialist.objects.create(user=people["specialist"], region=Region.objects.get(code="africa"), start=START)
    ThemeLead.objects.create(user=people["lead"], theme=health, start=START)
    ThemeLead.objects.create(user=people["deputy.lead"], theme=health, start=START, is_deputy=True)
    for name in ("manager", "second.manager"):
        Manager.objects.create(user=people[name], start=START)
    PartnerRepresentative.objects.create(user=people["partner"], partner=partner, start=START)
    Evaluator.objects.create(user=people["evaluator"], start=START)
    User.objects.filter(pk=people["admin"].pk).update(is_staff=True, is_superuser=True)
