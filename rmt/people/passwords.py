"""Which passwords are refused besides Django's: those that somebody who knows the programme would try first."""

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.models import Country
from rmt.models import User
from rmt.text import key_of

LETTERS_OF_ITS_OWN = 5
OF_THE_PROGRAMME = (
    "rmt ilo oit un social protection socialprotection proteccion sociale protecao floor floors socle pisos building "
    "results result monitoring tool all flagship programme program geneva geneve labour organization office country "
    "manager focal point admin administrator"
)
OF_ANYBODY = (
    "password passwort motdepasse contrasena senha passw pass welcome bienvenue login secret letmein iloveyou change "
    "changeme test demo user january february march april may june july august september october november december "
    "janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre spring summer autumn winter"
)
ENGLISH_KEYS, FRENCH_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("azertyuiop", "qsdfghjklm", "wxcvbn")
ROWS_OF_KEYS = (*ENGLISH_KEYS, *FRENCH_KEYS, ascii_lowercase)
SHORTEST_WALK = 4
WRITTEN_AS = str.maketrans("0134578@$!", "oieastbasi")
INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[0134578@$!]{1,2}(?=[^\W\d_])")


class WordsOfTheProgrammeValidator:
    """Takes away what anybody could guess, and asks that a few letters are left that only the owner knows.

    Guessed are words of the programme, the person's name and address, names of countries, months, rows of keys,
    letters that are repeated, and digits. A common password stays common with digits around it, or said twice.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        words = _plain(password)
        if is_common(words):
            raise ValidationError(
                _("This is a common password, with a little around it. Choose three or four words of your own."),
                code="password_common_inside",
            )
        for word in sorted({*words_known(), *words_of(user)}, key=len, reverse=True):
            words = words.replace(word, " ")
        for walk in walks():
            words = words.replace(walk, " ")
        words = re.sub(r"(.)\1{2,}", r"\1", words)
        if len(set(words) - {" "}) < LETTERS_OF_ITS_OWN:
            raise ValidationError(
                _(
                    "Somebody who knows you or the programme could guess it: names, countries, years and rows of keys "
                    "do not count. Choose three or four words of your own."
                ),
                code="password_of_the_programme",
            )

    def get_help_text(self) -> str:
        return _("Three or four words that have nothing to do with you or the programme are best.")


def _plain(text: str) -> str:
    """Small letters alone, without accents; a figure or two inside a word are the letters that they stand for."""
    written = INSIDE_A_WORD.sub(lambda signs: signs[0].translate(WRITTEN_AS), text)
    return re.sub(r"[^a-z]+", " ", key_of(written)).strip()


def is_common(words: str) -> bool:
    """Whether nothing is left but one of the common passwords, once or several times."""
    text = words.replace(" ", "")
    repeated = re.fullmatch(r"(.+?)\1*", text)
    return bool(repeated and {text, repeated[1]} & common_passwords())


@cache
def common_passwords() -> set[str]:
    """Django's list of 20 000, as letters."""
    return {word for password in CommonPasswordValidator().passwords if len(word := _plain(password)) >= SHORTEST_WALK}


def words_known() -> set[str]:
    """Words of the programme and of anybody, and the names of countries: read each time, for countries can be added."""
    names = Country.objects.values_list("name_en", "name_fr", "name_es", "iso3")
    countries = {word for row in names for name in row if name for word in [*_plain(name).split(), _joined(name)]}
    return {word for word in countries if len(word) > 2} | set(f"{OF_THE_PROGRAMME} {OF_ANYBODY}".split())


def words_of(user: User | None) -> Iterator[str]:
    """The parts of a person's name and address that have at least three letters."""
    for text in (user.email, user.first_name, user.last_name) if user else ():
        yield from (word for word in _plain(text).split() if len(word) > 2)


def walks() -> Iterator[str]:
    """Neighbours on a keyboard or in the alphabet, forwards and backwards, the longest first."""
    for length in range(max(map(len, ROWS_OF_KEYS)), SHORTEST_WALK - 1, -1):
        for row in ROWS_OF_KEYS:
            for keys in (row, row[::-1]):
                yield from (keys[start : start + length] for start in range(len(keys) - length + 1))


def _joined(name: str) -> str:
    return _plain(name).replace(" ", "")
