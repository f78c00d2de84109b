"""Every address of the sitemap, of countries, themes, indicators, projects, partners, results: whole, our own."""

from urllib.parse import urlsplit

import pytest

from rmt.site.sharing.sitemap import places
from tests import factories
from tests.crawl.markup import problems

pytestmark = pytest.mark.django_db


def test_it_answers_in_strict_html_with_one_heading_and_nothing_from_elsewhere(client, programme):
    found = {}
    for address, _day in places():
        response = client.get(urlsplit(address).path)
        wrong = [f"{response.status_code}"] if response.status_code != 200 else []
        if wrong := [*wrong, *problems(response.content.decode())]:
            found[address] = wrong
    assert found == {}


def test_so_does_every_version_of_a_result_whatever_became_of_it(client, programme):
    result = factories.publish(title="A law <b>& more", indicator="I3", parts={"sex:women": 400}).result
    factories.edit(result, value=2000, outcome="Otherwise. " * 40)
    factories.withdraw(result)
    factories.edit(result, title="Back")
    for number in (1, 2, 3, 4):
        response = client.get(f"/results/{result.publications.get(version=number).number}/v{number}/")
        assert (response.status_code, list(problems(response.content.decode()))) == (200, [])


def test_every_kind_of_page_is_among_them(programme):
    paths = [urlsplit(address).path for address, _day in places()]
    assert len(paths) == len(set(paths))
    for kind in ("/countries/togo/", "/themes/financing/", "/indicators/i3/", "/results/1/", "/partners/ireland/"):
        assert kind in paths


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<!doctype html><title>x</title><h1>a</h1><h1>b</h1>", "2 h1"),
        ('<!doctype html><title>x</title><h1>a</h1><img src="https://example.org/a.png" alt="">', "from elsewhere"),
        ('<!doctype html><title>x</title><h1 style="color:red">a</h1>', "a style attribute"),
        ("<!doctype html><title>x</title><h1>a</h1><script>1</script>", "an inline script"),
        ("<!doctype html><title>x</title><h1>a</h1><p></div>", "not strict HTML"),
    ],
)
def test_what_is_wrong_is_found(html, wrong):
    assert [problem for problem in problems(html) if wrong in problem]
