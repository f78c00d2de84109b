"""Countries by the names that people write: in four languages, by codes, and as other lists abbreviate them."""

import gettext
import re
from collections.abc import Iterator, Mapping
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
    "BIH": "Bosnia; Bosnia & Herzegovina; Bosnia and Herz.; Bosnie-Herzégovine",
    "BOL": "Bolivia; Bolivie",
    "BRA": "Brasil; Brésil",
    "CAF": "CAR; Central African Rep.",
    "CIV": "Ivory Coast; Costa de Marfil",
    "COD": "DRC; DR Congo; RDC; Congo, Democratic Republic of the; Congo, Dem. Rep.; Democratic Rep. of the Congo",
    "COG": "Congo; Congo, Rep.; Congo Brazzaville; Republic of the Congo",
    "CPV": "Cape Verde; Cap-Vert",
    "CHE": "Swiss Confederation; Confédération suisse; Confederación Suiza",
    "CZE": "Czech Republic",
    "EGY": "Egypt, Arab Rep.",
    "GBR": "UK; U.K.; Great Britain; Royaume-Uni; Reino Unido",
    "GMB": "The Gambia; Gambia, The",
    "GNB": "Guinée-Bissau; Guiné-Bissau; Guinea Bissau",
    "IRN": "Iran; Iran, Islamic Rep.",
    "KGZ": "Kyrgyz Republic; Kirghizistan",
    "KOR": "Korea; South Korea; Korea, Republic of; Korea, Rep.; Republic of Korea; Corée du Sud; Corea del Sur",
    "LAO": "Lao PDR; Laos; Lao P.D.R.",
    "MAR": "Maroc; Marruecos",
    "MDA": "Moldova; Moldavie",
    "MKD": "Macedonia; FYR Macedonia; TFYR Macedonia; The former Yugoslav Republic of Macedonia; FYROM; TFYROM",
    "MMR": "Burma; Birmanie",
    "MOZ": "Moçambique",
    "NLD": "Holland; The Netherlands",
    "PSE": "Palestine; State of Palestine; OPT; oPt; West Bank and Gaza; Territoire palestinien occupé",
    "PRK": "North Korea; DPRK; DPR Korea; Corée du Nord; Corea del Norte",
    "RUS": "Russia; Russie; Rusia",
    "STP": "São Tomé e Príncipe; São Tomé and Príncipe; Sao Tome & Principe; São Tomé",
    "SWZ": "Swaziland",
    "SYR": "Syria; Syrie; Siria",
    "TLS": "East Timor; Timor Leste; Timor-oriental",
    "TUR": "Turkey; Turquie; Turquía; Turkiye",
    "TZA": "Tanzania; Tanzanie; Tanzanía",
    "USA": "USA; U.S.A.; US; U.S.; United States; États-Unis; Estados Unidos",
    "VEN": "Venezuela; Venezuela, RB",
    "VNM": "Vietnam; Viet-Nam; Viêt Nam",
    "YEM": "Yemen, Rep.",
}


# Words that tell no two countries apart, and what others stand for: "Rep. of N.Macedonia", "St Lucia".
FORMAL_WORDS = {
    *("the", "and", "of", "la", "le", "les", "l", "et", "de", "des", "du", "d", "el", "los", "las", "y", "del", "e"),
    *("o", "os", "as", "do", "da", "dos", "das", "republic", "republique", "republica", "kingdom", "royaume", "reino"),
    *("federal", "federale", "federated", "islamic", "islamique", "islamica", "state", "states", "etat", "estado"),
}
ABBREVIATIONS = {
    "st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic", "fed": "federal", "isl": "islamic",
    "n": "north", "s": "south", "is": "islands", "democratique": "democratic", "democratica": "democratic",
}  # fmt: skip
UNITED = {
    "united",
    "uni",
    "unis",
    "unido",
    "unidos",
}  # what makes a name only with the formal word: UNIDO is no kingdom
GOVERNMENT = {"government", "govt", "gov", "gouvernement", "gobierno", "governo"}
FORMAL_NAME = (
    r"(?:(?:federal|islamic|people s) )?(?:republic|rep|kingdom|state) of"
    r"|(?:republique|royaume|etat)(?: federale| islamique)? (?:des?|du|d)"
    r"|(?:republica|reino|estado)(?: federal| islamica)? (?:de|del|d[ao]s?)"
)
BEFORE_NAME = re.compile(
    rf"^(?:(?:{FORMAL_NAME}|of|the|des?|du|d|del|d[ao]s?|la|les?|l|el|los|las|os?|as?) )+| (?:{FORMAL_NAME})(?: the)?$"
)
ANOTHER = {"republic of china", "the republic of china", "china republic of"}  # not the People's


class CountriesByName(Mapping[str, Country]):
    """Every country under the key of each name and code by which it may be written, formal and abbreviated ones too.

    To iterate gives the names and codes; a formal name such as "Republic of N. Macedonia" is found as well.
    """

    def __init__(self, countries: list[Country]) -> None:
        self.named: dict[str, Country] = {}
        self.worded: dict[frozenset[str], Country | None] = {}  # `None` where two countries share the words
        every = [(country, keys_of(country)) for country in countries]
        for country, (own, _others) in every:
            for key in own:
                self.named.setdefault(key, country)
        for country, (own, others) in every:
            for key in others:
                self.named.setdefault(key, country)
            for words in {words_of(key) for key in (*own, *others) if len(key) > 3}:
                if self.worded.setdefault(words, country) != country:
                    self.worded[words] = None

    def __getitem__(self, key: str) -> Country:
        if key in self.named:
            return self.named[key]
        country = self.worded.get(words_of(key)) if key not in ANOTHER else None
        if country is None:
            raise KeyError(key)
        return country

    def __iter__(self) -> Iterator[str]:
        return iter(self.named)

    def __len__(self) -> int:
        return len(self.named)

    def state(self, name: str) -> Country | None:
        """The country that a partner is: "Allemagne", "Government of Norway". A code is none: CAF is a bank.

        Only a name that is known as it stands, or behind "Republic of" and the like: a partner is not guessed.
        """
        key = " ".join(word for word in key_of(name).split() if word not in GOVERNMENT)
        if key in ANOTHER:
            return None
        names = (key, BEFORE_NAME.sub("", key))
        return next((self.named[n] for n in names if n in self.named and (len(n) > 3 or n in ("usa", "uk"))), None)


def countries_by_name() -> CountriesByName:
    """Every country under the key of each name and code by which it may be written."""
    return CountriesByName(list(Country.objects.all()))


def keys_of(country: Country) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of a country's codes and of our names for it, and those of what others call it."""
    own = (country.iso2, country.iso3, country.name_en, country.name_fr, country.name_es, country.slug)
    return _keys(own), _keys(tuple(names_of(country)))


@lru_cache(maxsize=2_000)
def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in map(key_of, names) if key))


@lru_cache(maxsize=10_000)
def words_of(key: str) -> frozenset[str]:
    """The words by which a country is told from the others, whatever their order.

    >>> words_of("republic of n macedonia") == words_of("north macedonia"), words_of("the republic")
    (True, frozenset())
    """
    words = frozenset(ABBREVIATIONS.get(word, word) for word in key.replace("people s ", "").split())
    telling = words - FORMAL_WORDS
    return words if telling and telling <= UNITED else telling


def names_of(country: Country) -> list[str]:
    """Every name by which a country is called, ours first: English, French, Spanish, Portuguese, and other lists'."""
    own = [country.name_en, country.name_fr, country.name_es, *names_in_four_languages(country.iso2)]
    return [name.strip() for name in [*own, *OTHER_NAMES.get(country.iso3, "").split(";")] if name.strip()]


@lru_cache(maxsize=300)
def names_in_four_languages(iso2: str) -> tuple[str, ...]:
    """The names of a country in English, French, Spanish and Portuguese, as django-countries has them.

    >>> names_in_four_languages("KH"), names_in_four_languages("ZZ")
    (('Cambodia', 'Cambodge', 'Camboya', 'Cambodja', 'Camboja'), ())
    """
    names = [str(known[iso2]) for known in (COUNTRIES, CountriesBase.COMMON_NAMES) if iso2 in known]
    texts = [_words(language).gettext(name) for name in names for language in ("en", "fr", "es", "pt", "pt_BR")]
    return tuple(dict.fromkeys(texts))


@lru_cache
def _words(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "django", Path(django_countries.__file__).parent / "locale", [language], fallback=language == "en"
    )
