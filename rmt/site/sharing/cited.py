"""The sentence that cites a page or a chart, and the address that leads to what was read."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.models import Seal
from rmt.text import day as day_text


def cited(title: str, address: str, *, day: date, seal: Seal | None = None) -> str:
    """The title, the day on which it said so, the seal of what was read, and its address."""
    words = {"title": title, "day": day_text(day), "url": address, "seal": seal.short if seal else ""}
    if seal:
        return _("Results Monitoring Tool: %(title)s, as on %(day)s (%(seal)s). %(url)s") % words
    return _("Results Monitoring Tool: %(title)s, as on %(day)s. %(url)s") % words


def cited_address(path: str, query: str = "", *, on: date, anchor: str = "") -> str:
    """The address of a page as it was on a day, with what it was asked."""
    asked = f"{query}&" if query else ""
    return f"{settings.SITE_URL}{path}?{asked}as_of={on.isoformat()}" + (f"#{anchor}-title" if anchor else "")
