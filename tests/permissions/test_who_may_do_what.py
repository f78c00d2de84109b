"""docs/design.md, "People", as one matrix over HTTP: every address × every person.

The addresses come from the URL configuration: one that is added without saying here who may use it fails.
404: what a person may not know of; 403: what they know of but may not do; visitors are sent to sign in.
"""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from briefs.actions import add_member, assign_chapter, keep_group, make_preview
from countries.models import FocalPoint, Instrument
from indicators import ledger
from indicators.models import Round
from indicators.results import actions, propose_change
from indicators.results import support as contributions
from indicators.results.project_lists import run_import
from indicators.updates import plan_milestone, send_with_one_answer
from projects.imports import keep, read_list
from projects.models import Partner, Project
from tests import factories
from tests.permissions import results
from tests.permissions.addresses import (
    ASKED_BY_POST,
    BRIEF_ADDRESSES,
    COUNTRY_TEAM,
    DESK_ADDRESSES,
    EVERYBODY_SIGNED_IN,
    FOR_ONE_READER,
    GROUP_ADDRESSES,
    IMPORT_ADDRESSES,
    IMPORTED_ADDRESSES,
    INSTRUMENT_ADDRESSES,
    KNOW_THE_BRIEF,
    KNOW_THE_REPORT,
    KNOW_THE_UPDATE,
    LEADS_TO_REPORTS,
    MANAGERS,
    OF_A_PARTNER_REPORT,
    OF_A_PUBLIC_REPORT,
    OF_A_PUBLISHED_BRIEF,
    OF_A_PUBLISHED_FILE,
    OF_A_SIGNED_LINK,
    PEOPLE,
    PEOPLE_ADDRESSES,
    PORTFOLIO_ADDRESSES,
    PRACTICE_ADDRESSES,
    PROJECT_ADDRESSES,
    PUBLIC_ADDRESSES,
    READ_INSTRUMENTS,
    REPORT_ADDRESSES,
    ROUND_ADDRESSES,
    SAID_ADDRESSES,
    UPDATE_ADDRESSES,
)
from tests.permissions.asking import outcome
from tests.projects.helpers import gap
from tests.reports import steps as reports

pytestmark = pytest.mark.django_db
everybody = pytest.mark.parametrize("person", PEOPLE)


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
        *results.MAY,
        *DESK_ADDRESSES,
        *ROUND_ADDRESSES,
        *PORTFOLIO_ADDRESSES,
        *IMPORT_ADDRESSES,
        *IMPORTED_ADDRESSES,
        *PEOPLE_ADDRESSES,
        *PRACTICE_ADDRESSES,
        *PROJECT_ADDRESSES,
        *INSTRUMENT_ADDRESSES,
        *UPDATE_ADDRESSES,
        *ASKED_BY_POST,
        *BRIEF_ADDRESSES,
        *OF_A_PUBLISHED_BRIEF,
        *OF_A_SIGNED_LINK,
        *FOR_ONE_READER,
        *SAID_ADDRESSES,
        *OF_A_PARTNER_REPORT,
        *PUBLIC_ADDRESSES,
        *OF_A_PUBLISHED_FILE,
        *OF_A_PUBLIC_REPORT,
        *LEADS_TO_REPORTS,
        *REPORT_ADDRESSES,
        *GROUP_ADDRESSES,
    }
    assert set(names(get_resolver().url_patterns)) == said


@pytest.fixture
def browser(signed_in, person) -> Client:
    return Client() if person == "visitor" else signed_in(person)


def answer(person: str, may: set[str], *, know: set[str] | None = None) -> str:
    """What a person gets: everybody who signed in knows of it, unless `know` says who does."""
    if person == "visitor":
        return "sign in"
    return "ok" if person in may else "403" if know is None or person in know else "404"


def found_at(browser: Client, method: str, addresses: dict[str, str], typed=None) -> dict[str, str]:
    return {name: outcome(browser, method, address, typed) for name, address in addresses.items()}


@everybody
def test_an_address_of_a_result(cast, browser, person):
    """Each in the state in which most people may use it; steps are in `test_results_in_every_state`."""
    made = {state: results.result_in(state, cast) for state in set(map(results.telling, results.MAY))}
    places = {name: results.place_of(name, made[results.telling(name)]) for name in results.MAY}
    assert found_at(browser, "get", places) == {name: results.read(name)[person] for name in results.MAY}


@everybody
def test_an_address_of_the_desk(browser, person):
    expected = {name: answer(person, may) for name, may in DESK_ADDRESSES.items()}
    assert found_at(browser, "get", {name: reverse(name) for name in DESK_ADDRESSES}) == expected
    asked = {name: answer(person, may) for name, may in ASKED_BY_POST.items()}
    assert found_at(browser, "post", {name: reverse(name) for name in ASKED_BY_POST}) == asked


@everybody
def test_an_address_of_a_round_or_an_edition(cast, browser, person):
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        ledger.pin_edition(note="Annual report", by=cast.manager)
    found = {
        name: outcome(browser, method, reverse(name, args=args))
        for name, (method, _may, args) in ROUND_ADDRESSES.items()
    }
    assert found == {name: answer(person, may) for name, (_method, may, _args) in ROUND_ADDRESSES.items()}


@everybody
def test_an_address_of_a_project(cast, browser, person):
    project, partner = Project.objects.get(slug="health-insurance-togo"), Partner.objects.get(slug="a-partner")
    output, own = project.outputs.create(title="An output"), project.own_indicators.create(wording="People")
    funding = project.fundings.create(partner=partner)
    args = {
        "merge": ["projects"],
        "edit_partner": [partner.slug],
        "new_partner_alias": [partner.slug],
        "close_gap": [gap(cast.manager).pk],
        "edit_output": [project.slug, output.pk],
        "edit_funding": [project.slug, funding.pk],
        "drop_funding": [project.slug, funding.pk],
        "edit_project_indicator": [project.slug, own.pk],
        "drop_project_indicator": [project.slug, own.pk],
    }
    found = {
        name: outcome(browser, method, reverse(name, args=args.get(name, [project.slug])))
        for name, (method, _may) in PROJECT_ADDRESSES.items()
    }
    assert found == {name: answer(person, may) for name, (_method, may) in PROJECT_ADDRESSES.items()}


@everybody
def test_an_address_of_an_instrument(cast, browser, person):
    """Known to all who have a part in instruments, since a published result rests on it."""
    result = factories.publish(country="TGO", by=cast.focal_togo, themes=["social-health-protection"]).result
    theme = factories.theme_of("social-health-protection")
    actions.decide_tag(result=result, theme=theme, state="confirmed", by=cast.lead_health)
    law = Instrument.objects.get(pk=result.instrument_id)
    about = {"says": {"reference": "Gazette 5"}, "reason": "Read there.", "by": cast.focal_togo}
    asked = propose_change(instrument=law, version=law.version, **about)
    found = {}
    for name, (method, _may) in INSTRUMENT_ADDRESSES.items():
        args = [law.uuid, asked.uuid] if name == "decide_proposal" else [law.uuid]
        found[name] = outcome(browser, method, reverse(name, args=args), {"do": "accept"} if args[1:] else None)
    assert found == {name: answer(person, may) for name, (_method, may) in INSTRUMENT_ADDRESSES.items()}


@everybody
def test_an_instrument_that_only_a_draft_names(cast, browser, person):
    """404 for who may not know of the draft: a title gives it away."""
    law = factories.draft(country="TGO", by=cast.focal_togo, instrument="A law that nobody knows of yet").instrument
    places = {name: reverse(name, args=[law.uuid]) for name in ("instrument", "edit_instrument")}
    expected = {
        "instrument": answer(person, COUNTRY_TEAM | {"evaluator"}, know=EVERYBODY_SIGNED_IN - READ_INSTRUMENTS),
        "edit_instrument": answer(person, COUNTRY_TEAM, know=EVERYBODY_SIGNED_IN - READ_INSTRUMENTS | {"evaluator"}),
    }
    assert found_at(browser, "get", places) == expected


@everybody
def test_an_address_of_an_update(cast, browser, person):
    """Own, foreign (`focal_senegal`: 404) and read; nobody writes by an address that they only read."""
    togo, today = factories.country_of("TGO"), factories.now()
    reporting_round = Round.objects.get(state=Round.State.OPEN)
    sent = send_with_one_answer(
        country=togo, reporting_round=reporting_round, version=0, kind="no-change", by=cast.focal_togo, today=today
    )
    milestone = plan_milestone(country=togo, indicator=None, title="A law", expected=(today, today), by=cast.focal_togo)
    args = {"milestone": [milestone.uuid], "milestones": [togo.slug], "hand_over": [togo.slug]}
    found = {}
    for name, (method, _may) in UPDATE_ADDRESSES.items():
        place = reverse(name, args=args.get(name, [reporting_round.code, togo.slug]))
        found[name] = outcome(browser, method, place, {"version": sent.version} if method == "post" else None)
    expected = {name: answer(person, may, know=KNOW_THE_UPDATE) for name, (_method, may) in UPDATE_ADDRESSES.items()}
    assert found == expected


@everybody
def test_an_address_of_a_brief(cast, browser, person):
    """In draft: `focal_senegal` gets 404, evaluators and specialists read, and write nothing of it."""
    written = factories.brief(by=cast.focal_togo)
    picture = factories.picture_of(written)
    more = {"desk_brief_picture": [picture.uuid], "remove_brief_picture": [picture.uuid], "brief_step": ["submit"]}
    places = {name: reverse(name, args=[written.uuid, *more.get(name, [])]) for name in BRIEF_ADDRESSES}
    found = {name: outcome(browser, method, places[name]) for name, (method, _may) in BRIEF_ADDRESSES.items()}
    assert found == {name: answer(person, may, know=KNOW_THE_BRIEF) for name, (_method, may) in BRIEF_ADDRESSES.items()}


@everybody
def test_only_the_country_team_writes_its_update(browser, person):
    update = [Round.objects.get(state=Round.State.OPEN).code, "togo"]
    places = {name: reverse(name, args=update) for name in ("update", "update_nothing", "ask_clearance")}
    places["milestones"] = reverse("milestones", args=["togo"])
    expected = dict.fromkeys(places, answer(person, COUNTRY_TEAM, know=KNOW_THE_UPDATE))
    assert found_at(browser, "post", places, {"version": 0}) == expected


@everybody
def test_an_address_of_practice_is_none_on_the_real_site(browser, person):
    found = {name: outcome(browser, method, reverse(name)) for name, method in PRACTICE_ADDRESSES.items()}
    assert found == dict.fromkeys(PRACTICE_ADDRESSES, answer(person, set(), know=set()))


@everybody
def test_an_address_of_a_person(cast, browser, person):
    held = FocalPoint.objects.get(user=cast.focal_senegal)
    found = {}
    for name, method in PEOPLE_ADDRESSES.items():
        args = [held.user_id, "focalpoint", held.pk] if name == "person_role" else [held.user_id]
        found[name] = outcome(browser, method, reverse(name, args=args))
    assert found == dict.fromkeys(PEOPLE_ADDRESSES, answer(person, MANAGERS))


@everybody
def test_an_address_of_a_list(cast, browser, person):
    """404 for another manager: a list is its sender's until it is taken over."""
    listed = keep(b"Title,Donor\nA,China", name="list.csv", by=cast.manager)
    found = {
        name: outcome(browser, method, reverse(name, args=[listed.uuid])) for name, method in IMPORT_ADDRESSES.items()
    }
    expected = "404" if person == "other_manager" else answer(person, {"manager"})
    assert found == dict.fromkeys(IMPORT_ADDRESSES, expected)


@everybody
def test_an_address_of_a_list_that_was_imported(cast, browser, person):
    table = read_list(b"Title,Donor\nA,China", name="list.csv")
    made = run_import(table, columns={"Title": "title"}, by=cast.manager).made
    found = {
        name: outcome(browser, method, reverse(name, args=[made.uuid])) for name, method in IMPORTED_ADDRESSES.items()
    }
    assert found == dict.fromkeys(IMPORTED_ADDRESSES, answer(person, MANAGERS))


@everybody
def test_an_address_of_a_portfolio(cast, browser, person):
    partner = Partner.objects.get(slug="a-partner")
    row = contributions.map_indicator(owner=partner, wording="Theirs", indicator=None, by=cast.manager)
    asked, found = {"partner": "a-partner", "wording": "People reached"}, {}
    for name, (method, _may) in PORTFOLIO_ADDRESSES.items():
        place = reverse(name, kwargs={"pk": row.pk} if name == "portfolio_indicator" else {})
        found[name] = outcome(browser, method, place, asked)
    assert found == {name: answer(person, may) for name, (_method, may) in PORTFOLIO_ADDRESSES.items()}


@everybody
def test_an_address_of_all_that_was_said(browser, person, togo):
    expected = {name: answer(person, may) for name, (_method, may) in SAID_ADDRESSES.items()}
    found = {
        name: outcome(browser, method, reverse(name, args=[togo.slug]))
        for name, (method, _may) in SAID_ADDRESSES.items()
    }
    assert found == expected


@everybody
def test_an_address_of_a_report(cast, browser, person, monkeypatch):
    """Known to managers, evaluators and whoever sees to a chapter; only managers let it out."""
    reports.set_no_files(monkeypatch)
    report = reports.plan(cast.manager)
    reports.build(report, cast.manager)
    chapter = report.chapters.get(code="headlines")
    assign_chapter(chapter=chapter, to=cast.lead_health, due=None, by=cast.manager, now=timezone.now())
    token_of = {"report": report, "reader": "A reader", "expires_at": reports.in_two_weeks(), "now": timezone.now()}
    make_preview(**token_of, by=cast.manager)
    key = reports.keys_of(report, "headlines")[0]
    more = {
        "desk_issue": [1],
        "desk_issue_file": [1, "pdf"],
        "publish_report": [1],
        "close_preview": [report.previews.get().pk],
        "report_paragraph": ["headlines", key],
        "report_chapter": ["headlines"],
        "assign_report_chapter": ["headlines"],
        "finish_report_chapter": ["headlines"],
    }
    found = {
        name: outcome(browser, method, reverse(name, args=[report.uuid, *more.get(name, [])]))
        for name, (method, _may) in REPORT_ADDRESSES.items()
    }
    expected = {name: answer(person, may, know=KNOW_THE_REPORT) for name, (_method, may) in REPORT_ADDRESSES.items()}
    assert found == expected


@everybody
def test_an_address_of_a_distribution_group(browser, person):
    group = keep_group(name="Steering committee")
    member = add_member(group=group, name="Chair", organization="Irish Aid", email="chair@example.org")
    args = {"remove_member": [group.slug, member.pk]}
    found = {
        name: outcome(browser, method, reverse(name, args=args.get(name, [group.slug])))
        for name, method in GROUP_ADDRESSES.items()
    }
    assert found == dict.fromkeys(GROUP_ADDRESSES, answer(person, MANAGERS))


@pytest.mark.parametrize("name", PUBLIC_ADDRESSES)
def test_a_public_page_is_the_same_bytes_for_everyone(signed_in, name):
    address = reverse(name, kwargs=PUBLIC_ADDRESSES[name])
    seen = set()
    for browser in (Client(), *map(signed_in, ("focal_togo", "manager", "admin"))):
        response = browser.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"  # never by who asks
        seen.add(response.content)
    assert len(seen) == 1
