"""Django's cache of content types, one for each practice desk: their primary keys differ between databases."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from rmt.site.practice.desks import current


class CachePerDesk:
    """The cache of `ContentType.objects`: for good on the real database, for one request at a practice desk."""

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


def separate_content_types() -> None:
    """From now on nothing that was cached at a practice desk is used on the real site, or the other way round."""
    options, cache = ContentType._meta, CachePerDesk()
    for manager in (*options.local_managers, *options.managers):  # Django uses copies of these, made anew at times
        manager._cache = cache  # type: ignore[attr-defined]  # a private store of Django's, which its stubs leave out
