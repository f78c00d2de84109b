"""The flags of many working copies at once: a fixed number of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db.models import Count, Q, Sum

from countries.models import POPULATION, Statistic
from indicators.figures import Entry
from indicators.ledger import entries_of, entry_of_copy
from indicators.models import Claim, Evidence, Level, Part, Publication, Result
from indicators.querysets import ResultQuerySet
from indicators.results import clashes_among, stated_increase, twins_among
from indicators.review.flags import Facts, Flag, flags_of

UNITS_OF_CLAIMS = {"persons": "person"}

Key = tuple[str | None, str]


def flags_among(results: Collection[Result]) -> dict[int, list[Flag]]:
    """What to look at in each result, by id; a result without anything to look at has an empty list."""
    found = {row.pk: facts for row, facts in _facts(results)}
    return {row.pk: flags_of(found[row.pk]) if row.pk in found else [] for row in results}


def flagged_ids(results: ResultQuerySet) -> set[int]:
    """Ids of those with anything to look at."""
    return {pk for pk, flags in flags_among(list(results.for_desk())).items() if flags}


def _facts(results: Collection[Result]) -> Iterable[tuple[Result, Facts]]:
    ids = [row.pk for row in results]
    clashing, twins = clashes_among(results), twins_among(results)
    evidence, groups = _evidence(ids), _groups(ids)
    populations = _populations({row.country_id for row in results if row.level == Level.IMPACT})
    published, claims = _published(results), _claims()
    public = set(Publication.objects.as_of(None).filter(result__in=ids).values_list("result_id", flat=True))
    for row in results:
        own = entry_of_copy(row)
        if own is None:
            continue
        every, for_everyone = evidence.get(row.pk, (0, 0))
        yield (
            row,
            Facts(
                own=own,
                needs_evidence=row.level != Level.DELIVERABLE,
                amount=stated_increase(row),
                clashes=clashing.get(row.pk, ()),
                evidence=every,
                public_evidence=for_everyone,
                population=populations.get(row.country_id) if row.level == Level.IMPACT else None,
                published=published[own.country, own.indicator],
                claims=claims[own.unit or ""],
                groups=groups[row.pk],
                round_start=row.reported_in.start if row.reported_in else None,
                number=row.number,
                is_public=row.pk in public,
                twins=twins.get(row.pk, ()),
            ),
        )


def _evidence(ids: list[int]) -> dict[int, tuple[int, int]]:
    """For each result with evidence: how many pieces, and how many of them are for everyone."""
    public = Count("pk", filter=Q(audience=Evidence.Audience.PUBLIC))
    rows = Evidence.objects.filter(result__in=ids).order_by().values("result_id")
    return {row["result_id"]: (row["every"], row["public"]) for row in rows.annotate(every=Count("pk"), public=public)}


def _groups(ids: list[int]) -> dict[int, dict[str, Decimal]]:
    """What the groups of each dimension add up to."""
    rows = Part.objects.filter(result__in=ids, value__isnull=False).order_by()
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    named = rows.values_list("result_id", "category__dimension__name_en").annotate(every=Sum("value"))
    for result, dimension, every in named:
        found[result][dimension] = every
    return found


def _populations(countries: set[int | None]) -> dict[int | None, Decimal]:
    """The last population that is known of each country."""
    if not countries:
        return {}
    rows = Statistic.objects.as_of(None).filter(series__code=POPULATION, country__in=countries).order_by("year")
    return dict(rows.values_list("country_id", "value"))


def _published(results: Collection[Result]) -> dict[Key, list[Entry]]:
    """What readers have of the same countries and indicators, for results with a figure."""
    with_figure = [row for row in results if row.unit is not None]
    found: dict[Key, list[Entry]] = defaultdict(list)
    if not with_figure:
        return found
    same = Publication.objects.as_of(None).filter(indicator__in={row.indicator_id for row in with_figure})
    countries = {row.country_id for row in with_figure}
    for entry in entries_of(same.filter(Q(country__in=countries - {None}) | Q(country=None))):
        found[entry.country, entry.indicator].append(entry)
    return found


def _claims() -> dict[str, dict[Decimal, str]]:
    """The numbers of people that were published in the past, with their source."""
    found: dict[str, dict[Decimal, str]] = defaultdict(dict)
    for unit, value, source in Claim.objects.filter(unit__in=UNITS_OF_CLAIMS).values_list("unit", "value", "source"):
        found[UNITS_OF_CLAIMS[unit]][value] = source
    return found
