"""Countries by the names that people write: ours in three languages, codes, and what other lists call them."""

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import django_countries
from django_countries.base import CountriesBase
from django_countries.data import COUNTRIES

from countries.models import Country
from rmt.text import key_of

OTHER_NAMES: Mapping[str, str] = {
    # What other lists and languages write; ISO codes and our own names need no line here.
    "AGO": "Angola",
    "BIH": "Bosnia & Herzegovina; Bosnie-Herzégovine",
    "BOL": "Bolivia; Bolivie",
    "BRA": "Brasil; Brésil",
    "CAF": "CAR; Central African Rep.",
    "CIV": "Ivory Coast; Costa de Marfil",
    "COD": "DRC; DR Congo; RDC; Congo, Democratic Republic of the; Congo, Dem. Rep.; Democratic Rep. of the Congo",
    "COG": "Congo, Rep.; Congo Brazzaville; Republic of the Congo",
    "CPV": "Cape Verde; Cap-Vert",
    "CZE": "Czech Republic",
    "EGY": "Egypt, Arab Rep.",
    "GBR": "UK; Great Britain; Royaume-Uni; Reino Unido",
    "GMB": "The Gambia; Gambia, The",
    "GNB": "Guinée-Bissau; Guiné-Bissau; Guinea Bissau",
    "IRN": "Iran; Iran, Islamic Rep.",
    "KGZ": "Kyrgyz Republic; Kirghizistan",
    "KOR": "Korea; South Korea; Korea, Republic of; Korea, Rep.; Republic of Korea; Corée du Sud; Corea del Sur",
    "LAO": "Lao PDR; Laos; Lao P.D.R.",
    "MAR": "Maroc; Marruecos",
    "MDA": "Moldova; Moldavie",
    "MKD": "Macedonia; FYR Macedonia",
    "MMR": "Burma; Birmanie",
    "MOZ": "Moçambique",
    "PSE": "Palestine; State of Palestine; OPT; oPt; West Bank and Gaza; Territoire palestinien occupé",
    "PRK": "North Korea",
    "RUS": "Russia; Russie; Rusia",
    "STP": "São Tomé e Príncipe; São Tomé and Príncipe; Sao Tome & Principe; São Tomé",
    "SWZ": "Swaziland",
    "SYR": "Syria; Syrie; Siria",
    "TLS": "East Timor; Timor Leste; Timor-oriental",
    "TUR": "Turkey; Turquie; Turquía; Turkiye",
    "TZA": "Tanzania; Tanzanie; Tanzanía",
    "USA": "USA; US; United States; États-Unis; Estados Unidos",
    "VEN": "Venezuela; Venezuela, RB",
    "VNM": "Vietnam; Viet-Nam; Viêt Nam",
    "YEM": "Yemen, Rep.",
}


def countries_by_name() -> dict[str, Country]:
    """Every country under the key of each name and code by which it may be written."""
    found: dict[str, Country] = {}
    for country in Country.objects.all():
        names = [country.iso2, country.iso3, country.name_en, country.name_fr, country.name_es, country.slug]
        for name in [*names, *OTHER_NAMES.get(country.iso3, "").split(";")]:
            if key := key_of(name):
                found.setdefault(key, country)
    return found


def names_of(country: Country) -> list[str]:
    """Every name by which a country is called, ours first: English, French, Spanish, Portuguese, and other lists'."""
    own = [country.name_en, country.name_fr, country.name_es, *portuguese_names(country.iso2)]
    return [name.strip() for name in [*own, *OTHER_NAMES.get(country.iso3, "").split(";")] if name.strip()]


def portuguese_names(iso2: str) -> list[str]:
    """The names of a country in the Portuguese of Portugal and of Brazil, as django-countries has them.

    >>> portuguese_names("CI"), portuguese_names("KH"), portuguese_names("ZZ")
    (['Costa do Marfim', 'Costa do Marfim'], ['Cambodja', 'Camboja'], [])
    """
    names: Mapping[str, object] = {**COUNTRIES, **CountriesBase.COMMON_NAMES}
    name = str(names.get(iso2, ""))
    return [_words(language).gettext(name) for language in ("pt", "pt_BR")] if name else []


@lru_cache
def _words(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", Path(django_countries.__file__).parent / "locale", [language])
