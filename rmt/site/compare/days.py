"""One country on two days: which days, and what was published, replaced or withdrawn between them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils.translation import gettext as _

from countries.models import Country
from indicators.ledger import hidden_groups, reason_for_readers, with_shown_title
from indicators.models import Publication
from indicators.pages.published import Past, how_published, past_of
from rmt.records import end_of
from rmt.text import day as day_text

MOST_CHANGES = 100


class Day(NamedTuple):
    """A day, and the pages of that day: today's are the current ones."""

    day: date
    past: Past

    @property
    def iso(self) -> str:
        return self.day.isoformat()

    @property
    def text(self) -> str:
        return day_text(self.day)

    def page(self, country: Country) -> str:
        """The page of the country on that day."""
        return self.past.at(country.get_absolute_url())


def days_asked_for(asked: Mapping[str, str], *, today: date) -> tuple[Day, Day]:
    """The earlier and the later day. If none is named, today and a year before, or the first day of the record if that
    is later. A day to come is today.

    Raises ValueError, which says what is wrong, if one is no day.
    """
    try:
        after = min(date.fromisoformat(asked.get("after") or today.isoformat()), today)
        before = min(date.fromisoformat(asked.get("before") or _begin(after).isoformat()), today)
    except ValueError:
        raise ValueError(_("Write a day as year, month and day: 2026-03-31.")) from None
    first, last = sorted((before, after))
    return _day(first, today), _day(last, today)


def _begin(after: date) -> date:
    """A year before, or the first day on which something was public."""
    year_before = after - timedelta(days=365)
    first = Publication.objects.aggregate(first=Min("recorded_at"))["first"]
    return min(max(year_before, first.date()), after) if first else year_before


def _day(day: date, today: date) -> Day:
    return Day(day, past_of(day if day < today else None))


def _published(publication: Publication) -> str:
    if publication.version == 1:
        return how_published(publication)
    words = {"n": publication.version, "before": publication.version - 1}
    return _("Version %(n)s took the place of version %(before)s") % words


def changed_between(country: Country, before: date, after: date, *, today: date) -> tuple[list[dict[str, Any]], bool]:
    """Every version that became public and every withdrawal after the end of one day and by the end of another, the
    last first; and whether there are more than are listed."""
    between = Publication.objects.filter(
        country=country, recorded_at__gte=end_of(before), recorded_at__lt=end_of(after)
    )
    found = list(between.with_labels().order_by("-seq")[: MOST_CHANGES + 1])
    hidden = hidden_groups()
    changes = []
    for publication in found[:MOST_CHANGES]:
        is_withdrawal = publication.kind == Publication.Kind.WITHDRAWAL
        changes.append(
            {
                "day": publication.recorded_at.date(),
                "what": _("Withdrawn") if is_withdrawal else _published(publication),
                "title": "" if is_withdrawal else with_shown_title(publication, hidden).title,
                "number": publication.number,
                "version": publication.version,
                "url": publication.get_absolute_url(),
                "reason": reason_for_readers(publication),
            }
        )
    return changes, len(found) > MOST_CHANGES
