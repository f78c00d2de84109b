"""The browser of the focal point of Togo, who enters what happened there."""

import pytest
from django.test import Client


@pytest.fixture
def focal(signed_in) -> Client:
    return signed_in("focal_togo")
