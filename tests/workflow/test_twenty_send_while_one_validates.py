"""Twenty focal points send at the same moment while a manager validates: each ends where it should, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from countries.models import Country
from indicators.models import CountryUpdate, Publication, Result, ReviewEvent, SentUpdate
from rmt.models import User
from tests import factories
from tests.questions import say_yes

pytestmark = pytest.mark.django_db(transaction=True)

ROUND, COUNTRIES, WAITING = "2026-2", 20, 10
Answers = list[tuple[str, int]]


@dataclass
class Office:
    """A country's focal point, with a browser and a draft that is ready to be sent."""

    country: Country
    person: User
    browser: Client
    draft: Result

    def send(self) -> Answers:
        """Send the result, then the update with the two clicks of "nothing to report"."""
        page = reverse("update_nothing", args=[ROUND, self.country.slug])
        sent = self.browser.post(reverse("submit_result", args=[self.draft.uuid]), {"version": self.draft.version})
        read = self.browser.get(page)
        update = self.browser.post(page, {"version": 0, "do": "rest-nothing"})
        return [("result", sent.status_code), ("page", read.status_code), ("update", update.status_code)]


@dataclass
class Reviewer:
    """A manager who validates what waits one by one, and between two of them tries several at once."""

    browser: Client
    waiting: list[Result]
    left: Result

    def validate(self) -> Answers:
        half = len(self.waiting) // 2
        one_by_one = [self._validate(result) for result in self.waiting[:half]]
        chosen = [f"{result.uuid}:{result.version}" for result in (self.waiting[0], self.left)]
        together = say_yes(self.browser, reverse("review"), {"chosen": chosen})
        one_by_one += [self._validate(result) for result in self.waiting[half:]]
        return [*one_by_one, ("together", together.status_code)]

    def _validate(self, result: Result) -> tuple[str, int]:
        answer = self.browser.post(reverse("validate_result", args=[result.uuid]), {"version": result.version})
        return "validated", answer.status_code


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22T10:00:00Z", tick=True):
        yield


def browser_of(user: User) -> Client:
    """A browser in which somebody has signed in; an error on the server is an answer, 500."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def study(country: Country, by: User, make: Callable[..., Result]) -> Result:
    about = {"indicator": "D1", "country": country.iso3, "achieved": factories.now(), "by": by}
    return make(title=f"A study of {country.iso3}", **about)


@pytest.fixture
def offices(cast) -> list[Office]:
    own = Country.objects.exclude(iso3__in=["TGO", "SEN"]).filter(priorities__isnull=False)
    found = []
    for country in own.distinct().order_by("iso3")[:COUNTRIES]:
        person = factories.FocalPointFactory(country=country).user
        draft = study(country, person, factories.draft)
        found.append(Office(country, person, browser_of(person), draft))
    return found


@pytest.fixture
def reviewer(cast) -> Reviewer:
    results = [study(factories.country_of("TGO"), cast.focal_togo, factories.submit) for _ in range(WAITING + 1)]
    return Reviewer(browser_of(cast.manager), results[:-1], results[-1])


def all_at_once(*works: Callable[[], Answers]) -> list[Answers]:
    """What everybody was answered; each has a connection of their own, and all begin together."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Answers]) -> Answers:
        try:
            barrier.wait(timeout=60)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result(timeout=300) for done in [threads.submit(run, work) for work in works]]


def steps_of(**subject) -> list[tuple[str, int | None]]:
    return list(ReviewEvent.objects.filter(**subject).values_list("kind", "by"))


def test_each_ends_where_it_should(offices, reviewer, cast):
    published = Publication.objects.count()
    *sent, validated = all_at_once(*(office.send for office in offices), reviewer.validate)
    assert sent == [[("result", 302), ("page", 200), ("update", 302)]] * COUNTRIES
    assert validated == [*[("validated", 302)] * WAITING, ("together", 409)]
    for office in offices:
        result = factories.fresh(office.draft)
        update = CountryUpdate.objects.get(country=office.country, round__code=ROUND)
        assert [(row.status, row.submitted_by) for row in (result, update)] == [("submitted", office.person)] * 2
        assert result.reported_in.code == ROUND
        for about in ({"result": result}, {"update": update}):
            assert steps_of(**about) == [("created", office.person.pk), ("submitted", office.person.pk)]
    assert SentUpdate.objects.count() == COUNTRIES
    assert Publication.objects.count() == published + WAITING
    it_is_all_published_once(reviewer, cast.manager)


def it_is_all_published_once(reviewer: Reviewer, manager: User) -> None:
    """Each in force under a number of its own, none left out; what was refused together still waits."""
    for result in reviewer.waiting:
        assert steps_of(result=result)[2:] == [("validated", manager.pk), ("published", manager.pk)]
        assert Publication.objects.as_of(None).filter(result=result).count() == 1
    numbers = Result.objects.exclude(number=None).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert factories.fresh(reviewer.left).status == "submitted"
    call_command("verify_ledger", verbosity=0)
