"""What is expected in a round: of which countries, and which indicators of each (rule 19)."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from countries.models import Country
from indicators.models import Answer, Indicator, Publication, Result, Round, Target

SENT = (Result.Status.SUBMITTED, Result.Status.VALIDATED)

Key = tuple[int, int]
"""The ids of a country and of a round."""


def countries_of(reporting_round: Round) -> QuerySet[Country]:
    """Countries that are asked for an update: with a priority period in the half-year, or that have begun one."""
    asked = Country.objects.priority_between(reporting_round.start, reporting_round.end)
    return Country.objects.filter(Q(pk__in=asked.values("pk")) | Q(updates__round=reporting_round)).distinct()


def expected_by_country(reporting_round: Round, countries: Iterable[Country]) -> dict[int, set[int]]:
    """Ids of the indicators that each country is expected to answer in a round; two queries.

    An indicator of focal points with a country target whose window meets the round, or with a value published for
    what was achieved before it.
    """
    ids = [country.pk for country in countries]
    collected = Q(indicator__collected_by=Indicator.CollectedBy.FOCAL_POINT)
    targets = Target.objects.filter(
        collected,
        country__in=ids,
        state=Target.State.IN_USE,
        window_start__lt=reporting_round.end,
        window_end__gt=reporting_round.start,
    )
    earlier = Publication.objects.as_of(None).filter(
        collected, country__in=ids, achieved_last__lt=reporting_round.start
    )
    expected: dict[int, set[int]] = {pk: set() for pk in ids}
    for rows in (targets, earlier.order_by()):
        for country, indicator in rows.values_list("country_id", "indicator_id").distinct():
            expected[country].add(indicator)
    return expected


def checklists_of(
    rounds: Iterable[Round], countries: Iterable[Country]
) -> tuple[dict[Key, set[int]], dict[Key, set[int]], Counter[Key]]:
    """Of countries in rounds: the indicators on the checklist, those that are answered, and how many results were sent.

    An indicator is on the checklist if it is expected, or if a result of it was sent for the round. Two queries, and
    two for each round.
    """
    rounds, countries = list(rounds), list(countries)
    listed: dict[Key, set[int]] = defaultdict(set)
    answered: dict[Key, set[int]] = defaultdict(set)
    results: Counter[Key] = Counter()
    for reporting_round in rounds:
        for country, indicators in expected_by_country(reporting_round, countries).items():
            listed[country, reporting_round.pk] = indicators
    sent = Result.objects.filter(country__in=countries, reported_in__in=rounds, status__in=SENT).order_by()
    columns = ("country_id", "reported_in_id", "indicator_id", "indicator__collected_by")
    for country, key, indicator, collected_by, number in sent.values_list(*columns).annotate(n=Count("pk")):
        results[country, key] += number
        if collected_by == Indicator.CollectedBy.FOCAL_POINT:
            listed[country, key].add(indicator)
            answered[country, key].add(indicator)
    answers = Answer.objects.filter(update__country__in=countries, update__round__in=rounds).order_by()
    answers = answers.exclude(kind=Answer.Kind.VALUE)
    for country, key, indicator in answers.values_list("update__country_id", "update__round_id", "indicator_id"):
        if indicator in listed[country, key]:
            answered[country, key].add(indicator)
    return listed, answered, results
