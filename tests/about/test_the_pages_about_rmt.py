"""What RMT is, how it counts, who may see what, how it is corrected: pages that stay the same on every day."""

import re
from html import unescape

import html5lib
import pytest
from django.template import engines
from django.urls import reverse

from rmt.site.about import GLOSSARY, PAGES, term_named
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db

ADDRESSES = ["/about/", *(link.url for link in PAGES)]


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("address", ADDRESSES)
class TestEachPage:
    def test_it_is_valid_and_has_one_heading(self, client, address):
        response = client.get(address)
        html5lib.HTMLParser(strict=True).parse(response.content)
        assert response.content.count(b"<h1") == 1

    def test_its_menu_leads_to_all_others_and_marks_it(self, client, address):
        menu = re.search(r'<nav class="card about-menu.*?</nav>', main_of(client.get(address)), re.DOTALL)[0]
        assert re.findall(r'href="([^"]+)"', menu) == ADDRESSES
        assert re.findall(r'href="([^"]+)" aria-current="page"', menu) == [address]

    def test_it_is_the_same_on_a_past_day(self, client, address):
        assert main_of(client.get(address)) == main_of(client.get(address, {"as_of": "2021-01-01"}))


class TestTheGlossary:
    def test_each_term_has_an_anchor_of_its_own(self, client):
        page = main_of(client.get(reverse("glossary")))
        anchors = [term.anchor for chapter in GLOSSARY for term in chapter.terms]
        assert len(anchors) == len(set(anchors)) > 30
        assert {anchor for anchor in anchors if f'<div id="{anchor}">' not in page} == set()

    def test_what_it_refers_to_is_there(self, client):
        page = main_of(client.get(reverse("glossary")))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))

    def test_a_word_on_a_page_leads_to_its_meaning(self):
        text = rendered('{% term "effective coverage" "covered in practice" %}')
        assert 'href="/about/glossary/#effective-coverage"' in text
        assert str(term_named("effective coverage").meaning) in unescape(text)
        assert ">covered in practice</a>" in text

    def test_a_word_that_it_does_not_have_is_a_mistake(self):
        with pytest.raises(KeyError, match="resultlet"):
            rendered('{% term "resultlet" %}')


def rendered(text: str) -> str:
    return engines["django"].from_string(text).render({})


def test_readers_learn_whom_to_write_to(client, settings):
    settings.CONTACT = "results@example.org"
    for name in ("contact", "accessibility"):
        assert 'href="mailto:results@example.org"' in main_of(client.get(reverse(name)))


def test_every_link_of_the_footer_leads_somewhere(client, programme, settings):
    footer = re.search(r"<footer.*</footer>", client.get("/about/").content.decode(), re.DOTALL)[0]
    links = re.findall(r'href="([^"]+)"', footer)
    assert len(links) > 10
    assert settings.RECORD_LICENCE_URL in links
    ours = {link for link in links if link != settings.RECORD_LICENCE_URL}
    assert {link for link in ours if client.get(link).status_code != 200} == set()
