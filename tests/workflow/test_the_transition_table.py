"""docs/design.md, "Workflow": its table, row by row, as people meet it.

Each test takes every state × every step × every person: what `permissions.py` and `visible_to` say of everybody, and
over HTTP whoever may, and one of each kind that is refused (`trying.Asked`). What the table does not allow is refused
and changes nothing: no status, version, publication or event. What it allows ends where it says, under the name of who
did it.
"""

from datetime import date
from functools import partial
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import Country, Theme
from indicators import permissions
from indicators.models import PageCheck, Round
from tests import factories
from tests.cast import Cast
from tests.updating.steps import expect
from tests.workflow import beside, results, updates
from tests.workflow.trying import PEOPLE, VISITOR, Step, asked, taken_back, they_try, who_know_of

pytestmark = pytest.mark.django_db

# what → from: (to, the events that say so) → who → from where it is possible in a closed round, if that matters

LEADS, MANAGERS, TEAM = (
    {"lead_health", "deputy_lead_health"},
    {"manager", "other_manager"},
    {"focal_togo", "deputy_togo"},
)
RETURNED_IN_TIME = frozenset({"returned"})
AGAIN = dict.fromkeys(("returned", "returned, too late"), ("returned",))
SENT_FROM = dict.fromkeys(("in progress", "returned", "returned, too late"), ("submitted", "submitted"))

RESULT = [
    Step(
        "submit",
        dict.fromkeys(("draft", "returned", "edited"), ("submitted", "submitted")),
        who="writers",
    ),
    Step("recall", dict.fromkeys(("submitted", "edit sent"), ("draft", "recalled")), who="sender"),
    Step("return", dict.fromkeys(("submitted", "edit sent"), ("draft", "returned")), who="managers"),
    Step(
        "validate",
        dict.fromkeys(("submitted", "edit sent"), ("validated", "validated", "published")),
        who="managers, neither author nor sender",
    ),
    Step(
        "validate many",  # what edits something published is decided by itself
        {"submitted": ("validated", "validated", "published")},
        who="managers, neither author nor sender",
    ),
    Step("edit", dict.fromkeys(("validated", "held back", "withdrawn"), ("draft", "reopened")), who="writers"),
    Step(
        "withdraw",  # the publication goes; an edit that is under way stays
        {
            "validated": ("withdrawn", "withdrawn"),
            "edited": ("draft", "withdrawn"),
            "edit sent": ("submitted", "withdrawn"),
        },
        who="managers",
    ),
    Step("discard", dict.fromkeys(("draft", "returned"), ("discarded", "discarded")), who="author"),
]
UPDATE = [
    Step(
        "answer",
        {"not started": ("in-progress", "created"), "in progress": ("in-progress",), **AGAIN},
        who="team",
        when_closed=RETURNED_IN_TIME,
    ),
    Step(
        "send",
        {"not started": ("submitted", "created", "submitted"), **SENT_FROM},
        who="team",
        when_closed=RETURNED_IN_TIME,
    ),
    Step(
        "send at once",  # the two clicks of "nothing to report"
        {"not started": ("submitted", "created", "submitted"), **SENT_FROM},
        who="team",
        when_closed=RETURNED_IN_TIME,
    ),
    Step("return", {"submitted": ("returned", "returned")}, who="managers, not the sender"),
    Step("validate", {"submitted": ("validated", "validated")}, who="managers, not the sender"),
]
CONFIRMED, REJECTED = ("confirmed", "tagged"), ("rejected", "tagged")
TAG = [
    Step("confirm", {"proposed": CONFIRMED}, who="leads; managers after 14 days"),
    Step("confirm many", {"proposed": CONFIRMED}, who="leads; managers after 14 days"),
    Step("reject", {"proposed": REJECTED}, who="leads; managers after 14 days"),
    Step("reject many", {"proposed": REJECTED}, who="leads; managers after 14 days"),
    Step("change", {"proposed": REJECTED}, who="leads; managers after 14 days"),
    Step(
        "confirm on its page",
        {"proposed": CONFIRMED, "rejected": CONFIRMED, "confirmed": ("confirmed",)},
        who="leads; managers after 14 days",
    ),
    Step(
        "reject on its page",
        {"proposed": REJECTED, "confirmed": REJECTED, "rejected": ("rejected",)},
        who="leads; managers after 14 days",
    ),
]
ROUND = [
    Step("edit", {"planned": ("planned", "planned")}, who="managers"),
    Step("open", {"planned": ("open", "opened")}, who="managers"),
    Step("extend", {"open": ("open", "extended")}, who="managers"),
    Step("close", {"open": ("closed", "closed")}, who="managers"),
    Step("reopen", {"closed": ("open", "reopened")}, who="managers"),
]
SAID_ALREADY = ("nothing", "confirmed", "restored")
STANDING = [
    Step("confirmed", dict.fromkeys(SAID_ALREADY, ("confirmed",)), who="team, leads, managers"),
    Step("confirmed many", dict.fromkeys(SAID_ALREADY, ("confirmed",)), who="team, leads, managers"),
    Step("lost", dict.fromkeys(SAID_ALREADY, ("lost",)), who="team, leads, managers"),
    Step("restored", {"lost": ("restored",)}, who="team, leads, managers"),
]
PAGE_CHECK = {
    "country:togo": TEAM,
    "country:senegal": {"focal_senegal"},
    "theme:social-health-protection": LEADS,
    "theme:financing": {"lead_financing"},
}
NOW, THIS_ROUND, NEXT_ROUND = "2026-11-22T10:00:00Z", "2026-2", "2027-1"


@pytest.fixture(autouse=True)
def _in_november(on_day):
    on_day(NOW)


@pytest.fixture
def browsers(signed_in) -> dict[str, Client]:
    """A browser for each person, signed in before anything is taken back; the visitor is not."""
    return {VISITOR: Client()} | {person: signed_in(person) for person in PEOPLE}


def the_round_is(state: str) -> None:
    Round.objects.filter(code=THIS_ROUND).update(state=state)


def after_a_step(step: Step, start: str, was: dict, cast: Cast, round_is: str, person: str) -> dict:
    """All of a result, once somebody took an allowed step."""
    (to, *events), by = step.end(start) or (), getattr(cast, person).email
    now = was | {"status": to, "version": was["version"] + 1}
    now["events"] = was["events"] + [(event, by) for event in events]
    match step.verb:
        case "submit":
            belongs = NEXT_ROUND if round_is == "closed" and start == "draft" else THIS_ROUND
            now |= {"submitted_by": by, "round": belongs, "open_until": None}
        case "return":
            now |= {"open_until": date(2026, 12, 24)}
        case "validate" | "validate many":
            now |= {"validated_by": by, "publications": was["publications"] + 1, "is_public": True}
        case "edit":
            now |= {"submitted_by": None, "validated_by": None}
        case "withdraw":
            now |= {"publications": was["publications"] + 1, "is_public": False}
    return now | ({"other": "validated"} if step.verb == "validate many" else {})


@pytest.mark.parametrize("round_is", ["open", "closed"])
@pytest.mark.parametrize("whose", results.KINDS)
def test_a_result(cast, browsers, whose, round_is):
    kind = results.KINDS[whose]
    found_in = results.results_in_every_state(kind, cast)
    other = factories.submit(by=cast.focal_togo, indicator="D1", achieved=factories.now(), title="Another")
    know = who_know_of(cast, found_in.values())
    the_round_is(round_is)
    wrong = []
    for turn, ((start, result), step) in enumerate(product(found_in.items(), RESULT)):
        is_possible, who, was = bool(step.end(start)), kind.who(step.who), results.as_it_is(result, other)
        can = results.MAY[step.verb]
        people = asked(cast, lambda user, can=can, result=result: can(user, result), who=who, know=know[result])
        found = people.wrong(is_possible=is_possible) + they_try(
            browsers,
            lambda client, step=step, result=result: results.takes(client, step.verb, result, other=other),
            only=people.tried(turn, is_possible=is_possible, is_first=whose == "of Togo" and round_is == "open"),
            may=who if is_possible else (),
            read=lambda result=result: results.as_it_is(result, other),
            after=partial(after_a_step, step, start, was, cast, round_is),
        )
        wrong += [f"{step.verb}, {start}: {line}" for line in found]
    assert wrong == []


@pytest.mark.parametrize("round_is", ["open", "closed", "planned"])
@pytest.mark.parametrize("whose", updates.KINDS)
def test_an_update(cast, browsers, whose, round_is):
    kind, wrong = updates.KINDS[whose], []
    country = factories.untold(kind.prepare(cast))
    expect("R2", "I3", country=kind.country)
    know = {person for person in PEOPLE if permissions.can_read_update(getattr(cast, person), country)}
    for start, make in updates.STATES.items():
        with taken_back():
            update = make(country, getattr(cast, kind.sender))
            the_round_is(round_is)
            was = updates.as_it_is(country)
            for turn, step in enumerate(UPDATE):
                end = step.end(start, is_closed=round_is == "closed") if round_is != "planned" else None
                can = partial(updates.may, verb=step.verb, country=country, update=update)
                people = asked(cast, can, who=kind.who(step.who), know=know)
                found = people.wrong(is_possible=bool(end)) + they_try(
                    browsers,
                    lambda client, step=step, update=update: updates.takes(client, step.verb, country, update),
                    only=people.tried(turn, is_possible=bool(end), is_first=whose == "of Togo" and round_is == "open"),
                    may=people.who if end else (),
                    read=lambda: updates.as_it_is(country),
                    after=partial(after_a_step_of_an_update, end, was, cast),
                )
                wrong += [f"{step.verb}, {start}: {line}" for line in found]
    assert wrong == []


def after_a_step_of_an_update(end: tuple[str, ...], was: dict, cast: Cast, person: str) -> dict:
    """All of an update, once somebody took an allowed step."""
    (to, *events), by = end, getattr(cast, person).email
    now = was | {"status": to, "events": was["events"] + [(event, by) for event in events]}
    if to == "submitted":
        now |= {"submitted_by": by, "until": None}
    return now | {"returned": {"until": was["until"] or updates.UNTIL}, "validated": {"validated_by": by}}.get(to, {})


@pytest.mark.parametrize("days", [1, 15])
@pytest.mark.parametrize(("of", "round_is"), [("submitted", "open"), ("validated", "closed")])
def test_a_tag(cast, browsers, of, round_is, days):
    wrong = []
    about = {"of": of, "days": days, "by": cast.focal_togo, "decided_by": cast.deputy_lead_health}
    tags = {state: beside.tag_in(state, **about) for state in ("proposed", "confirmed", "rejected")}
    other = beside.tag_in("proposed", **about)
    know = who_know_of(cast, [tag.result for tag in tags.values()])
    the_round_is(round_is)
    for turn, ((start, tag), step) in enumerate(product(tags.items(), TAG)):
        is_possible, who = bool(step.end(start)), LEADS | (MANAGERS if days > 14 and start == "proposed" else set())
        can = partial(permissions.can_decide_tag, tag=tag)
        people, was = asked(cast, can, who=who, know=know[tag.result]), beside.tag_as_it_is(tag, other)
        found = people.wrong(is_possible=is_possible) + they_try(
            browsers,
            lambda client, step=step, tag=tag: beside.decides(client, step.verb, tag, other),
            only=people.tried(turn, is_possible=is_possible, is_first=of == "submitted"),
            may=who if is_possible else (),
            read=lambda tag=tag: beside.tag_as_it_is(tag, other),
            after=partial(after_a_decision, step, start, was, cast),
        )
        wrong += [f"{step.verb}, {start}: {line}" for line in found]
    assert wrong == []


def after_a_decision(step: Step, start: str, was: dict, cast: Cast, person: str) -> dict:
    """All of a tag, once somebody decided: one statement more, if it is published, which says so."""
    (to, *events), by = step.end(start) or (), getattr(cast, person).email
    if to == start:
        return was
    now = was | {"state": to, "by": by, "events": was["events"] + [(event, by) for event in events]}
    if was["publications"]:
        proposed = {beside.PENSIONS: "proposed"} if step.verb == "change" else {}
        said = {beside.HEALTH: to} if to == "confirmed" else proposed
        now |= {"publications": was["publications"] + 1, "published": said}
    return now | ({"other": to} if step.verb.endswith("many") else {})


@pytest.mark.parametrize("start", ["planned", "open", "closed"])
def test_a_round(cast, browsers, start):
    half, wrong = Round.objects.get(code=THIS_ROUND), []
    the_round_is(start)
    was = beside.round_as_it_is(half)
    people = asked(cast, permissions.can_keep_rounds, who=MANAGERS)
    for turn, step in enumerate(ROUND):
        moved = {"due": date(2027, 1, 20)} if step.verb in ("edit", "extend", "reopen") else {}
        is_possible = bool(step.end(start))
        found = people.wrong(is_possible=True) + they_try(
            browsers,
            lambda client, step=step: beside.takes_step(client, step.verb, half),
            only=people.tried(turn, is_possible=is_possible, is_first=True),
            may=MANAGERS if is_possible else (),
            read=lambda: beside.round_as_it_is(half),
            after=partial(after_a_step_of_a_round, step.end(start), was | moved, cast),
        )
        wrong += [f"{step.verb}: {line}" for line in found]
    assert wrong == []


def after_a_step_of_a_round(end: tuple[str, str], was: dict, cast: Cast, person: str) -> dict:
    return was | {"state": end[0], "events": [*was["events"], (end[1], getattr(cast, person).email)]}


@pytest.mark.parametrize(("country", "round_is"), [("TGO", "open"), ("TGO", "closed"), ("SEN", "open")])
def test_whether_it_is_still_in_force(cast, browsers, country, round_is):
    team = TEAM if country == "TGO" else {"focal_senegal"}
    wrong, who = [], team | LEADS | MANAGERS
    about = {"by": getattr(cast, min(team)), "lead": cast.lead_health}
    steps = {said: beside.step_of(country, said, **about) for said in beside.SAID}
    other = beside.step_of(country, "nothing", **about)
    know = who_know_of(cast, steps.values())
    the_round_is(round_is)
    for turn, ((start, result), step) in enumerate(product(steps.items(), STANDING)):
        is_possible, was = bool(step.end(start)), beside.standing_as_it_is(result, other)
        people = asked(cast, partial(permissions.can_record_standing, result=result), who=who, know=know[result])
        found = people.wrong(is_possible=True) + they_try(
            browsers,
            lambda client, step=step, result=result: beside.says(client, step.verb, result, other),
            only=people.tried(turn, is_possible=is_possible, is_first=round_is == "open" and country == "TGO"),
            may=who if is_possible else (),
            read=lambda result=result: beside.standing_as_it_is(result, other),
            after=partial(after_it_was_said, step, was, cast),
        )
        wrong += [f"{step.verb}, {start}: {line}" for line in found]
    assert wrong == []


def after_it_was_said(step: Step, was: dict, cast: Cast, person: str) -> dict:
    """All that is said of a step, once somebody said one thing more: readers have it at once."""
    kind, by = step.verb.removesuffix(" many"), getattr(cast, person).email
    return {
        "said": [*was["said"], (kind, by)],
        "published": [*was["published"], kind],
        "publications": was["publications"] + 1,
        "events": [*was["events"], ("standing", by)],
        "other": was["other"] + step.verb.endswith("many"),
    }


@pytest.mark.parametrize("round_is", ["open", "closed"])
@pytest.mark.parametrize("page", PAGE_CHECK)
def test_a_page_check(cast, browsers, page, round_is):
    the_round_is(round_is)
    kind, slug = page.split(":")
    of = Country.objects.get(slug=slug) if kind == "country" else Theme.objects.get(slug=slug)
    people = asked(cast, partial(permissions.can_check_page, page=of), who=PAGE_CHECK[page])
    wrong = people.wrong(is_possible=True) + they_try(
        browsers,
        lambda client: client.post(reverse("checks"), {"page": page}),
        only=people.tried(0, is_possible=True, is_first=round_is == "open"),
        may=PAGE_CHECK[page],
        read=lambda: list(PageCheck.objects.values_list("by__email", "day")),
        after=lambda person: [(getattr(cast, person).email, factories.now())],
    )
    assert wrong == []
