"""Numbers as people type them (docs/design.md, rule 17)."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rmt.reader import reading_language


class Marks(NamedTuple):
    """What a language writes between thousands, and before decimals."""

    thousands: str
    decimal: str


ENGLISH = Marks(",", ".")
CONTINENTAL = Marks(".", ",")
LANGUAGES = {"en": ENGLISH, "fr": CONTINENTAL, "es": CONTINENTAL, "pt": CONTINENTAL}

GROUP = "_"  # stands for every space and apostrophe while a number is read
APOSTROPHES = "'’ʼ٬"  # the last is the Arabic thousands separator
MINUSES = "-−‐‑–"
THIN_SPACE = "\u202f"


def parse_number(text: str, language: str | None = None) -> Decimal:
    """The number that was typed. Spaces and apostrophes group, and so does the language's own thousands separator.

    Without a language, that of the person who is signed in.

    >>> parse_number("1,200"), parse_number("1 200 000"), parse_number("1’200.50"), parse_number("٢٬١٠٠")
    (Decimal('1200'), Decimal('1200000'), Decimal('1200.50'), Decimal('2100'))
    >>> parse_number("1.200", "fr"), parse_number("0,5", "fr"), parse_number("1.200.000"), parse_number("−3")
    (Decimal('1200'), Decimal('0.5'), Decimal('1200000'), Decimal('-3'))

    The other separator before exactly three digits could mean two things, so it is asked about.

    >>> parse_number("1.200")
    Traceback (most recent call last):
    django.core.exceptions.ValidationError: ['“1.200” can be read in two ways: did you mean 1 200 or 1.2? ...']

    Raises ValidationError for whatever is not one number: ½, 1e3, words, signs of currency.
    """
    typed = text.strip()
    marks = marks_of(language)
    plain = _plain(typed, marks)
    sign = -1 if plain.startswith("-") else 1
    body = plain.removeprefix("-").strip(GROUP)
    if not re.fullmatch(r"[0-9.,_]+", body):
        raise ValidationError(_why_not_read(typed, marks), code="not-a-number")
    whole, fraction = _split(body, marks, typed)
    return sign * Decimal(f"{whole or 0}.{fraction}" if fraction else whole)


def marks_of(language: str | None = None) -> Marks:
    """What a language writes in numbers; without one, that of the person who is signed in."""
    return LANGUAGES.get((language or reading_language())[:2], ENGLISH)


def written(number: Decimal, language: str | None = None) -> str:
    """A number in words that `parse_number` reads as the same, in the same language.

    >>> written(Decimal("1234.50"), "en"), written(Decimal("-1234.5"), "fr")
    ('1\\u202f234.5', '\\u22121\\u202f234,5')
    """
    whole, _point, fraction = f"{abs(number):f}".partition(".")
    text = f"{int(whole):,}".replace(",", THIN_SPACE)
    if fraction := fraction.rstrip("0"):
        text += marks_of(language).decimal + fraction
    return f"\N{MINUS SIGN}{text}" if number < 0 else text


def _plain(typed: str, marks: Marks) -> str:
    """The same in ASCII: digits of every script, one sign for every space and apostrophe, one for every minus."""
    plain = ""
    for sign in typed:
        category = unicodedata.category(sign)
        if category == "Nd":
            plain += str(unicodedata.decimal(sign))
        elif category == "Zs" or sign in APOSTROPHES:
            plain += GROUP
        elif sign == "٫":  # the Arabic decimal mark
            plain += marks.decimal
        else:
            plain += "-" if sign in MINUSES else sign
    return plain


def _why_not_read(typed: str, marks: Marks) -> str:
    half = f"0{marks.decimal}5"
    if any(unicodedata.category(sign) == "No" for sign in typed) or "/" in typed:
        return _("“%(typed)s” has a fraction. Write it with decimals: %(half)s.") % {"typed": typed, "half": half}
    if re.fullmatch(r"[\d.,\s]+[eE][+-]?\d+", typed):
        return _("Write “%(typed)s” out with all its digits, such as 1 200 000.") % {"typed": typed}
    return _("“%(typed)s” is not read as a number. Write digits only, such as 1 200 000.") % {"typed": typed}


def _split(body: str, marks: Marks, typed: str) -> tuple[str, str]:
    """The digits before and after the decimal mark."""
    if marks.thousands in body and marks.decimal in body:
        is_own_order = body.rfind(marks.decimal) > body.rfind(marks.thousands)
        as_written = marks if is_own_order else Marks(marks.decimal, marks.thousands)
        return _with_decimals(body, as_written, typed)
    if marks.decimal in body:
        return _with_the_decimal_mark(body, marks, typed)
    if marks.thousands in body:
        return _with_the_thousands_mark(body, marks, typed)
    return _grouped(body, GROUP, typed), ""


def _with_decimals(body: str, marks: Marks, typed: str) -> tuple[str, str]:
    whole, _mark, fraction = body.partition(marks.decimal)
    if not fraction.isdigit():
        raise _badly_grouped(typed)
    separator = marks.thousands if marks.thousands in whole else GROUP
    return _grouped(whole, separator, typed) if whole else "", fraction


def _with_the_decimal_mark(body: str, marks: Marks, typed: str) -> tuple[str, str]:
    if body.count(marks.decimal) > 1:  # 1.200.000 can only be a whole number
        return _grouped(body, marks.decimal, typed), ""
    if re.fullmatch(rf"[1-9]\d{{0,2}}{re.escape(marks.decimal)}\d{{3}}", body):
        whole, fraction = body.split(marks.decimal)
        short = fraction.rstrip("0")
        message = _(
            "“%(typed)s” can be read in two ways: did you mean %(grouped)s or %(decimal)s? "
            "Type it again with a space between thousands, or with fewer decimals."
        )
        decimal = f"{whole}{marks.decimal}{short}" if short else whole
        raise ValidationError(
            message % {"typed": typed, "grouped": f"{whole} {fraction}", "decimal": decimal}, code="two-ways"
        )
    return _with_decimals(body, marks, typed)


def _with_the_thousands_mark(body: str, marks: Marks, typed: str) -> tuple[str, str]:
    if body.count(marks.thousands) == 1 and not re.fullmatch(
        rf"[1-9]\d{{0,2}}{re.escape(marks.thousands)}\d{{3}}", body
    ):
        meant = body.replace(marks.thousands, marks.decimal).replace(GROUP, " ")
        message = _("“%(typed)s” is not clear: did you mean %(meant)s?")
        raise ValidationError(message % {"typed": typed, "meant": meant}, code="other-mark")
    return _grouped(body, marks.thousands, typed), ""


def _grouped(whole: str, separator: str, typed: str) -> str:
    """The digits of a whole number in groups of three, or as in 12,34,567; refused if a digit seems to be missing."""
    mark = re.escape(separator)
    if not re.fullmatch(rf"\d+|\d{{1,3}}({mark}\d{{3}})+|\d{{1,2}}({mark}\d{{2}})+{mark}\d{{3}}", whole):
        raise _badly_grouped(typed)
    return whole.replace(separator, "")


def _badly_grouped(typed: str) -> ValidationError:
    message = _("“%(typed)s” is not clear. Group the digits by three, such as 1 200 000, or not at all.")
    return ValidationError(message % {"typed": typed}, code="badly-grouped")
