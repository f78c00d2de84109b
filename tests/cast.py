"""The fixed cast: one person of each kind (docs/design.md, "People"), with holdings [from, to)."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from countries.models import Country, FocalPoint, Region, RegionalSpecialist, Theme, ThemeLead
from projects.models import Partner, PartnerRepresentative, Project, ProjectStaff
from rmt.models import Evaluator, Manager, User

SINCE = date(2021, 1, 1)
HANDED_OVER = date(2024, 7, 1)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the tests; none has a password: `signed_in("manager")` is the browser of one, see `conftest.py`."""

    focal_togo: User
    deputy_togo: User
    former_focal_togo: User
    focal_senegal: User
    project_staff: User
    specialist_africa: User
    lead_health: User
    deputy_lead_health: User
    lead_financing: User
    manager: User
    other_manager: User
    partner: User
    evaluator: User
    admin: User
    nobody: User


def make_cast() -> Cast:
    """Make everybody, with what each holds; project staff works in Togo."""
    people = {name: person(name) for name in Cast.__dataclass_fields__ if name != "admin"}
    people["admin"] = User.objects.create_superuser("admin@example.org", first_name="Admin")
    cast = Cast(**people)
    togo, senegal = Country.objects.get(iso3="TGO"), Country.objects.get(iso3="SEN")
    health, financing = (Theme.objects.get(slug=slug) for slug in ("social-health-protection", "financing"))
    project = Project.objects.create(slug="health-insurance-togo", title="Health insurance in Togo")
    project.countries.add(togo)
    partner = Partner.objects.create(slug="a-partner", name="A partner")
    FocalPoint.objects.create(user=cast.former_focal_togo, country=togo, start=SINCE, end=HANDED_OVER)
    FocalPoint.objects.create(user=cast.focal_togo, country=togo, start=HANDED_OVER)
    FocalPoint.objects.create(user=cast.deputy_togo, country=togo, start=SINCE, is_deputy=True)
    FocalPoint.objects.create(user=cast.focal_senegal, country=senegal, start=SINCE)
    RegionalSpecialist.objects.create(
        user=cast.specialist_africa, region=Region.objects.get(code="africa"), start=SINCE
    )
    ThemeLead.objects.create(user=cast.lead_health, theme=health, start=SINCE)
    ThemeLead.objects.create(user=cast.deputy_lead_health, theme=health, start=SINCE, is_deputy=True)
    ThemeLead.objects.create(user=cast.lead_financing, theme=financing, start=SINCE)
    ProjectStaff.objects.create(user=cast.project_staff, project=project, start=SINCE)
    PartnerRepresentative.objects.create(user=cast.partner, partner=partner, start=SINCE)
    Evaluator.objects.create(user=cast.evaluator, start=SINCE)
    for manager in (cast.manager, cast.other_manager):
        Manager.objects.create(user=manager, start=SINCE)
    return cast


def person(name: str) -> User:
    """Somebody without a role, named after what they are."""
    first, _, last = name.partition("_")
    return User.objects.create_user(
        f"{name.replace('_', '.')}@example.org", first_name=first.title(), last_name=last.title()
    )


def sign_in(client: Client, user: User) -> Client:
    """The browser, in which somebody has signed in now; `signed_in` gives each person their own."""
    client.force_login(user)
    return client
