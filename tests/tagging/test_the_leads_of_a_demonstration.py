"""In a demonstration leads confirm the themes of historical entries that were read from a title or a page."""

import pytest

from indicators.models import Publication, Tag
from rmt.site import demo

pytestmark = pytest.mark.django_db


def test_what_a_title_or_a_page_says_is_confirmed_and_the_rest_waits():
    demo.make_people("a secret of this test")
    demo.check_themes()
    confirmed, waiting = Tag.objects.filter(state="confirmed"), Tag.objects.filter(state="proposed")
    assert confirmed.filter(theme__slug="old-age-pensions").exists()
    assert {tag.basis.split()[0] for tag in confirmed} <= {"title", "page", "pages"}
    assert not confirmed.filter(basis__contains="doubtful").exists()
    assert waiting.filter(basis__contains="doubtful").exists()
    publications = Publication.objects.count()
    demo.check_themes()
    assert Publication.objects.count() == publications
