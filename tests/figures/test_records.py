"""What is counted record by record, or summed in its own unit: deliverables, money, products of one type."""

from decimal import Decimal

from indicators.figures import NotCounted, by_country, sums, with_category
from tests.figures.make import PHASE_1, persons


def trained(key, year, value, **more):
    return persons(key, year, value=value, indicator="D2", unit=more.pop("unit", "participation"), **more)


def summed(*entries):
    return sums(entries, indicator="D2", unit="participation", period=PHASE_1)


def test_a_sum_adds_what_was_reported_in_the_period():
    found = summed(trained("a", 2018, 30), trained("b", 2019, 12, country="SEN"), trained("c", 2022, 500))
    assert (found.quantity.low, found.countries) == (42, {"TGO", "SEN"})


def test_zero_is_reported_and_no_value_is_not():
    found = summed(trained("a", 2018, 0), trained("b", 2018, None))
    assert found.quantity.low == 0
    assert [(e.key, why) for e, why in found.apart] == [("b", NotCounted.NO_VALUE)]
    assert summed(trained("b", 2018, None)).quantity is None


def test_another_unit_is_shown_and_not_added():
    found = summed(trained("a", 2018, 30), trained("b", 2018, 7, unit="institution"))
    assert (found.quantity.low, [why for _, why in found.apart]) == (30, [NotCounted.OTHER_UNIT])


def test_a_sum_keeps_the_precision_of_its_parts():
    found = summed(trained("a", 2018, 2000, qualifier="about"), trained("b", 2018, 12))
    assert (found.quantity.low, found.quantity.rounded()[0]) == (2012, 2000)


def test_entries_of_each_country_and_of_the_world():
    found = by_country([trained("a", 2018, 1), trained("b", 2018, 1), trained("c", 2018, 1, country=None)])
    assert {country: len(entries) for country, entries in found.items()} == {"TGO": 2, None: 1}


def test_records_of_one_product_type_are_never_hidden_however_few():
    one = persons("a", 2018, indicator="D1", parts=(("product-type:actuarial-valuation", Decimal(1)),))
    assert with_category([one], category="product-type:actuarial-valuation") == [one]
    assert with_category([one], category="product-type:study") == []
