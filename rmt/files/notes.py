"""The notes beside a CSV, whose first line holds its titles: what it is, of when, its licence, and its columns."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from rmt.text import demonstration

Lines = Iterable[tuple[str, str]]


def about_every_file() -> Lines:
    """What each file says first: that it comes from a demonstration, where it does, and its licence."""
    if demo := demonstration():
        yield demo, _("Some of its entries may be made up.")
    words = {"name": settings.RECORD_LICENCE, "url": settings.RECORD_LICENCE_URL, "site": settings.SITE_URL}
    yield _("Licence"), _("%(name)s, %(url)s. Name %(site)s as the source, and the day.") % words


def notes_text(about: Lines, columns: Lines) -> str:
    """The notes as plain text."""
    written = _("comma-separated, UTF-8 with a byte order mark; the first line holds the titles of the columns")
    lines = [f"{name}: {text}" for name, text in (*about, (_("How it is written"), written))]
    return "\n".join([*lines, "", _("Columns"), "", *(f"{title}: {meaning}" for title, meaning in columns), ""])
