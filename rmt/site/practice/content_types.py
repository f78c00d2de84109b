"""Django's memory of content types, apart for practice: their rows have other keys in each database."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from rmt.site.practice.desks import current


class PerDesk:
    """What `ContentType.objects` remembers: of the real database for good, of a practice desk for one request."""

    def __init__(self) -> None:
        self.real: dict[str, Any] = {}

    @property
    def here(self) -> dict[str, Any]:
        desk = current()
        return self.real if desk is None else desk.content_types

    def __getitem__(self, using: str) -> Any:
        return self.here[using]

    def get(self, using: str, default: Any = None) -> Any:
        return self.here.get(using, default)

    def setdefault(self, using: str, default: Any) -> Any:
        return self.here.setdefault(using, default)

    def clear(self) -> None:
        self.here.clear()


def remember_apart() -> None:
    """From now on nothing that was read at a practice desk is remembered on the real site, or the other way round."""
    options, memory = ContentType._meta, PerDesk()
    for manager in (*options.local_managers, *options.managers):  # those in use are copies, made anew at times
        manager._cache = memory  # type: ignore[attr-defined]  # a private store of Django's, which its stubs leave out
