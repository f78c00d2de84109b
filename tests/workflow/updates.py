"""The update of a country in every state, as people of the tests made it, and what a step of one writes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from countries.models import Country, FocalPoint
from indicators import permissions
from indicators.models import CountryUpdate, Round
from indicators.updates import actions, send_with_one_answer
from rmt.models import User
from tests import factories
from tests.cast import SINCE, Cast
from tests.workflow.results import MANAGERS, TEAM

THIS_ROUND, UNTIL = "2026-2", date(2026, 12, 24)
Update = CountryUpdate | None


@dataclass(frozen=True)
class Kind:
    """Whose update it is: the country, who sent it, who may write it."""

    country: str
    sender: str
    team: tuple[str, ...]

    def who(self, name: str) -> set[str]:
        """The people that a row of the table names."""
        return {"team": set(self.team), "managers": set(MANAGERS)}.get(name, set(MANAGERS) - {self.sender})

    def prepare(self, cast: Cast) -> Country:
        """The country; a manager who sends its update is its focal point as well."""
        country = factories.country_of(self.country)
        if self.sender in MANAGERS:
            FocalPoint.objects.create(user=getattr(cast, self.sender), country=country, start=SINCE)
        return country


KINDS = {
    "of Togo": Kind("TGO", "focal_togo", TEAM),
    "of Senegal": Kind("SEN", "focal_senegal", ("focal_senegal",)),
    "of Togo, sent by a manager": Kind("TGO", "other_manager", (*TEAM, "other_manager")),
}


def not_started(_country: Country, _by: User) -> Update:
    return None


def in_progress(country: Country, by: User) -> Update:
    the_round = Round.objects.get(code=THIS_ROUND)
    return actions.begin_update(country=country, reporting_round=the_round, by=by, today=factories.now())


def submitted(country: Country, by: User) -> CountryUpdate:
    about = {"country": country, "reporting_round": Round.objects.get(code=THIS_ROUND), "today": factories.now()}
    return send_with_one_answer(**about, version=0, kind="no-change", by=by)


def validated(country: Country, by: User) -> Update:
    update, reviewer = submitted(country, by), factories.reviewing_manager()
    return actions.validate_update(update=update, version=update.version, by=reviewer)


def returned(country: Country, by: User, until: date = UNTIL) -> Update:
    update, reviewer, today = submitted(country, by), factories.reviewing_manager(), factories.now()
    about = {"comment": "Which law?", "open_until": max(until, today), "by": reviewer, "today": today}
    update = actions.return_update(update=update, version=update.version, **about)
    CountryUpdate.objects.filter(pk=update.pk).update(return_open_until=until)
    return update


def returned_until_yesterday(country: Country, by: User) -> Update:
    return returned(country, by, factories.now() - timedelta(days=1))


STATES: dict[str, Callable[[Country, User], Update]] = {
    "not started": not_started,
    "in progress": in_progress,
    "submitted": submitted,
    "validated": validated,
    "returned": returned,
    "returned, too late": returned_until_yesterday,
}

# The button of each step, and the page on which it is.
BUTTONS = {
    "answer": ("update", {"do": "save", "answer-R2": "nothing-to-report"}),
    "send": ("update", {"do": "send", "answer-R2": "nothing-to-report", "answer-I3": "no-change"}),
    "send at once": ("update_nothing", {"do": "rest-nothing"}),
    "return": ("return_update", {"comment": "Which law?", "open_until": UNTIL.isoformat()}),
    "validate": ("validate_update", {}),
}


def may(user: User, verb: str, country: Country, update: Update) -> bool:
    """What `permissions.py` says; what was never begun is nothing to decide on."""
    if verb in ("return", "validate"):
        can = {"return": permissions.can_return_update, "validate": permissions.can_validate_update}[verb]
        return update is not None and can(user, update)
    return permissions.can_write_update(user, country)


def takes(client: Client, verb: str, country: Country, update: Update):
    """The answer to a step of the update of a country."""
    page, said = BUTTONS[verb]
    version = update.version if update else 0
    return client.post(reverse(page, args=[THIS_ROUND, country.slug]), {"version": version} | said)


def as_it_is(country: Country) -> dict[str, Any]:
    """All that a step may write of an update but its version, which saving and sending move by one each."""
    row = CountryUpdate.objects.filter(country=country, round__code=THIS_ROUND).first()
    if row is None:
        return {"status": "not started", "submitted_by": None, "validated_by": None, "until": None, "events": []}
    return {
        "status": row.status,
        "submitted_by": row.submitted_by and row.submitted_by.email,
        "validated_by": row.validated_by and row.validated_by.email,
        "until": row.return_open_until,
        "events": list(row.review_events.values_list("kind", "by__email")),
    }
