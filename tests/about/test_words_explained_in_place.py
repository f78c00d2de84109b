"""A "?" beside a word opens its meaning in place, without a script; a long page says what is on it."""

import re

import pytest
from django.template import Context, Template

from rmt.site.about import term_named

pytestmark = pytest.mark.django_db


def written(text: str, **context) -> str:
    return Template(text).render(Context(context))


def test_the_button_opens_the_meaning_that_the_glossary_gives():
    html = written('{% explain "effective coverage" %}')
    target = re.search(r'popovertarget="([^"]+)"', html)[1]
    assert f'id="{target}" popover' in html
    assert str(term_named("effective coverage").meaning) in html
    assert 'aria-label="What does “effective coverage' in html


def test_two_of_one_word_on_a_page_are_two():
    html = written('{% explain "result" %}{% explain "result" at="below" %}')
    assert len(set(re.findall(r' id="([^"]+)"', html))) == 2


def test_a_word_that_the_glossary_does_not_have_is_a_mistake():
    with pytest.raises(KeyError):
        written('{% explain "synergy" %}')


@pytest.mark.parametrize(("count", "is_there"), [(2, False), (3, True)])
def test_a_page_says_what_is_on_it_from_three_parts_on(count, is_there):
    html = written("{% on_this_page parts %}", parts=[(f"part-{n}", f"Part {n}") for n in range(count)])
    assert ("On this page" in html, 'href="#part-1"' in html) == (is_there, is_there)
