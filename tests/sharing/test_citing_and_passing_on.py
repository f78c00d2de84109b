"""How to cite a page, and the links and the snippet under "Share and cite"."""

from datetime import date
from html import unescape

import pytest
from django.template import engines

from countries.models import Country

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

SHARE = '{% include "countries/country/_share.html" with country=country past=past only %}'


def rendered(text: str, **context) -> str:
    return unescape(engines["django"].from_string(text).render(context))


def shared(day: date | None) -> str:
    return rendered(SHARE, country=Country.objects.get(slug="togo"), past={"day": day})


def test_a_citation_names_the_day_and_leads_to_what_was_read(settings):
    text = rendered('{% cite "Togo" "/countries/togo/" day %}', day=date(2026, 3, 1))
    assert "Togo, as on 1 March 2026." in text
    assert f"{settings.SITE_URL}/countries/togo/?as_of=2026-03-01" in text


def test_the_snippet_is_a_frame_of_the_card(settings):
    text = shared(None)
    assert f'<iframe src="{settings.SITE_URL}/countries/togo/embed/" title="Togo: results on social protection"' in text
    for address in ("embed/", "card.png", "feed.atom"):
        assert f'href="/countries/togo/{address}"' in text


def test_a_past_day_has_the_citation_only():
    text = shared(date(2026, 3, 1))
    assert "?as_of=2026-03-01" in text
    assert "iframe" not in text
    assert "card.png" not in text
