"""What a working copy contradicts of what is published, and how a manager reads it (rule 9)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from indicators.entries import entries
from indicators.figures import Clash, Entry, clashes, in_one_series
from indicators.models import Publication, Result


def clashes_of(result: Result) -> list[Clash]:
    """What of the published series contradicts this working copy."""
    return clashes_among([result]).get(result.pk, [])


def clashes_among(results: Iterable[Result]) -> dict[int, list[Clash]]:
    """The same for several working copies, by id, of those that clash; a fixed number of queries.

    Only results on one instrument are a series with others, so only those can clash.
    """
    own = {result.pk: entry for result in results if (entry := _own(result))}
    if not own:
        return {}
    instruments = {entry.instrument for entry in own.values() if entry.instrument}
    published = entries(Publication.objects.as_of(None).filter(instrument__uuid__in=instruments))
    waiting = [entry for result in _held_back(instruments) if (entry := _own(result))]
    found = {pk: _clashes(entry, [*published, *waiting]) for pk, entry in own.items()}
    return {pk: some for pk, some in found.items() if some}


def _held_back(instruments: Iterable[str]) -> Iterable[Result]:
    """Validated results whose day of publication has not come: they clash as if it had."""
    validated = Result.objects.filter(status=Result.Status.VALIDATED, publish_not_before__isnull=False)
    related = ("indicator", "country", "pool", "instrument")
    return validated.filter(instrument__uuid__in=instruments).select_related(*related)


def _clashes(own: Entry, published: Iterable[Entry]) -> list[Clash]:
    series = [e for e in published if e.key != own.key and in_one_series(e, own)]
    return [clash for clash in clashes([*series, own]) if own in clash.entries]


def _own(result: Result) -> Entry | None:
    """What clashes are asked of: the columns of a working copy; `None` if it can be in no series."""
    if not (result.instrument and result.indicator and result.achieved_first and result.achieved_last):
        return None
    same = (
        "unit", "value", "baseline_year", "baseline_value", "increase", "duration", "months", "qualifier",
        "target_year",
    )  # fmt: skip
    return Entry(
        key=str(result.uuid),
        indicator=result.indicator.code,
        first=result.achieved_first,
        last=result.achieved_last,
        number=result.number or 0,
        country=result.country.iso3 if result.country else None,
        step=result.indicator.step,
        pool=result.pool.name if result.pool else None,
        instrument=str(result.instrument.uuid),
        basis=result.coverage_basis,
        **{name: getattr(result, name) for name in same},
    )


def clash_message(clash: Clash) -> str:
    """What a manager reads: what contradicts, with which results, and the three ways out."""
    others = ", ".join(f"No. {e.number}" for e in clash.entries if e.number)
    return _("Clash: %(why)s (%(others)s). Give an instrument or a group of people, or return the result.") % {
        "why": clash.why,
        "others": others or _("this result"),
    }
