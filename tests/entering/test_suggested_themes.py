"""Themes are suggested by words of four languages, and by the indicator."""

import pytest

from countries.models import Theme
from indicators.tagging import suggested_themes
from indicators.tagging.suggestions import KEYWORDS


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Law on universal health insurance", "social-health-protection"),
        ("Loi sur l’assurance maladie universelle", "social-health-protection"),
        ("Ley de seguro de SALUD", "social-health-protection"),
        ("Lei do seguro de saúde", "social-health-protection"),
        ("Réforme des pensions de vieillesse", "old-age-pensions"),
        ("Seguro de desempleo", "unemployment-protection"),
        ("Travailleurs de l’économie informelle", "informal-economy"),
        ("Personnes en situation de handicap", "disability-inclusive-social-protection"),
        ("Proteção social para refugiados", "migrants-and-forcibly-displaced-persons"),
        ("Drought insurance for farmers", "climate-change-and-just-transition"),
        ("Igualdad de género en las pensiones", "gender-equality"),
        ("Tripartite consultation held", "social-dialogue"),
        ("Ratification of Convention No. 102", "rights-based-systems"),
        ("Réponse à la crise de la COVID-19", "adaptive-systems"),
        ("Campagne de sensibilisation", "culture-of-social-protection"),
        ("Fiscal space analysis", "financing"),
        ("Encuesta de hogares", "statistics-monitoring-and-evaluation"),
        ("Évaluation actuarielle du fonds", "actuarial-valuations"),
        ("Registre social unique en ligne", "digital-transformation"),
    ],
)
def test_by_its_words(text, theme):
    assert theme in suggested_themes([text])


def test_that_of_the_indicator_comes_first():
    assert suggested_themes(["Pension law"], of_indicator="financing") == ["financing", "old-age-pensions"]


def test_nothing_is_suggested_by_nothing():
    assert suggested_themes(["", None, "A law was adopted"]) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_every_theme_has_words():
    assert set(KEYWORDS) == set(Theme.objects.values_list("slug", flat=True))
