"""What the explorer counts is what anybody counts who reads every publication, one after the other."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command

from indicators.models import Publication, PublishedStanding
from indicators.pages.explorer.facets import FACETS, NOWHERE
from indicators.pages.explorer.filters import ResultFilter
from indicators.pages.explorer.narrowing import Narrowed
from indicators.pages.explorer.selectors import ROWS, explorer_page, in_order
from tests import factories
from tests.exploring.test_narrowing import TODAY

pytestmark = pytest.mark.django_db

DAYS = (None, date(2022, 6, 30), date(2024, 5, 1), date(2026, 11, 1))
WORDS = ("law", "pension", "made up togo", "nothing like it", "strategy 202")


@pytest.fixture
def many(programme):
    call_command("generate_load", results=100, stdout=StringIO())


def read(publication: Publication, on: date) -> dict[str, set[str]]:
    """Everything by which one publication can be narrowed, read without any help of the explorer."""
    country, indicator = publication.country, publication.indicator
    said = PublishedStanding.objects.filter(publication=publication, day__lte=on).order_by("day", "pk").last()
    is_lost = said is not None and said.kind == "lost"
    projects = [contribution.project for contribution in publication.contributions.all()]
    values = {
        "region": {country.region.code} if country else set(),
        "country": {country.slug} if country else {NOWHERE},
        "level": {indicator.level},
        "step": {str(indicator.step)} if indicator.step else set(),
        "indicator": {indicator.code.lower()},
        "sdg": {indicator.sdg} if indicator.sdg else set(),
        "round": {publication.round.code} if publication.round else set(),
        "theme": {tag.theme.slug for tag in publication.tags.all() if tag.state == "confirmed"},
        "branch": {b.code for b in publication.instrument.branches.all()} if publication.instrument else set(),
        "project": {project.slug for project in projects},
        "partner": {f.partner.slug for project in projects for f in project.fundings.all() if f.partner},
        "standing": {"lost"} if is_lost else {"in-force"} if indicator.code in ("R1", "R2", "R3") else set(),
    }
    return values | {"first": {str(publication.achieved_first.year)}, "last": {str(publication.achieved_last.year)}}


def fits(values: dict[str, set[str]], name: str, asked) -> bool:
    if name == "year_from":
        return int(*values["first"]) >= asked
    if name == "year_to":
        return int(*values["last"]) <= asked
    return not values[name].isdisjoint(asked)


def question(random: Random, everything: list[dict[str, set[str]]]) -> dict[str, str]:
    """One to four conditions, of values that something has, and now and then one that nothing has."""
    asked = {}
    for facet in random.sample([f.name for f in FACETS], random.choice((0, 1, 1, 2, 3))):
        known = sorted(set().union(*(values[facet] for values in everything)))
        chosen = random.sample(known, min(len(known), random.choice((1, 2, 3))))
        asked[facet] = ",".join([*chosen, *random.choices(["", "atlantis"], [9, 1])])
    if random.random() < 0.3:
        asked["year_from"] = str(random.randint(2017, 2024))
    if random.random() < 0.3:
        asked["year_to"] = str(random.randint(2018, 2026))
    return asked


def test_every_count_is_that_of_reading_everything(many):
    random = Random(7)
    for as_of in DAYS:
        every = [read(publication, as_of or TODAY) for publication in Publication.objects.as_of(as_of)]
        for _ in range(25):
            filters = ResultFilter(question(random, every), as_of=as_of, on=as_of or TODAY)
            narrowed = Narrowed(filters)
            assert sorted(narrowed.keys()) == sorted(filters.found.values_list("pk", flat=True)), filters.asked
            for facet in (f.name for f in FACETS):
                others = {name: value for name, value in filters.asked.items() if name != facet}
                not_kept = as_of is not None and not {"branch", "partner"}.isdisjoint(others)
                among = [v for v in every if all(fits(v, name, value) for name, value in others.items())]
                counts = Counter(value for values in among for value in values[facet] if value != NOWHERE)
                counted = {key.lower(): n for key, *_names, n in narrowed.counted(facet)}
                assert counted == ({} if not_kept else counts), (facet, filters.asked)


@pytest.mark.parametrize("as_of", [None, date(2026, 11, 30)])
@pytest.mark.parametrize("words", WORDS)
def test_words_find_the_same_on_the_page_and_in_the_database(programme, as_of, words):
    filters = ResultFilter({"q": words}, as_of=as_of, on=as_of or TODAY)
    assert sorted(Narrowed(filters).keys()) == sorted(filters.found.values_list("pk", flat=True))


@pytest.mark.parametrize("sort", ["-date", "date", "country", "-country", "indicator", "-indicator", "figure"])
def test_a_list_is_sorted_as_its_files_are(programme, sort):
    filters = ResultFilter({}, on=TODAY)
    expected = list(in_order(filters.found, sort).values_list("number", flat=True))
    for number in range(1, len(expected) // ROWS + 2):
        page = explorer_page({"sort": sort, "page": str(number)}, as_of=None, today=TODAY)
        assert [row["result"].number for row in page.rows] == expected[ROWS * (number - 1) : ROWS * number]


def test_what_was_read_before_grows_with_each_publication_and_withdrawal(programme):
    """The sets of a process are brought up to date, not made anew: nothing of what was superseded stays."""
    filters = ResultFilter({}, on=TODAY)
    before = Narrowed(filters).found.bit_count()
    published = factories.publish(title="One more")
    assert Narrowed(filters).found.bit_count() == before + 1
    factories.edit(published.result, title="One more, corrected")
    assert Narrowed(filters).found.bit_count() == before + 1
    factories.withdraw(published.result)
    assert Narrowed(filters).found.bit_count() == before == filters.found.count()
    assert sorted(Narrowed(filters).keys()) == sorted(filters.found.values_list("pk", flat=True))


def test_a_day_decides_what_was_lost_by_then(programme):
    lost = PublishedStanding.objects.filter(kind="lost", publication__superseded_at=None).order_by("day").first()
    for on, n in ((lost.day - timedelta(days=1), 0), (lost.day, 1)):
        narrowed = Narrowed(ResultFilter({"standing": "lost"}, on=on))
        assert narrowed.keys().count(lost.publication_id) == n
