"""Who tries what: people with a browser each, an attempt that is taken back, and what it wrote.

Everybody is asked of `permissions.py` and `visible_to`, in every state. Over HTTP try whoever these let, and of those
whom they refuse one of each kind: a visitor, somebody who knows of it, somebody who does not.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from countries.models import Profile
from indicators.models import (
    Answer,
    CountryUpdate,
    PageCheck,
    Publication,
    Result,
    ReviewEvent,
    Revision,
    Round,
    RoundEvent,
    SentUpdate,
    Standing,
    Tag,
)
from rmt.models import SiteVersion, User
from tests.cast import Cast

VISITOR = "visitor"
PEOPLE = tuple(Cast.__dataclass_fields__)
WRITTEN = (
    Answer, CountryUpdate, PageCheck, Profile, Publication, Result, ReviewEvent, Revision, Round, RoundEvent,
    SentUpdate, Standing, Tag,
)  # fmt: skip
REFUSALS = (200, 401, 403, 404, 409)


@dataclass(frozen=True)
class Step:
    """A row of the table: what it is called, from → (to, the events that say so), who may, whether a closed round
    stops it."""

    verb: str
    ends: dict[str, tuple[str, ...]]
    who: str
    when_closed: frozenset[str] | None = None
    """The states from which it is possible in a closed round; `None`: the same as in an open one."""

    def end(self, start: str, *, is_closed: bool = False) -> tuple[str, ...] | None:
        """Where it ends, from a state; `None` if it is not possible."""
        if is_closed and self.when_closed is not None and start not in self.when_closed:
            return None
        return self.ends.get(start)


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is as if it had never been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_refused(response: HttpResponse) -> bool:
    """Whether nothing was done: an error, a page that says why, the way to sign in, or back with a word on why."""
    if response.status_code != 302:
        return response.status_code in REFUSALS
    said = {message.level_tag for message in get_messages(response.wsgi_request)}
    return response["Location"].startswith(reverse("account_login")) or bool(said - {"success"})


def answer_to(client: Client, attempt: Callable[[Client], HttpResponse]) -> HttpResponse:
    """The answer to an attempt; what was said after the one before is read and gone."""
    client.cookies.pop("messages", None)
    return attempt(client)


def amounts() -> tuple[int, ...]:
    """How many rows of everything there are, and the version of everything that is public."""
    return (*(model.objects.count() for model in WRITTEN), SiteVersion.current())


@dataclass(frozen=True)
class Asked:
    """Of one step in one state: who may by the table, were it possible; whom the code lets; who knows of it at all."""

    who: set[str]
    let: set[str]
    know: set[str]

    def wrong(self, *, is_possible: bool) -> list[str]:
        """Whom `permissions.py` lets though the table does not, and, where it is possible, the other way round.

        A state that permissions do not look at (a round, a theme) is refused by the step itself: somebody tries it.
        """
        asked = self.let == self.who if is_possible else self.let <= self.who
        return [] if asked else [f"permissions let {sorted(self.let)}; the table says {sorted(self.who)}"]

    def tried(self, turn: int, *, is_possible: bool, is_first: bool) -> set[str]:
        """Who tries over HTTP: at each turn somebody else of those who meet the same.

        In a second country or a closed round one of those who may stands for all of them.
        """
        refused = [one(turn, group) for group in ({VISITOR}, self.know - self.let, set(PEOPLE) - self.know)]
        refused = [person for person in refused if person]
        if not is_possible:
            return one(turn, self.let) | (one(turn, set().union(*refused)) if is_first else set())
        if is_first:
            return self.let.union(*refused)
        return one(turn, self.let) | one(turn, set().union(*refused))


def one(turn: int, group: set[str]) -> set[str]:
    """One of a group, if there is anybody in it: the next one at the next turn."""
    return {sorted(group)[turn % len(group)]} if group else set()


def asked(cast: Cast, predicate: Callable[[User], bool], *, who: Iterable[str], know: Iterable[str] = PEOPLE) -> Asked:
    """What `predicate` says of everybody who knows of it."""
    know = set(know)
    return Asked(set(who), {person for person in know if predicate(getattr(cast, person))}, know)


def who_know_of(cast: Cast, results: Iterable[Result]) -> dict[Result, set[str]]:
    """By `visible_to`: result → the people who may know of it."""
    pks = [result.pk for result in results]
    visible = {
        person: set(Result.objects.visible_to(getattr(cast, person)).filter(pk__in=pks).values_list("pk", flat=True))
        for person in PEOPLE
    }
    return {result: {person for person in PEOPLE if result.pk in visible[person]} for result in results}


def they_try(
    browsers: dict[str, Client],
    attempt: Callable[[Client], HttpResponse],
    *,
    only: Iterable[str],
    may: Iterable[str],
    read: Callable[[], Any],
    after: Callable[[str], Any],
) -> list[str]:
    """What is not as the table says: who `may` ends with `after(person)`, everybody else leaves all as it was.

    `read()` is all that the step may write. Those who are refused try one after the other.
    """
    was, allowed = read(), [person for person in only if person in may]
    wrong = they_are_refused(browsers, attempt, read=read, only=[person for person in only if person not in may])
    for person in allowed:
        with taken_back():
            response, found = answer_to(browsers[person], attempt), read()
        if is_refused(response) or found != after(person):
            wrong.append(f"{person}: {response.status_code}, {found}; the table says {after(person)}, from {was}")
    return wrong


def they_are_refused(
    browsers: dict[str, Client],
    attempt: Callable[[Client], HttpResponse],
    *,
    read: Callable[[], Any],
    only: Sequence[str],
) -> list[str]:
    """Who was not refused, and what their attempts wrote."""
    if not only:
        return []
    was = (read(), amounts())
    with taken_back():
        answers = {person: answer_to(browsers[person], attempt) for person in only}
        found = (read(), amounts())
    taken = [f"{person}: {response.status_code}" for person, response in answers.items() if not is_refused(response)]
    return [f"taken by {taken}: {was} became {found}"] if taken or found != was else []
