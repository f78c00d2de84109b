"""Numbers, days and names in words: how they are written and how they are compared, in the language of the page."""

import calendar
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rmt.reader import local

THIN_SPACE = "\u202f"
MINUS = "\u2212"
TURNS = {"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"}  # kinds of signs that turn a line, in Unicode
LEVELS = {1: gettext_lazy("Deliverable"), 2: gettext_lazy("Institutional result"), 3: gettext_lazy("Impact")}
LEVEL_NUMBERS = {"deliverable": 1, "institutional": 2, "institutional result": 2, "result": 2, "impact": 3}
STEPS = {
    1: gettext_lazy("Step 1 · Strategy"),
    2: gettext_lazy("Step 2 · Law or scheme"),
    3: gettext_lazy("Step 3 · Operations"),
}


def demonstration() -> str:
    """What everything that leaves a demonstration says of itself, on paper, in files and by mail; else nothing."""
    if settings.DEMO_FULL:
        return _("Demonstration with made-up results, not an official site")
    return _("Demonstration, not an official site") if settings.DEMO else ""


def grouped(number: int | float | Decimal | str | None) -> str:
    """A number with thin no-break spaces, a true minus and the language's decimal mark; text stays as it is.

    >>> grouped(2528582), grouped(-1500), grouped(999)
    ('2\\u202f528\\u202f582', '\\u22121\\u202f500', '999')
    """
    if number is None:
        return _("not known")
    if isinstance(number, str):
        return number
    whole, _point, fraction = f"{Decimal(str(number)):f}".lstrip("-").partition(".")
    text = f"{int(whole):,}".replace(",", THIN_SPACE)
    if fraction := fraction.rstrip("0"):
        text += formats.get_format("DECIMAL_SEPARATOR") + fraction
    return MINUS + text if number < 0 else text


def fewer(number: Decimal | int | None) -> str:
    """The same, where a number below zero means that there are fewer.

    >>> fewer(-2000), fewer(2000)
    ('2\\u202f000 fewer', '2\\u202f000')
    """
    if number is None or number >= 0:
        return grouped(number)
    return _("%(number)s fewer") % {"number": grouped(-number)}


def countries_in_words(number: int) -> str:
    """In how many countries and territories: not every place that takes a step is a country (rule 7).

    >>> countries_in_words(1), countries_in_words(17)
    ('in 1 country or territory', 'in 17 countries and territories')
    """
    text = ngettext("in %(count)s country or territory", "in %(count)s countries and territories", number)
    return text % {"count": grouped(number)}


def day(value: date | None) -> str:
    """A day as its language writes it: 12 October 2021, 1er octobre 2021, 12 de octubre de 2021."""
    if value is None:
        return _("not known")
    value = as_day(value)
    language = (get_language() or "en").split("-")[0]
    text = formats.date_format(value, "j F Y" if language == "en" else "DATE_FORMAT")
    return f"1er{text[1:]}" if language == "fr" and value.day == 1 else text


def span(first: date | None, last: date | None) -> str:
    """Two days, the last included, as shortly as they can be said: 2021, 2016–2019, October 2021, May–June 2021,
    12 October 2021, 1 May 2021 – 3 June 2021."""
    if first is None:
        return _("date not known")
    first, last = as_day(first), as_day(last or first)
    if first == last:
        return day(first)
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if not whole_months:
        return f"{day(first)} – {day(last)}"
    if first.year != last.year:
        return f"{month(first)} – {month(last)}"
    return month(last) if first.month == last.month else f"{formats.date_format(first, 'F')}–{month(last)}"


def month(value: date) -> str:
    return formats.date_format(value, "YEAR_MONTH_FORMAT")


def as_day(value: date) -> date:
    """The day of a moment, in UTC or on the desk in the person's time zone; a day stays as it is."""
    return local(value).date() if isinstance(value, datetime) else value


def moment(value: datetime) -> str:
    """A moment in UTC, or on the desk in the person's time zone, which is named: 12 October 2021, 14:05 UTC."""
    there = local(value)
    words = {"day": day(there), "time": formats.date_format(there, "H:i"), "zone": formats.date_format(there, "T")}
    return _("%(day)s, %(time)s %(zone)s") % words


def level_number(level: int | str) -> int:
    """1, 2 or 3, from the number or the word of a level.

    >>> level_number("impact"), level_number(2), level_number("1")
    (3, 2, 1)
    """
    return LEVEL_NUMBERS.get(str(level).lower()) or int(level)


def share_in_words(percent: Decimal | None, most: Decimal | None = None) -> str:
    if percent is None:
        return _("not known how much of the ambition")
    if most is not None and int(most) > int(percent):
        words = _("between %(low)s and %(high)s per cent of the ambition")
        return words % {"low": grouped(int(percent)), "high": grouped(int(most))}
    if 0 < percent < 1:
        return _("less than 1 per cent of the ambition")
    # Rounded down: nothing is said to be reached before it is.
    return _("%(percent)s per cent of the ambition") % {"percent": grouped(int(percent))}


def percentage(number: Decimal) -> str:
    """For an SVG attribute: never with a decimal comma."""
    return f"{number:.2f}%"


# What Word calls its bullets, in the private use area of its symbol fonts, and its no-break hyphen.
AS_MEANT = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\x1e": "-", "\t": " "}
# Latin and Armenian ligatures and the shapes of Arabic letters, as copied from a PDF. Not ½, ² or full-width signs,
# which say something of their own, and not ﷲ, ﷺ and ﷼, which are words.
LIGATURES = [range(0xFB00, 0xFB18), range(0xFB50, 0xFBB2), range(0xFBD3, 0xFD3E), range(0xFE70, 0xFEFD)]
TAKEN_OUT = [
    range(0x20), range(0x7F, 0xA0),  # controls
    range(0xD800, 0xE000),  # halves of a sign
    range(0xFDD0, 0xFDF0), *(range(plane + 0xFFFE, plane + 0x10000) for plane in range(0, 0x110000, 0x10000)),
    range(0x202A, 0x202F), range(0x2066, 0x2070),  # embeddings, overrides and isolates: text that reads as another
    range(0xAD, 0xAE), range(0xFEFF, 0xFF00), range(0xFFF9, 0xFFFD),  # soft hyphen, byte order, what stood in Word
    range(0xE0000, 0xE0080),  # tags: text that nobody sees
]  # fmt: skip
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
EDGES = re.compile("^[\\s\u200b\u2060]+|[\\s\u200b\u2060]+$")
CLEANED: dict[int, str | None] = {
    **{code: None for codes in TAKEN_OUT for code in codes},
    **{code: unicodedata.normalize("NFKC", chr(code)) for codes in LIGATURES for code in codes},
    **{ord(sign): meant for sign, meant in AS_MEANT.items()},
    ord("\n"): "\n",
}


def clean_text(text: str) -> str:
    r"""What was typed or pasted, without what nobody can see: the one cleaner of every door.

    Controls, noncharacters and direction overrides go, ligatures are undone, every kind of line break is `\n`, no line
    ends in spaces. Joiners stay: Persian, Khmer, the scripts of India and emoji are spelled with them.

    >>> clean_text("  \uf0b7 o\ufb03ce\x00\x0bLoi n°\xa022 \r\n\u202etxt.exe\ufffe")
    '• office\nLoi n°\xa022\ntxt.exe'
    >>> clean_text("می\u200cخواهم ½ m² 👩\u200d🌾") == "می\u200cخواهم ½ m² 👩\u200d🌾"
    True
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", LINE_BREAKS.sub("\n", text).translate(CLEANED))
    return EDGES.sub("", "\n".join(line.rstrip() for line in text.split("\n")))


def clean_line(text: str) -> str:
    r"""The same in one line and with one space between words, for titles and names.

    >>> clean_line("Law on\u2028old age\t pensions\n")
    'Law on old age pensions'
    """
    return re.sub(r"[ \n]+", " ", clean_text(text))


def isolated(text: str) -> str:
    """The text, to stand in a line of plain text or of a PDF; what runs from right to left is set apart by two signs
    without a shape, or it would draw a number beside it into its own order. On a page, `<bdi>` does this.

    >>> isolated("A law"), isolated("קצבה") == "\u2068קצבה\u2069"
    ('A law', True)
    """
    turns = any(unicodedata.bidirectional(sign) in TURNS for sign in text)
    return f"\u2068{text}\u2069" if turns else text


def with_address(source: str) -> tuple[str, str]:
    """A source as words and the address at its end, if it has one.

    >>> with_address("News of 8 November 2021, https://example.org/a,b"), with_address("Evaluation of phase I, Box 4")
    (('News of 8 November 2021', 'https://example.org/a,b'), ('Evaluation of phase I, Box 4', ''))
    """
    words, _comma, address = source.partition(", http")
    return words, f"http{address}" if address else ""


def key_of(text: str) -> str:
    """What two spellings of one name share: letters and digits, without capitals, accents and punctuation.

    >>> key_of(" Côte d’Ivoire "), key_of("BMZ (Germany)") == key_of("bmz  germany")
    ('cote d ivoire', True)
    """
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
