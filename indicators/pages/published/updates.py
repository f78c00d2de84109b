"""When something was last published, as chips, citations and pictures say it (rule 15)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from indicators.models import Publication, Result
from indicators.querysets import PublicationQuerySet
from rmt.text import as_day, day

WRITTEN_HERE = ~Q(origin=Result.Origin.HISTORICAL) | Q(kind="withdrawal")
"""What was decided here: a historical entry has the day of its source, not that of its loading."""


@dataclass(frozen=True)
class LastUpdate:
    """The last day on which something was published or withdrawn here; else up to when the sources are.

    `source` is `None` where the day of one of them is not recorded. False where nothing was published at all.
    """

    moment: datetime | None = None
    source: date | None = None
    is_historical: bool = False

    def __bool__(self) -> bool:
        return self.moment is not None or self.is_historical

    @property
    def text(self) -> str:
        """ "Updated 5 May 2026", or that everything was taken over from sources and not reviewed here."""
        if self.moment:
            return _("Updated %(day)s") % {"day": day(as_day(self.moment))}
        if self.source:
            return _("From sources of up to %(year)s, not reviewed here") % {"year": self.source.year}
        return _("From published sources, not reviewed here") if self.is_historical else ""

    @property
    def chip(self) -> str:
        """The kind of its chip: green only if somebody reviewed something."""
        return "success" if self.moment else ""


def how_published(version: Publication) -> str:
    """What happened with a version that is a statement, for the history: a historical entry was loaded only."""
    if version.origin == Result.Origin.HISTORICAL:
        return _("Version %(n)s: loaded here, not reviewed") % {"n": version.version}
    return _("Version %(n)s: published") % {"n": version.version}


def last_update(publications: PublicationQuerySet) -> LastUpdate:
    """When something of some publications, every version and withdrawal included, was last published: one query."""
    historical = Q(origin=Result.Origin.HISTORICAL)
    found = publications.order_by().aggregate(
        moment=Max("recorded_at", filter=WRITTEN_HERE),
        source=Max("source_last", filter=historical),
        dated=Count("source_last", filter=historical),
        of_sources=Count("pk", filter=historical),
    )
    source = found["source"] if found["dated"] == found["of_sources"] else None
    return LastUpdate(found["moment"], source, bool(found["of_sources"]))
