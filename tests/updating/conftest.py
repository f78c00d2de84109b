"""It is 22 November 2026, in the round of the second half-year; the focal point of Togo, which owes R2 and I3."""

import pytest
from django.test import Client

from tests import factories
from tests.updating import steps


@pytest.fixture(autouse=True)
def _in_november(on_day):
    return on_day(steps.NOW)


@pytest.fixture
def focal(signed_in) -> Client:
    browser = signed_in("focal_togo")
    steps.expect("R2", "I3")
    factories.untold(factories.country_of("TGO"))
    return browser
