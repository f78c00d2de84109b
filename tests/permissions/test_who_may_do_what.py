"""docs/design.md, "People" and "Workflow", as one matrix: every address × person × state of the result.

The addresses come from the URL configuration: one that is added without saying here who may use it fails.
404: what a person may not know of; 403: what they know of but may not do; visitors are sent to sign in.
"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from countries.models import FocalPoint
from indicators import ledger
from indicators.models import Result, Round
from indicators.results import EvidenceItem, actions
from indicators.results import support as contributions
from indicators.updates import plan_milestone, send_with_one_answer
from projects.imports import keep
from projects.models import Partner, Project
from tests import factories
from tests.cast import Cast
from tests.projects.helpers import gap

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", *Cast.__dataclass_fields__)
COUNTRY_TEAM = {"focal_togo", "deputy_togo"}
MANAGERS = {"manager", "other_manager"}
LEADS = {"lead_health", "deputy_lead_health"}
KNOW_THE_DRAFT = COUNTRY_TEAM | {"evaluator"}
KNOW_WHAT_IS_SENT = KNOW_THE_DRAFT | MANAGERS | LEADS | {"specialist_africa"}

KNOW = {
    "draft": KNOW_THE_DRAFT,
    "discarded": KNOW_THE_DRAFT,
    "submitted": KNOW_WHAT_IS_SENT,
    "validated": KNOW_WHAT_IS_SENT,
    "withdrawn": KNOW_WHAT_IS_SENT,
}

# address → (method, state → who may); a state that is not named: nobody. `None`: everybody who knows of it.
RESULT_ADDRESSES = {
    "desk_result": ("get", None),
    "desk_evidence": ("get", None),
    "edit_result": ("get", {"draft": COUNTRY_TEAM}),
    "submit_result": ("post", {"draft": COUNTRY_TEAM}),
    "recall_result": ("post", {"submitted": {"focal_togo"}}),
    "reopen_result": ("post", {"validated": COUNTRY_TEAM, "withdrawn": COUNTRY_TEAM}),
    "discard_result": ("post", {"draft": {"focal_togo"}}),
    "withdraw_result": ("post", {"validated": MANAGERS}),
    "pool_result": ("post", dict.fromkeys(("submitted", "validated", "withdrawn"), MANAGERS)),
    "result_projects": (
        "get",
        {"draft": COUNTRY_TEAM} | dict.fromkeys(("submitted", "validated", "withdrawn"), COUNTRY_TEAM | MANAGERS),
    ),
    "standing_result": ("get", None),
    "reported": (
        "get",
        dict.fromkeys(("draft", "discarded"), KNOW_THE_DRAFT)
        | dict.fromkeys(("submitted", "validated", "withdrawn"), KNOW_THE_DRAFT | MANAGERS),
    ),
    "replies": ("get", {"validated": COUNTRY_TEAM | MANAGERS}),
    "tag_result": ("post", dict.fromkeys(("submitted", "validated", "withdrawn"), LEADS)),
    "validate_result": ("post", {"submitted": MANAGERS}),
    "return_result": ("post", {"submitted": MANAGERS}),
    "comment_result": ("post", {"submitted": COUNTRY_TEAM | MANAGERS | LEADS | {"specialist_africa"}}),
    "recommend_result": ("post", {"submitted": {"specialist_africa"}}),
    "result_history": ("get", None),
    "restore_result": ("post", {"draft": COUNTRY_TEAM}),
}

EVERYBODY_SIGNED_IN = set(PEOPLE) - {"visitor"}
WRITERS = COUNTRY_TEAM | MANAGERS | {"focal_senegal", "lead_financing", "project_staff"}
DESK_ADDRESSES = {
    "desk": EVERYBODY_SIGNED_IN,
    "drafts": EVERYBODY_SIGNED_IN,
    "desk_results": EVERYBODY_SIGNED_IN,
    "new_result": WRITERS,
    "updates": COUNTRY_TEAM | MANAGERS | {"focal_senegal", "specialist_africa", "evaluator"},
    "course": EVERYBODY_SIGNED_IN,
    "course_sheet": EVERYBODY_SIGNED_IN,
    "review": MANAGERS | LEADS | {"lead_financing", "specialist_africa", "evaluator"},
    "rounds": MANAGERS | {"specialist_africa", "evaluator"},
    "plan_round": MANAGERS,
    "editions": MANAGERS | {"evaluator"},
    "people": MANAGERS,
    "new_person": MANAGERS,
    "me": EVERYBODY_SIGNED_IN,
    "tags": MANAGERS | LEADS | {"lead_financing"},
    "standing": COUNTRY_TEAM | MANAGERS | LEADS | {"focal_senegal", "lead_financing"},
    "checks": COUNTRY_TEAM | LEADS | {"focal_senegal", "lead_financing"},
    "reported_list": COUNTRY_TEAM | MANAGERS | LEADS | {"focal_senegal", "lead_financing", "evaluator"},
    "desk_projects": MANAGERS | {"project_staff", "evaluator"},
    "new_project": MANAGERS,
    "unlinked": MANAGERS,
    "desk_partners": MANAGERS,
    "new_partner": MANAGERS,
    "desk_gaps": MANAGERS,
    "new_gap": MANAGERS,
    "imports": MANAGERS,
}

# Addresses of a round that is open, and of an edition: that there are rounds and editions is no secret.
READ_ROUNDS = MANAGERS | {"specialist_africa", "evaluator"}
ROUND_ADDRESSES = {
    "round": ("get", READ_ROUNDS, ["2026-2"]),
    "round_export": ("get", READ_ROUNDS, ["2026-2"]),
    "edit_round": ("get", MANAGERS, ["2027-1"]),
    "remind_round": ("post", MANAGERS, ["2026-2"]),
    "round_step": ("get", MANAGERS, ["2026-2", "close"]),
    "edition": ("get", MANAGERS | {"evaluator"}, ["2026-1"]),
}

# Addresses of a project, a partner, a gap: projects are public, so who may not use the desk's page of one gets 403.
OF_STAFF, READ_PROJECTS = MANAGERS | {"project_staff"}, MANAGERS | {"project_staff", "evaluator"}
PROJECT_ADDRESSES = {
    "desk_project": ("get", READ_PROJECTS),
    "edit_project": ("get", MANAGERS),
    "new_output": ("post", OF_STAFF),
    "edit_output": ("get", OF_STAFF),
    "new_funding": ("post", MANAGERS),
    "edit_funding": ("get", MANAGERS),
    "drop_funding": ("post", MANAGERS),
    "new_document": ("post", MANAGERS),
    "new_project_alias": ("post", MANAGERS),
    "project_results": ("get", READ_PROJECTS),
    "project_indicators": ("get", READ_PROJECTS),
    "new_project_indicator": ("post", OF_STAFF),
    "edit_project_indicator": ("get", OF_STAFF),
    "drop_project_indicator": ("post", OF_STAFF),
    "project_logframe": ("get", READ_PROJECTS),
    "merge": ("post", MANAGERS),
    "edit_partner": ("get", MANAGERS),
    "new_partner_alias": ("post", MANAGERS),
    "close_gap": ("post", MANAGERS),
}

# Only practice has these (tests/practising): on the real site there is no such page.
# Addresses of Togo's update, sent by its focal point: who may know of it, and who may use each; 404 for all others.
KNOW_THE_UPDATE = COUNTRY_TEAM | MANAGERS | {"specialist_africa", "evaluator"}
UPDATE_ADDRESSES = {
    "update": ("get", KNOW_THE_UPDATE),
    "update_nothing": ("get", COUNTRY_TEAM),
    "update_copy": ("get", KNOW_THE_UPDATE),
    "return_update": ("get", MANAGERS),
    "validate_update": ("post", MANAGERS),
    "ask_clearance": ("get", COUNTRY_TEAM),
    "hand_over": ("get", KNOW_THE_UPDATE),
    "milestones": ("get", KNOW_THE_UPDATE),
    "milestone": ("get", COUNTRY_TEAM),
}
OF_A_SIGNED_LINK = {"clearance", "reply"}

PRACTICE_ADDRESSES = {"practise_as": "post", "practice_again": "get"}

# Addresses of a person: managers know and keep everybody.
PEOPLE_ADDRESSES = {"person": "get", "person_account": "post", "person_role": "get"}

# Addresses of a list that `manager` sent: 404 for other managers, 403 for everybody else.
IMPORT_ADDRESSES = {"import_columns": "get", "import_preview": "get", "discard_import": "post"}

# address → (method, who may); everybody else is refused. A manager's preview subscribes to nothing.
REPRESENTATIVES = {"partner"}
PORTFOLIO_ADDRESSES = {
    "portfolio": ("get", REPRESENTATIVES | MANAGERS),
    "portfolio_choose": ("get", REPRESENTATIVES | MANAGERS),
    "portfolio_export": ("get", REPRESENTATIVES | MANAGERS),
    "portfolio_digest": ("post", REPRESENTATIVES),
    "portfolio_indicator_new": ("post", REPRESENTATIVES | MANAGERS),
    "portfolio_indicator": ("post", REPRESENTATIVES | MANAGERS),
}

PUBLIC_ADDRESSES = {
    "home": {},
    "countries": {},
    "countries_csv": {},
    "country": {"slug": "togo"},
    "country_pdf": {"slug": "togo"},
    "themes": {},
    "theme": {"slug": "old-age-pensions"},
    "indicators": {},
    "indicator": {"code": "i3"},
    "results": {},
    "result": {"number": 1},
    "projects": {},
    "project": {"slug": "irish-aid-inclusive-growth"},
    "partners": {},
    "partner": {"slug": "ireland"},
    "search": {},
    "claims": {},
    "about": {},
    "how_counted": {},
    "theory_of_change": {},
    "glossary": {},
    "who_sees_what": {},
    "corrections": {},
    "licence": {},
    "accessibility": {},
    "contact": {},
    "site_card": {},
    "country_card": {"slug": "togo"},
    "theme_card": {"slug": "old-age-pensions"},
    "partner_card": {"slug": "ireland"},
    "country_embed": {"slug": "togo"},
    "feed": {},
    "country_feed": {"slug": "togo"},
    "theme_feed": {"slug": "old-age-pensions"},
    "partner_feed": {"slug": "ireland"},
    "robots": {},
    "sitemap": {},
    "styleguide": {},
    "healthz": {},
    "readyz": {},
}
OF_A_PUBLISHED_FILE = {"published_evidence", "results_csv", "results_xlsx"}


def names(patterns, inside: str = "") -> list[str]:
    """Every name in the URL configuration, but for Django's admin and allauth's account pages."""
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in ("admin/", "accounts/"):
                found += names(pattern.url_patterns, str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            found.append(pattern.name or f"nameless: {inside}{pattern.pattern}")
    return found


def test_every_address_says_who_may_use_it():
    said = {
        *RESULT_ADDRESSES,
        *DESK_ADDRESSES,
        *ROUND_ADDRESSES,
        *PORTFOLIO_ADDRESSES,
        *IMPORT_ADDRESSES,
        *PEOPLE_ADDRESSES,
        *PRACTICE_ADDRESSES,
        *PROJECT_ADDRESSES,
        *UPDATE_ADDRESSES,
        *OF_A_SIGNED_LINK,
        *PUBLIC_ADDRESSES,
        *OF_A_PUBLISHED_FILE,
    }
    assert set(names(get_resolver().url_patterns)) == said


def outcome(client, cast: Cast, person: str, method: str, address: str, data=None) -> str:
    """What `person` gets: "ok", "403", "404" or "sign in"; whatever was written is taken back."""
    client.logout()
    if person != "visitor":
        client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    if response.status_code == 401:  # a form of somebody who was signed out: the page holds what they typed
        return "sign in"
    assert response.status_code in (200, 302, 403, 404), response.status_code
    return "ok" if response.status_code in (200, 302) else str(response.status_code)


def result_in(state: str, cast: Cast) -> Result:
    """An impact in Togo, entered and sent by its focal point, tagged for the health lead, with a file."""
    file = EvidenceItem(title="Law", file=ContentFile(b"text", name="law.txt"), file_name="law.txt", sha256="0" * 64)
    about = {"indicator": "I3", "by": cast.focal_togo, "themes": ["social-health-protection"], "evidence": [file]}
    if state == "draft":
        return factories.draft(**about)
    if state == "discarded":
        result = factories.draft(**about)
        return actions.discard_result(result=result, version=result.version, by=cast.focal_togo)
    if state == "submitted":
        return factories.submit(**about)
    result = factories.validated(**about)
    if state == "withdrawn":
        factories.withdraw(result)
    return factories.fresh(result)


def address_of(name: str, result: Result) -> str:
    extra = {
        "desk_evidence": lambda: {"evidence": result.evidence.get().uuid},
        "tag_result": lambda: {"slug": "social-health-protection"},
    }.get(name, dict)()
    return reverse(name, kwargs={"uuid": result.uuid, **extra})


@pytest.mark.parametrize("state", KNOW)
@pytest.mark.parametrize("name", RESULT_ADDRESSES)
def test_an_address_of_a_result(client, cast, name, state):
    result = result_in(state, cast)
    method, may = RESULT_ADDRESSES[name]
    allowed = KNOW[state] if may is None else may.get(state, set())
    expected = {p: "ok" if p in allowed else "403" if p in KNOW[state] else "404" for p in PEOPLE}
    expected["visitor"] = "sign in"
    data = {"version": result.version, "state": "confirmed"}
    found = {p: outcome(client, cast, p, method, address_of(name, result), data) for p in PEOPLE}
    assert found == expected


@pytest.mark.parametrize("name", DESK_ADDRESSES)
def test_an_address_of_the_desk(client, cast, name):
    expected = {p: "ok" if p in DESK_ADDRESSES[name] else "403" for p in PEOPLE} | {"visitor": "sign in"}
    assert {p: outcome(client, cast, p, "get", reverse(name)) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", ROUND_ADDRESSES)
def test_an_address_of_a_round_or_an_edition(client, cast, name):
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        ledger.pin_edition(note="Annual report", by=cast.manager)
    method, may, args = ROUND_ADDRESSES[name]
    expected = {p: "ok" if p in may else "403" for p in PEOPLE} | {"visitor": "sign in"}
    assert {p: outcome(client, cast, p, method, reverse(name, args=args)) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", PROJECT_ADDRESSES)
def test_an_address_of_a_project(client, cast, name):
    method, may = PROJECT_ADDRESSES[name]
    project, partner = Project.objects.get(slug="health-insurance-togo"), Partner.objects.get(slug="a-partner")
    rows = {
        "edit_output": lambda: project.outputs.create(title="An output"),
        "edit_funding": lambda: project.fundings.create(partner=partner),
        "drop_funding": lambda: project.fundings.create(partner=partner),
        "edit_project_indicator": lambda: project.own_indicators.create(wording="People"),
        "drop_project_indicator": lambda: project.own_indicators.create(wording="People"),
    }
    about = {"merge": ["projects"], "edit_partner": [partner.slug], "new_partner_alias": [partner.slug]}
    args = about.get(name, [project.slug])
    if name == "close_gap":
        args = [gap(cast.manager).pk]
    elif name in rows:
        args = [project.slug, rows[name]().pk]
    expected = {p: "ok" if p in may else "403" for p in PEOPLE} | {"visitor": "sign in"}
    assert {p: outcome(client, cast, p, method, reverse(name, args=args)) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", UPDATE_ADDRESSES)
def test_an_address_of_an_update(client, cast, name):
    """Own, foreign (`focal_senegal`: 404) and read; nobody writes by an address that they only read."""
    togo, today = factories.country_of("TGO"), factories.now()
    reporting_round = Round.objects.get(state=Round.State.OPEN)
    sent = send_with_one_answer(
        country=togo, reporting_round=reporting_round, version=0, kind="no-change", by=cast.focal_togo, today=today
    )
    milestone = plan_milestone(country=togo, indicator=None, title="A law", expected=(today, today), by=cast.focal_togo)
    method, may = UPDATE_ADDRESSES[name]
    args = {"milestone": [milestone.uuid], "milestones": [togo.slug], "hand_over": [togo.slug]}
    address = reverse(name, args=args.get(name, [reporting_round.code, togo.slug]))
    expected = {p: "ok" if p in may else "403" if p in KNOW_THE_UPDATE else "404" for p in PEOPLE}
    data = {"version": sent.version} if method == "post" else None
    found = {p: outcome(client, cast, p, method, address, data) for p in PEOPLE}
    assert found == expected | {"visitor": "sign in"}


@pytest.mark.parametrize("name", ["update", "update_nothing", "milestones", "ask_clearance"])
def test_only_the_country_team_writes_its_update(client, cast, name):
    args = ["togo"] if name == "milestones" else [Round.objects.get(state=Round.State.OPEN).code, "togo"]
    expected = {p: "ok" if p in COUNTRY_TEAM else "403" if p in KNOW_THE_UPDATE else "404" for p in PEOPLE}
    found = {p: outcome(client, cast, p, "post", reverse(name, args=args), {"version": 0}) for p in PEOPLE}
    assert found == expected | {"visitor": "sign in"}


@pytest.mark.parametrize("name", PRACTICE_ADDRESSES)
def test_an_address_of_practice_is_none_on_the_real_site(client, cast, name):
    expected = dict.fromkeys(PEOPLE, "404") | {"visitor": "sign in"}
    assert {p: outcome(client, cast, p, PRACTICE_ADDRESSES[name], reverse(name)) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", PEOPLE_ADDRESSES)
def test_an_address_of_a_person(client, cast, name):
    held = FocalPoint.objects.get(user=cast.focal_senegal)
    args = [held.user_id, "focalpoint", held.pk] if name == "person_role" else [held.user_id]
    expected = {p: "ok" if p in MANAGERS else "403" for p in PEOPLE} | {"visitor": "sign in"}
    address = reverse(name, args=args)
    assert {p: outcome(client, cast, p, PEOPLE_ADDRESSES[name], address) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", IMPORT_ADDRESSES)
def test_an_address_of_a_list(client, cast, name):
    listed = keep(b"Title,Donor\nA,China", name="list.csv", by=cast.manager)
    expected = dict.fromkeys(PEOPLE, "403") | {"visitor": "sign in", "manager": "ok", "other_manager": "404"}
    address = reverse(name, args=[listed.uuid])
    assert {p: outcome(client, cast, p, IMPORT_ADDRESSES[name], address) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", PORTFOLIO_ADDRESSES)
def test_an_address_of_a_portfolio(client, cast, name):
    method, may = PORTFOLIO_ADDRESSES[name]
    partner = Partner.objects.get(slug="a-partner")
    row = contributions.map_indicator(owner=partner, wording="Theirs", indicator=None, by=cast.manager)
    address = reverse(name, kwargs={"pk": row.pk} if name == "portfolio_indicator" else {})
    expected = {p: "ok" if p in may else "403" for p in PEOPLE} | {"visitor": "sign in"}
    asked = {"partner": "a-partner", "wording": "People reached"}
    assert {p: outcome(client, cast, p, method, address, asked) for p in PEOPLE} == expected


@pytest.mark.parametrize("name", PUBLIC_ADDRESSES)
def test_a_public_page_is_the_same_bytes_for_everyone(client, cast, name):
    address = reverse(name, kwargs=PUBLIC_ADDRESSES[name])
    seen = set()
    for person in ("visitor", "focal_togo", "manager", "admin"):
        client.logout()
        if person != "visitor":
            client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"  # never by who asks
        seen.add(response.content)
    assert len(seen) == 1


def test_a_draft_of_another_country_is_like_one_that_does_not_exist(client, cast):
    """A draft of Senegal: 404 for the focal point of Togo, a lead, a partner, by page and file address."""
    file = EvidenceItem(title="Law", file=ContentFile(b"text", name="law.txt"), file_name="law.txt", sha256="0" * 64)
    draft = factories.draft(country="SEN", by=cast.focal_senegal, evidence=[file])
    kept = draft.evidence.get()
    for person in ("focal_togo", "lead_health", "partner", "nobody", "former_focal_togo"):
        client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
        for name in RESULT_ADDRESSES:
            extra = {"desk_evidence": {"evidence": kept.uuid}, "tag_result": {"slug": "financing"}}.get(name, {})
            real = client.post(reverse(name, kwargs={"uuid": draft.uuid, **extra}), {"version": 1})
            invented = client.post(reverse(name, kwargs={"uuid": uuid4(), **extra}), {"version": 1})
            assert real.status_code == invented.status_code
            assert real.status_code in (404, 405)


def test_a_draft_does_not_show_in_numbers_counts_or_lists(client, cast):
    addresses = [reverse(name, kwargs=kwargs) for name, kwargs in PUBLIC_ADDRESSES.items()]
    before = [client.get(address).content for address in addresses]
    factories.draft(country="TGO", by=cast.focal_togo, title="A secret plan", instrument="A secret law")
    factories.submit(country="TGO", by=cast.focal_togo, title="A secret decree", instrument="Another secret law")
    assert [client.get(address).content for address in addresses] == before
    published = factories.publish(country="CPV", indicator="D1")
    numbers = Result.objects.exclude(number=None).values_list("number", flat=True)
    assert published.number == len(numbers)


@pytest.mark.parametrize("person", [p for p in PEOPLE if p not in ("admin", "visitor")])
def test_only_administrators_enter_the_admin(client, cast, person):
    client.force_login(getattr(cast, person), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("admin:index")).status_code in (302, 403)


@pytest.mark.parametrize("model", ["publication", "ledgerhead", "edition"])
def test_the_ledger_is_read_only_in_the_admin(client, cast, model):
    client.force_login(cast.admin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(f"admin:indicators_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:indicators_{model}_add")).status_code == 403


@pytest.mark.parametrize("name", ["account_signup", "account_login", "account_reset_password"])
def test_nobody_signs_up_by_themselves(client, name):
    client.post(
        reverse("account_signup"), {"email": "x@example.org", "password1": "a-long-one-1", "password2": "a-long-one-1"}
    )
    assert client.get(reverse(name)).status_code == 200
    from rmt.models import User

    assert not User.objects.filter(email="x@example.org").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "password/set/"])
def test_nobody_adds_an_address_to_their_account(client, cast, path):
    """A second address would open the account of whoever it belongs to; administrators keep addresses."""
    client.force_login(cast.focal_togo, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(f"/accounts/{path}", {"action_add": "", "email": "manager@example.org"})
    assert response.status_code == 404


def test_the_picker_does_not_name_an_instrument_that_only_a_foreign_draft_names(client, cast):
    factories.draft(country="SEN", by=cast.focal_senegal, instrument="A law that nobody knows of yet")
    client.force_login(cast.lead_financing, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/desk/results/new/?indicator=T2&country=SEN")
    assert page.status_code == 200
    assert "A law that nobody knows of yet" not in page.content.decode()
