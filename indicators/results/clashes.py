"""What a working copy contradicts of what is published, and how a manager reads it (rule 9)."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from indicators.figures import Clash, Entry, clashes, series_key
from indicators.ledger import entries_in_full, entry_of_copy
from indicators.models import Publication, Result
from indicators.wording import clash_text


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
    """What is published or held back on the instruments of some entries, by series."""
    instruments = {entry.instrument for entry in own if entry.instrument}
    published = entries_in_full(Publication.objects.as_of(None).filter(instrument__uuid__in=instruments))
    waiting = [entry for result in _held_back(instruments) if (entry := entry_of_copy(result))]
    series: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in [*published, *waiting]:
        series[series_key(entry)].append(entry)
    return series


def _held_back(instruments: Iterable[str]) -> Iterable[Result]:
    """Validated results whose day of publication has not come: they clash as if it had."""
    validated = Result.objects.filter(status=Result.Status.VALIDATED, publish_not_before__isnull=False)
    related = ("indicator", "country", "pool", "instrument")
    return validated.filter(instrument__uuid__in=instruments).select_related(*related)


def _clashes(own: Entry, series: Iterable[Entry]) -> list[Clash]:
    others = [entry for entry in series if entry.key != own.key]
    return [clash for clash in clashes([*others, own]) if own in clash.entries]


def clash_message(clash: Clash) -> str:
    """What a manager reads: what contradicts, with which results, and the three ways out."""
    others = ", ".join(f"No. {e.number}" for e in clash.entries if e.number)
    return _("Clash: %(why)s (%(others)s). Give an instrument or a pool, or return the result.") % {
        "why": clash_text(clash),
        "others": others or _("this result"),
    }
