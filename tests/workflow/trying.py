"""Everybody tries everything: people with a browser each, an attempt that is taken back, and what it wrote."""

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
from rmt.models import SiteVersion
from tests.cast import Cast

VISITOR = "visitor"
EVERYBODY = (VISITOR, *Cast.__dataclass_fields__)
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


def browsers(cast: Cast) -> dict[str, Client]:
    """A browser for each person, signed in; the visitor is not."""
    clients = {VISITOR: Client()}
    for name in Cast.__dataclass_fields__:
        clients[name] = Client()
        clients[name].force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
    return clients


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


def asked(client: Client, attempt: Callable[[Client], HttpResponse]) -> HttpResponse:
    """The answer to an attempt; what was said after the one before is read and gone."""
    client.cookies.pop("messages", None)
    return attempt(client)


def amounts() -> tuple[int, ...]:
    """How many rows of everything there are, and the version of everything that is public."""
    return (*(model.objects.count() for model in WRITTEN), SiteVersion.current())


def who_tries(is_possible: bool, part: Sequence[str], *, is_first: bool) -> Sequence[str]:
    """Everybody, where a step is possible; in a second country or round whoever has a `part` in it.

    Where nobody may take it, the two who may elsewhere; `tests/permissions` sends everybody there as well.
    """
    if not is_possible:
        return part[:2]
    return EVERYBODY if is_first else part


def everybody_tries(
    clients: dict[str, Client],
    attempt: Callable[[Client], HttpResponse],
    *,
    may: Iterable[str],
    read: Callable[[], Any],
    after: Callable[[str], Any],
    only: Iterable[str] = EVERYBODY,
) -> list[str]:
    """What is not as the table says: who `may` ends with `after(person)`, everybody else leaves all as it was.

    `read()` is all that the step may write. Those who are refused try one after the other.
    """
    was, allowed = read(), [person for person in only if person in may]
    wrong = everybody_is_refused(clients, attempt, read=read, only=[person for person in only if person not in may])
    for person in allowed:
        with taken_back():
            response, found = asked(clients[person], attempt), read()
        if is_refused(response) or found != after(person):
            wrong.append(f"{person}: {response.status_code}, {found}; the table says {after(person)}, from {was}")
    return wrong


def everybody_is_refused(
    clients: dict[str, Client],
    attempt: Callable[[Client], HttpResponse],
    *,
    read: Callable[[], Any],
    only: Iterable[str] = EVERYBODY,
) -> list[str]:
    """Who was not refused, and what their attempts wrote."""
    was = (read(), amounts())
    with taken_back():
        answers = {person: asked(clients[person], attempt) for person in only}
        found = (read(), amounts())
    taken = [f"{person}: {response.status_code}" for person, response in answers.items() if not is_refused(response)]
    return [f"taken by {taken}: {was} became {found}"] if taken or found != was else []
