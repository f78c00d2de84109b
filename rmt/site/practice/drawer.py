"""What pages keep in the session, apart for practice: an undo of practice must not find a row of the real desk."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

PREFIX = "practice:"


class Drawer(MutableMapping):
    """The session as practice sees it: keys of its own in the same session; who is signed in stays as it is."""

    def __init__(self, session: SessionBase) -> None:
        self.__dict__["session"] = session

    def __getitem__(self, key: str) -> Any:
        return self.session[_inside(key)]

    def __setitem__(self, key: str, value: Any) -> None:
        self.session[_inside(key)] = value

    def __delitem__(self, key: str) -> None:
        del self.session[_inside(key)]

    def __iter__(self) -> Iterator[str]:
        held = list(self.session.keys())
        return iter([key.removeprefix(PREFIX) for key in held if key.startswith(("_", PREFIX))])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.session, name, value)


def empty(session: Any) -> None:
    """Forget all that pages of practice have kept in their drawer."""
    for key in list(session):
        if not key.startswith("_"):
            del session[key]


def _inside(key: str) -> str:
    """Django's own keys begin with a line; all others are of a page."""
    return key if key.startswith("_") else f"{PREFIX}{key}"
