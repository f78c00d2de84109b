"""What the cells of a list mean: money, shares, days, states. Each reader returns a value or refuses.

`None` is "not known". Every refusal is a ValidationError whose message names the value and what to write instead.
"""

import calendar
import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.imports.reading import SHARED_SIGNS, ListCell, currency_of_sign
from projects.models import Project
from rmt.forms import parse_number
from rmt.text import key_of

NOT_KNOWN = {
    "",
    "-",
    "–",
    "—",
    "?",
    "...",
    "…",
    "n/a",
    "na",
    "n.a.",
    "nd",
    "n.d.",
    "tbd",
    "tbc",
    "unknown",
    "not known",
    "s/o",
    "none",
}
LARGEST = Decimal(10) ** 13
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # １２３，０００

Days = tuple[date, date]


def is_known(text: str) -> bool:
    """Whether a cell has a value: it is neither empty nor "n/a", "tbd", …"""
    return text.strip().casefold() not in NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount, and the currency where the cell names one: its code, or a sign that several share ("$")."""

    amount: Decimal
    currency: str | None = None


def money(cell: ListCell, language: str = "en") -> Sum | None:
    """An amount of money as people write it; `language` decides what a single comma or point means (rule 17).

    >>> money(ListCell("US$ 3’000’000")), money(ListCell("1.234.567,89")).amount
    (Sum(amount=Decimal('3000000.00'), currency='USD'), Decimal('1234567.89'))
    """
    if isinstance(cell.value, date):
        message = _("“%(typed)s” is a day, not an amount. Format the cell as a number.")
        raise ValidationError(message % {"typed": cell.text})
    typed = cell.text.strip()
    if isinstance(cell.value, Decimal) and not any(sign.isalpha() for sign in typed):
        return Sum(_fits(cell.value, typed), cell.currency)
    if not is_known(typed):
        return None
    if "%" in typed:
        message = _("“%(typed)s” is a share, not an amount. Write the amount, such as 1 200 000.")
        raise ValidationError(message % {"typed": typed})
    digits, currency = _without_currency(typed.translate(FULL_WIDTH))
    return Sum(_fits(parse_number(digits, language), typed), currency or cell.currency)


def spent_and_budget(cell: ListCell, language: str = "en") -> tuple[Sum | None, Sum | None]:
    """A cell that holds one amount, or two as the older tool printed them: spent / budget.

    >>> [found.amount for found in spent_and_budget(ListCell("1 234 567 / 2 000 000"))]
    [Decimal('1234567.00'), Decimal('2000000.00')]
    """
    typed = cell.text
    if isinstance(cell.value, str) and is_known(typed) and "/" in typed:
        parts = typed.split(" / ") if " / " in typed else typed.split("/")
        if len(parts) != 2 or not all(re.search(r"\d", part) or not is_known(part) for part in parts):
            message = _("“%(typed)s” is not an amount. Write one amount, or two: spent / budget.")
            raise ValidationError(message % {"typed": typed})
        spent, budget = (money(ListCell(part.strip()), language) for part in parts)
        return spent, budget
    return None, money(cell, language)


def _without_currency(typed: str) -> tuple[str, str | None]:
    # A point after a letter belongs to the sign: "Fr. 500", "kr.500".
    sign = r"[^\d\s٠-٩.,'’-][^\d٠-٩]*?(?:(?<=[^\W\d_])\.)?"
    found = re.fullmatch(rf"\s*({sign})?\s*([-−]?[\d٠-٩.,].*?)\s*([^\d\s٠-٩][^\d٠-٩]*)?", typed)
    if not found:
        return typed, None
    signs = [sign.strip().casefold() for sign in (found[1], found[3]) if sign and sign.strip()]
    if not signs:
        return typed, None
    if len(signs) > 1 or (currency := currency_of_sign(signs[0])) is None:
        return typed, None
    return found[2], currency


def one_currency(named: Set[str]) -> str | None:
    """The currency of a row, from the codes and signs that it names; a sign that several share fits each of these.

    >>> one_currency({"$", "CAD"}), one_currency({"EUR"}), one_currency(set())
    ('CAD', 'EUR', None)

    Raises ValidationError for several, and for a sign alone.
    """
    meant = named - {sign for sign in named if sign in SHARED_SIGNS and SHARED_SIGNS[sign] & named}
    if len(meant) > 1:
        text = ", ".join(sorted(meant))
        raise ValidationError(_("The row names several currencies: %(codes)s.") % {"codes": text})
    currency = next(iter(meant), None)
    if currency in SHARED_SIGNS:
        message = _("“%(sign)s” does not say whose currency it is. Write its code, such as USD.")
        raise ValidationError(message % {"sign": currency})
    return currency


def _fits(amount: Decimal, typed: str) -> Decimal:
    if abs(amount) >= LARGEST:
        raise ValidationError(_("“%(typed)s” is too large. Check its digits.") % {"typed": typed})
    return amount.quantize(Decimal("0.01"))


def currency(cell: ListCell) -> str | None:
    """A code of ISO 4217, or a sign that means one."""
    typed = cell.text.strip()
    if not is_known(typed):
        return None
    code = currency_of_sign(typed)
    if code is None or code in SHARED_SIGNS:
        raise ValidationError(_("“%(typed)s” is not a currency. Write its code, such as USD.") % {"typed": typed})
    return code


def share(typed: str) -> Decimal:
    """A share in per cent.

    >>> share("8,0%"), share("40 %")
    (Decimal('8.0'), Decimal('40'))
    """
    digits = typed.replace("%", "").strip()
    if re.fullmatch(r"\d{1,3},\d{1,2}", digits):
        digits = digits.replace(",", ".")
    value = parse_number(digits)
    if not 0 < value <= 100:
        message = _("“%(typed)s” is not a share. Write per cent, above 0 and at most 100.")
        raise ValidationError(message % {"typed": typed})
    return value


# Days

FIRST_YEAR, LAST_YEAR = 1919, 2100
EXCEL_EPOCH = date(1899, 12, 30)

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene janeiro", "february feb fevrier fevr fev febrero fevereiro",
            "march mar mars marzo marco", "april apr avril avr abril abr", "may mai mayo maio",
            "june jun juin junio junho", "july jul juillet juil julio julho", "august aug aout agosto ago",
            "september sep sept septembre septiembre setembro set", "october oct octobre octubre outubro out",
            "november nov novembre noviembre novembro", "december dec decembre diciembre dic dezembro dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def days(cell: ListCell) -> Days | None:
    """The first and the last day that a date can mean: one day, a month or a year.

    >>> days(ListCell("Dec 2020")), days(ListCell("31.12.2025"))[0]
    ((datetime.date(2020, 12, 1), datetime.date(2020, 12, 31)), datetime.date(2025, 12, 31))
    """
    if isinstance(cell.value, date) and cell.shown is None:
        return _day(cell.value.year, cell.value.month, cell.value.day, cell.text)
    typed = " ".join(cell.text.split())
    if not is_known(typed):
        return None
    if isinstance(cell.value, Decimal):
        return _from_number(cell.value, typed)
    return _from_digits(typed) or _from_words(typed) or _no_day(typed)


def period(cell: ListCell) -> tuple[Days | None, Days | None]:
    """Two dates in one cell, from – to: "13.12.2023 - 31.12.2026", "2016–2020"."""
    typed = " ".join(cell.text.split())
    if not is_known(typed):
        return None, None
    parts = re.split(r"\s+[-–—]\s+|\s*[–—]\s*|\s+to\s+|\s+au\s+", typed)
    if len(parts) == 1:
        parts = re.split(r"(?<=^\d{4})\s*-\s*(?=\d{4}$)", typed)
    if len(parts) != 2:
        message = _("“%(typed)s” is not a period. Write two dates, such as 2021-01-01 – 2025-12-31.")
        raise ValidationError(message % {"typed": typed})
    return days(ListCell(parts[0])), days(ListCell(parts[1]))


def _from_number(number: Decimal, typed: str) -> Days:
    """A year, or the serial number by which a spreadsheet counts days."""
    if FIRST_YEAR <= number <= LAST_YEAR and number == int(number):
        return _year(int(number))
    if 7_000 <= number <= 73_000:  # 1919 to 2099
        day = EXCEL_EPOCH + timedelta(days=int(number))
        return day, day
    return _no_day(typed)


def _from_digits(typed: str) -> Days | None:
    text = re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", typed)
    if re.fullmatch(r"\d{4}", text):
        return _year_typed(int(text), typed)
    if re.fullmatch(r"\d{5}", text):
        return _from_number(Decimal(text), typed)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        return _day(int(found[1]), int(found[2]), int(found[3]), typed)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", text) or re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
        year, month = sorted((int(found[1]), int(found[2])), reverse=True)
        return _month(year, month, typed)
    if found := re.fullmatch(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})", text):
        return _day_and_month(int(found[1]), int(found[3]), int(found[4]), found[2], typed)
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", text):
        message = _("“%(typed)s” has a year of two digits. Write the year in full, such as 2021-04-03.")
        raise ValidationError(message % {"typed": typed})
    return None


def _day_and_month(first: int, second: int, year: int, sign: str, typed: str) -> Days:
    """Day and month, in this order with dots; with other signs, the order must be clear from the numbers."""
    if sign == "." or first > 12 or first == second:
        return _day(year, second, first, typed)
    if second > 12:
        return _day(year, first, second, typed)
    message = _("“%(typed)s” can be %(one)s or %(other)s. Write it as %(year)s-%(b)s-%(a)s or %(year)s-%(a)s-%(b)s.")
    one, other = f"{first} {calendar.month_name[second]}", f"{second} {calendar.month_name[first]}"
    numbers = {"year": year, "a": f"{first:02}", "b": f"{second:02}"}
    raise ValidationError(message % {"typed": typed, "one": one, "other": other, **numbers}, code="two-ways")


def _from_words(typed: str) -> Days | None:
    """A day with the month in words, in English, French, Spanish or Portuguese."""
    words = [
        word
        for word in re.findall(r"\d+|[a-z]+", key_of(typed))
        if word not in {"de", "of", "the", "st", "nd", "rd", "th", "er"}
    ]
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [int(word) for word in words if word.isdigit()]
    years = [number for number in numbers if number > 31]
    if len(months) != 1 or len(years) != 1 or len(words) != len(numbers) + 1:
        return None
    rest = [number for number in numbers if number <= 31]
    if not rest:
        return _month(years[0], months[0], typed)
    return _day(years[0], months[0], rest[0], typed) if len(rest) == 1 else None


def _year_typed(year: int, typed: str) -> Days:
    return _year(year) if FIRST_YEAR <= year <= LAST_YEAR else _no_day(typed)


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int, typed: str) -> Days:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return _no_day(typed)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int, typed: str) -> Days:
    try:
        found = date(year, month, day)
    except ValueError:
        return _no_day(typed)
    return (found, found) if FIRST_YEAR <= year <= LAST_YEAR else _no_day(typed)


def _no_day(typed: str) -> Days:
    raise ValidationError(_("“%(typed)s” is not a date. Write it as 2021-04-03, 2021-04 or 2021.") % {"typed": typed})


# States

STATES = {
    Project.Status.PLANNED: "planned|pipeline|proposed|prevu|previsto",
    Project.Status.IN_PROGRESS: "in progress|ongoing|active|running|under implementation|implementation|en cours"
    "|en curso|em curso",
    Project.Status.SUSPENDED: "suspended|on hold|suspendu|suspendido|suspenso",
    Project.Status.COMPLETED: "completed|complete|closed|finished|ended|termine|acheve|clos|terminado|finalizado"
    "|concluido",
    Project.Status.CANCELLED: "cancelled|canceled|annule|cancelado",
}
STATE_OF = {word: state for state, words in STATES.items() for word in words.split("|")}


def status(cell: ListCell) -> str | None:
    """The status of a project: planned, in progress, …"""
    if not is_known(cell.text):
        return None
    try:
        return STATE_OF[key_of(cell.text)]
    except KeyError:
        message = _("“%(typed)s” is not a status. Write planned, in progress, suspended, completed or cancelled.")
        raise ValidationError(message % {"typed": cell.text}) from None


def yes_or_no(cell: ListCell) -> bool | None:
    """Yes or no, in several languages."""
    words = key_of(cell.text)
    if not is_known(cell.text):
        return None
    if words in {"yes", "y", "1", "x", "true", "oui", "si", "sim", "flagship"}:
        return True
    if words in {"no", "n", "0", "false", "non", "nao"}:
        return False
    raise ValidationError(_("“%(typed)s” is neither yes nor no.") % {"typed": cell.text})


def marker(cell: ListCell) -> int | None:
    """A policy marker of the OECD: 0, 1 or 2."""
    if not is_known(cell.text):
        return None
    if cell.text in {"0", "1", "2"}:
        return int(cell.text)
    raise ValidationError(_("“%(typed)s” is not a marker. Write 0, 1 or 2.") % {"typed": cell.text})


def purposes(cell: ListCell) -> dict[int, Decimal | None]:
    """Purpose codes of five digits, each with a share or none: "16010 (60%); 12220"."""
    found: dict[int, Decimal | None] = {}
    for part in filter(None, (p.strip() for p in re.split(r"[;,\n|]", cell.text))):
        if not is_known(part):
            continue
        match = re.fullmatch(r"(\d{5})(?:\s*[-:(]?\s*(\d[\d.,]*\s*%)\)?)?", part)
        if not match:
            message = _("“%(typed)s” is not a purpose code. Write five digits, such as 16010.")
            raise ValidationError(message % {"typed": part})
        found[int(match[1])] = share(match[2]) if match[2] else None
    return found
