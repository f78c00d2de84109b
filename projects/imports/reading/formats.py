"""What the eye sees of a number in a workbook: currency, leading zeros, per cent, a day, or nothing.

The value itself is never rounded: a format that shows 1 235 of 1 234 567 or 12% of 12.34% leaves the value as it is.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from projects.imports.reading.cells import BLANK, ListCell
from projects.imports.reading.currencies import currency_of_sign

DIGITS_SHOWN = Context(prec=15)  # a spreadsheet shows no more; what comes after them is noise of the processor
PIECES = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _. | \*.          # words; the room of a sign; a sign that fills
    | \[\$(?P<sign>[^\]-]*)(?:-(?P<place>[^\]]*))?\]            # [$€-407]
    | \[(?P<condition>[<>=]+[-\d.]+)\] | \[[^\]]*\]             # [>=1000], [Red]
    | (?P<digits>[0\#?]+) | (?P<mark>[.,%@/;]|[eE][+-]|General) | (?P<bare>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class Section(NamedTuple):
    """One part of a format, such as that for numbers above zero."""

    condition: str  # ">=1000", or empty
    pieces: tuple[tuple[str, str], ...]  # ("words" | "digits" | "mark", text), without what names the currency
    currency: str | None

    def has(self, kind: str, *texts: str) -> bool:
        return any(piece == kind and (not texts or text in texts) for piece, text in self.pieces)

    @property
    def scale(self) -> int:
        """How many thousands the format cuts off: one for each comma after a digit with no digit after it."""
        marks = "".join(text for kind, text in self.pieces if kind != "words")
        return sum(len(commas) for commas in re.findall(r"(?<=[0#?])(,+)(?![0#?,])", marks))


@lru_cache(maxsize=1_000)
def sections_of(code: str) -> list[Section]:
    """The parts of a format: for numbers above zero, below, zero, and text; or each with a condition."""
    found: list[Section] = []
    pieces: list[tuple[str, str]] = []
    condition, currency = "", None
    for match in [*PIECES.finditer(code), None]:
        if match is None or match["mark"] == ";":
            named = [(currency_of_sign(text), place) for place, (kind, text) in enumerate(pieces) if kind == "words"]
            for sign, place in named:
                if sign and currency is None:
                    currency, pieces[place] = sign, ("words", "")
            kept = tuple(piece for piece in pieces if piece[1].strip() or piece[0] != "words")
            found.append(Section(condition, kept, currency))
            pieces, condition, currency = [], "", None
        elif match["sign"] is not None:
            currency = currency_of_sign(match["sign"], match["place"] or "") or currency
            if currency is None and match["sign"].strip():
                pieces.append(("words", match["sign"]))
        elif match["condition"]:
            condition = match["condition"]
        elif match["digits"] or match["mark"]:
            pieces.append(("digits", match["digits"]) if match["digits"] else ("mark", match["mark"].casefold()))
        else:
            words = match["quoted"] or match["escaped"] or match["bare"] or ""
            if pieces and pieces[-1][0] == "words":
                pieces[-1] = ("words", pieces[-1][1] + words)
            elif words:
                pieces.append(("words", words))
    return found


def section_for(number: Decimal, sections: Sequence[Section]) -> Section:
    """The part of a format by which a number is shown."""
    conditional = [section for section in sections if section.condition]
    for section in conditional:
        sign, limit = re.match(r"([<>=]+)(.*)", section.condition).groups()  # type: ignore[union-attr]  # the tokenizer made it so
        if {
            "<": number < Decimal(limit),
            ">": number > Decimal(limit),
            "=": number == Decimal(limit),
            "<=": number <= Decimal(limit),
            ">=": number >= Decimal(limit),
            "<>": number != Decimal(limit),
        }.get(sign):
            return section  # fmt: skip
    if conditional:
        return sections[-1]
    place = 1 if number < 0 else 2 if number == 0 else 0
    return sections[place] if place < min(len(sections), 3) else sections[0]


@lru_cache(maxsize=20_000)
def number_cell(typed: str, code: str, *, counts_from_1904: bool = False) -> ListCell:
    """A number of a workbook, as its format shows it.

    >>> number_cell("1000", '#,##0 "€"').currency, number_cell("501", "000000").text, number_cell("0.125", "0%").text
    ('EUR', '000501', '12.5%')
    """
    number = Decimal(typed)
    if not number.is_finite():
        return ListCell(problem=_("The cell holds no number."))
    number = DIGITS_SHOWN.create_decimal(number)
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    if code == "General":
        return ListCell(number)
    if is_date_format(code):
        return day_cell(number, code, counts_from_1904=counts_from_1904)
    section = section_for(number, sections_of(code))
    if not section.pieces:
        if not number:
            return BLANK  # zeros that the format hides
        return ListCell(problem=_("The cell holds a number that its format hides. Show it, or clear the cell."))
    if section.has("mark", "%"):
        return ListCell(f"{(number * 100).normalize():f}%")
    return ListCell(number, shown=_shown(number, section), currency=section.currency)


def _shown(number: Decimal, section: Section) -> str | None:
    """What is seen where it is more than the number: leading zeros, and words around it."""
    words = "".join(text for kind, text in section.pieces if kind == "words")
    if section.scale or section.has("mark", "/", "e+", "e-", "@"):
        return None  # 1.2 "m": the value is whole
    if not section.has("digits") and not section.has("mark", "general"):
        return words.strip() or None
    is_whole = number == number.to_integral_value()
    if is_whole and section.has("digits") and not section.has("mark", ".", ","):
        text = _in_places(str(abs(int(number))), section)
        if text.lstrip() != str(abs(int(number))):
            return ("-" if number < 0 and text[:1] != "-" and not words else "") + text.strip()
    elif any(sign.isalpha() for sign in words):
        before = section.pieces[0][1] if section.pieces[0][0] == "words" else ""
        after = section.pieces[-1][1] if section.pieces[-1][0] == "words" else ""
        return f"{before}{abs(number) if before.strip() == '-' else number:f}{after}".strip()
    return None


def _in_places(digits: str, section: Section) -> str:
    """Digits put into the places of a format from the right: 501 in 0000-000 is 0000-501.

    >>> _in_places("501", Section("", (("words", "TOG/"), ("digits", "0000")), None))
    'TOG/0501'
    """
    left, found = list(digits), []
    places = sum(len(text) for kind, text in section.pieces if kind == "digits")
    for kind, text in reversed(section.pieces):
        if kind == "words":
            found.append(text)
        for place in reversed(text) if kind == "digits" else ():
            places -= 1
            found.append(left.pop() if left else "0" if place == "0" else "")
            while not places and left:
                found.append(left.pop())
    return "".join(reversed(found))


def day_cell(number: Decimal, code: str, *, counts_from_1904: bool) -> ListCell:
    """The day, time or span of time that a number means, by a format of days."""
    if is_timedelta_format(code):
        minutes = round(number * 24 * 60)
        return ListCell(f"{minutes // 60}:{minutes % 60:02}")
    epoch = CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900
    try:
        moment = from_excel(float(number), epoch)
    except (OverflowError, ValueError):
        moment = None
    shows_a_year = "y" in letters_of(code)
    if number < 0 or moment is None or (isinstance(moment, time) and shows_a_year and not counts_from_1904):
        return ListCell(problem=_("The cell is shown as a day, and its number, %(n)s, is none.") % {"n": f"{number:f}"})
    if isinstance(moment, time) and not (shows_a_year and counts_from_1904):
        return ListCell(moment.isoformat("minutes"))
    return moment_cell(moment if isinstance(moment, datetime) else epoch, code)


def moment_cell(moment: date | time | timedelta, code: str) -> ListCell:
    """A day; a month or a year where no more is shown and the day is the first, as a spreadsheet completes it."""
    if not isinstance(moment, date):
        return ListCell(str(moment))
    day = moment.date() if isinstance(moment, datetime) else moment
    letters = letters_of(code)
    if "y" in letters and "d" not in letters and day.day == 1:
        if "m" in letters:
            return ListCell(day, shown=f"{day:%Y-%m}")
        if day.month == 1:
            return ListCell(day, shown=f"{day:%Y}")
    return ListCell(day)


@lru_cache(maxsize=1_000)
def is_scaled(code: str) -> bool:
    """Whether a format shows thousands or millions only: #,##0, or 0.0,,"m"."""
    return not is_date_format(code) and any(section.scale for section in sections_of(code))


def letters_of(code: str) -> str:
    """The letters by which a format shows a day, without its words."""
    return re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code.split(";")[0]).casefold()
