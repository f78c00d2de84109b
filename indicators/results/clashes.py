"""What a working copy contradicts of what is published, and how a manager reads it (rule 9)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from indicators.figures import Clash, Entry, clashes, series_key
from indicators.ledger import entries_in_full, entry_of_copy
from indicators.models import Publication, Result


def clashes_of(result: Result) -> list[Clash]:
    """What of the published series contradicts this working copy."""
    return clashes_among([result]).get(result.pk, [])


def clashes_among(results: Iterable[Result]) -> dict[int, list[Clash]]:
    """The same for several working copies, by id, of those that clash; a fixed number of queries.

    Only results on one instrument are a series with others, so only those can clash.
    """
    own = {result.pk: entry for result in results if result.instrument and (entry := entry_of_copy(result))}
    if not own:
        return {}
    series = _in_series(own.values())
    found = {pk: _clashes(entry, series[series_key(entry)]) for pk, entry in own.items()}
    return {pk: some for pk, some in found.items() if some}


def _in_series(own: Iterable[Entry]) -> dict[tuple, list[Entry]]:
    """What is published, held back or waits for review on the instruments of some entries, by series."""
    instruments = {entry.instrument for entry in own if entry.instrument}
    published = entries_in_full(Publication.objects.as_of(None).filter(instrument__uuid__in=instruments))
    waiting = [entry for result in _on_their_way(instruments) if (entry := entry_of_copy(result))]
    series: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in [*published, *waiting]:
        series[series_key(entry)].append(entry)
    return series


def _on_their_way(instruments: Iterable[str]) -> Iterable[Result]:
    """Results that wait for review, and validated ones whose day has not come: they clash as if they were published."""
    held_back = Q(status=Result.Status.VALIDATED, publish_not_before__isnull=False)
    on_their_way = Result.objects.filter(held_back | Q(status=Result.Status.SUBMITTED))
    related = ("indicator", "country", "pool", "instrument")
    return on_their_way.filter(instrument__uuid__in=instruments).select_related(*related)


def _clashes(own: Entry, series: Iterable[Entry]) -> list[Clash]:
    others = [entry for entry in series if entry.key != own.key]
    return clashes([*others, own], of=own)
