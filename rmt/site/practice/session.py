"""The session of practice, apart from the real one: an undo in practice must not find a row of the real desk."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

PREFIX = "practice:"


class PracticeSession(MutableMapping):
    """The session as practice sees it: keys of its own inside the real one; who is signed in is the same."""

    def __init__(self, session: SessionBase) -> None:
        self.__dict__["session"] = session

    def __getitem__(self, key: str) -> Any:
        return self.session[_real_key(key)]

    def __setitem__(self, key: str, value: Any) -> None:
        self.session[_real_key(key)] = value

    def __delitem__(self, key: str) -> None:
        del self.session[_real_key(key)]

    def __iter__(self) -> Iterator[str]:
        keys = list(self.session.keys())
        return iter([key.removeprefix(PREFIX) for key in keys if key.startswith(("_", PREFIX))])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.session, name, value)


def forget_pages(session: Any) -> None:
    """Delete all that pages of practice have stored in their session; who is signed in stays."""
    for key in list(session):
        if not key.startswith("_"):
            del session[key]


def _real_key(key: str) -> str:
    """The key in the real session; Django's own keys begin with an underscore, all others belong to a page."""
    return key if key.startswith("_") else f"{PREFIX}{key}"
