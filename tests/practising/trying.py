"""What people try in practice, through its addresses; and what the real database holds meanwhile."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from indicators.models import Result
from rmt.models import User
from rmt.site.practice.desks import at, desk_of

DESK = "/practice/desk/"
COURSE = "/practice/desk/course/"


@contextmanager
def looking_into(user: User) -> Iterator[None]:
    """Inside the block, rows are those of the practice desk of `user`."""
    with at(desk_of(user)):
        yield


def contents() -> dict[str, str]:
    """A digest of every table of the real database, but for sessions and the kept pages."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label != "sessions":
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
                found[model._meta.db_table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def become(client, persona: str) -> None:
    assert client.post("/practice/desk/practice/as/", {"as": persona}).status_code == 302


def open_result(user: User, **about) -> Result:
    """A result of the practice desk."""
    with looking_into(user):
        return Result.objects.get(**about)


def send(client, result: Result):
    return client.post(f"{DESK}results/{result.uuid}/submit/", {"version": result.version})


def validate(client, result: Result):
    return client.post(f"{DESK}review/{result.uuid}/", {"version": result.version, "do": "validate"})
