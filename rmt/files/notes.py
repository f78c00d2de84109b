"""The notes beside a CSV, whose first line holds its titles: what it is, of when, its licence, and its columns."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from rmt.text import demonstration

Lines = Iterable[tuple[str, str]]


def made_up_here() -> str:
    """What is made up in this demonstration, and what is not."""
    if settings.DEMO_FULL:
        return _("Results are made up too, and so is what stands behind them; their titles say so. No total is real.")
    return _(
        "The accounts are made up. The entries are taken from published sources and were not reviewed; "
        "what people try out here may be made up."
    )


def about_every_file(*, figures_of: str = "") -> Lines:
    """What each file says first: that it comes from a demonstration, where it does, and its licence.

    The figures of others, which `figures_of` names, keep their own terms.
    """
    if demo := demonstration():
        yield demo, made_up_here()
    words = {"name": settings.RECORD_LICENCE, "url": settings.RECORD_LICENCE_URL, "site": settings.SITE_URL}
    if figures_of:
        yield (
            _("Licence"),
            _(
                "the drawing is under %(name)s, %(url)s; "
                "the figures are those of the source that is named here, under its own terms."
            )
            % words,
        )
    else:
        yield _("Licence"), _("%(name)s, %(url)s. Name %(site)s as the source, and the day.") % words


def notes_text(about: Lines, columns: Lines) -> str:
    """The notes as plain text."""
    written = _("comma-separated, UTF-8 with a byte order mark; the first line holds the titles of the columns")
    lines = [f"{name}: {text}" for name, text in (*about, (_("How it is written"), written))]
    return "\n".join([*lines, "", _("Columns"), "", *(f"{title}: {meaning}" for title, meaning in columns), ""])
