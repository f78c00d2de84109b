"""What is quoted without its page: a figure never stands without what it rests on, nor against the country."""

import re
from html import unescape

import pytest

from indicators.models import Claim, Target
from tests.factories import publish
from tests.kept import forget_pages
from tests.pages.reading import main_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]
BLAMES = re.compile(
    r"\d+ of \d+ (expected|countries report)|countries? reports?\b|has not (reported|sent)|overdue|is late"
)
NOT_REVIEWED = "not reviewed here"
WHO_PAYS = "Governments run and pay"


@pytest.fixture
def read(client):
    """The whole page of an address, freshly made, without tags."""

    def text_of(address: str) -> str:
        forget_pages()
        return " ".join(unescape(re.sub(r"<(?!meta)[^>]*>", " ", client.get(address).content.decode())).split())

    return text_of


def quote_of(client, country: str) -> str:
    found = re.search(
        r'<meta name="description" content="(.*?)">', client.get(f"/countries/{country}/").content.decode()
    )
    return unescape(found[1])


@pytest.mark.parametrize("country", ["cambodia", "cameroon", "malawi", "pakistan", "cabo-verde"])
def test_the_quote_of_a_country_says_that_nobody_reviewed_it_and_who_runs_and_pays(client, country):
    """Rule 15."""
    quote = quote_of(client, country)
    assert NOT_REVIEWED in quote
    assert WHO_PAYS in quote
    page = unescape(client.get(f"/countries/{country}/").content.decode())
    assert f'<blockquote class="hero__quote" dir="auto">{quote}</blockquote>' in page


def test_a_quote_of_reviewed_results_says_nothing_of_sources_and_a_mixed_one_says_how_many(client):
    publish(indicator="R2")
    assert NOT_REVIEWED not in quote_of(client, "togo")
    publish(indicator="R2", country="KHM")
    forget_pages()
    assert "Of 6 results, 5 taken from published sources and not reviewed here." in quote_of(client, "cambodia")


def test_a_quote_with_changes_of_one_step_counts_them_once(client):
    publish(indicator="R1", country="SEN")
    assert "since 2016: 1 strategy or policy adopted." in quote_of(client, "senegal")
    publish(indicator="R2", country="SEN")
    forget_pages()
    assert "since 2016: 2 institutional changes (1 strategy or policy, 1 law or scheme)." in quote_of(client, "senegal")


@pytest.mark.parametrize("address", ["/countries/malawi/", "/indicators/r2/", "/countries/malawi/embed/"])
def test_what_is_contested_is_said_where_it_counts(read, address):
    """A bill counts as a law adopted: the count leads to the remark, or says that there is one."""
    assert re.search(
        r"Contested: whether an act was passed is to be checked|remarks? on|What is contested", read(address)
    )


@pytest.mark.parametrize("address", ["/countries/cambodia/embed/"])
def test_a_card_with_something_reviewed_still_says_what_was_not(read, address):
    assert "From sources of up to 2021, not reviewed here" in read(address)
    publish(indicator="R2", country="KHM")
    assert "; in part from sources, not reviewed here" in read(address)


def test_the_headlines_of_home_say_how_many_results_were_not_reviewed_and_how_to_read_an_aim(read):
    assert "All results behind them were taken from published sources and not reviewed here." in read("/")
    publish(indicator="R2")
    home = read("/")
    assert re.search(
        r"Of the \d+ results behind them, \d+ were taken from published sources and not reviewed here", home
    )
    assert "not how far an aim was reached" in home


def test_no_description_says_that_the_programme_changed_a_country(client):
    """Rule 15: nothing is attributed to the programme."""
    for address in ("/", "/countries/", "/countries/togo/", "/countries/cambodia/embed/", "/partners/ireland/"):
        page = client.get(address).content.decode()
        [said] = re.findall(r'<meta name="description" content="(.*?)">', page)
        assert not re.search(
            r"the programme [^,;]*changed|results? of the programme|helped to (change|bring)", said, re.I
        ), said


def test_the_quote_of_malawi_says_that_there_is_a_remark(client):
    assert "The editors remark on" in quote_of(client, "malawi")


@pytest.mark.parametrize("address", ["/", "/countries/", "/countries/cambodia/", "/indicators/i3/", "/about/glossary/"])
def test_no_page_blames_a_country_for_what_is_not_recorded(read, address):
    """Rule 19: the programme is named, never the country."""
    assert BLAMES.findall(read(address)) == []


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/i3/", "/countries/cambodia/"])
def test_nobody_is_called_newly_covered_while_first_cover_is_not_known(read, address):
    """Rule 10."""
    assert not re.search(r"newly (covered|entitled|protected)", read(address))


def test_a_target_in_a_unit_that_is_not_worked_out_is_never_none_reached(client):
    """14 countries are recorded: that is not "none" of 70 per cent of countries."""
    assert Target.objects.filter(unit="per cent of countries", indicator__code="R2").exists()
    [row] = re.findall(
        r"<li\b(?:(?!</li>).)*70 per cent of countries.*?</li>", main_of(client.get("/indicators/r2/")), re.S
    )
    assert "not worked out in this unit" in row
    assert "none of these" not in row


def test_a_difference_from_what_was_published_accuses_nobody(read):
    assert Claim.objects.exists()
    assert "No difference says which of the two is right." in read("/claims/")
    assert "neither is adjusted to agree with the other" in read("/")
