"""Numbers typed into a text by hand, beside what the ledger says: what was copied goes stale and disagrees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from briefs.figures_in_text.asking import CODES, RESULT, SINCE, Asked, code_of, reference_to
from briefs.figures_in_text.catalogue import Figure, figure_of
from briefs.figures_in_text.numerals import Numeral, numerals_in
from briefs.figures_in_text.reading import EditionReading
from indicators.figures import round_to

NEAR = Decimal("0.05")
"""A number that differs from a figure by no more than this share of it seems to be meant as that figure; so does a
number of changes or countries that differs by one."""
LEAST_PEOPLE = 1_000
LEAST_COUNT = 10
"""Numbers below these are only said to equal a figure, never to come near one: too many other things are that few."""

ROUNDINGS = {"over": ROUND_FLOOR, "under": ROUND_CEILING}


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number that was typed and is, was, or comes near a figure of the ledger.

    `kind` is "same" (it equals the figure, and would follow it as a reference), "earlier" (it equals what the figure
    was in `edition`) or "near" (it disagrees with it). `should_be` is the figure as it is printed as of `as_of`, an
    edition or "" for now; `label` what it counts, `reference` what to write in the place of the number; `place` is the
    line, `around` the words around it.
    """

    text: str
    place: int
    around: str
    kind: str
    should_be: str
    label: str
    edition: str
    as_of: str
    reference: str

    @property
    def is_wrong(self) -> bool:
        """Whether it disagrees with the ledger as it is read here."""
        return self.kind != "same"

    def __str__(self) -> str:
        return str(SAID[self.kind]) % {
            "line": self.place,
            "text": self.text,
            "figure": self.should_be,
            "label": self.label,
            "edition": self.edition,
            "record": _("edition %(code)s") % {"code": self.as_of} if self.as_of else _("the record of today"),
        }


SAID = {
    "same": gettext_lazy("Line %(line)s: “%(text)s” agrees with %(record)s: %(figure)s (%(label)s)."),
    "earlier": gettext_lazy(
        "Line %(line)s: “%(text)s” belongs to edition %(edition)s; in %(record)s it is %(figure)s (%(label)s)."
    ),
    "near": gettext_lazy("Line %(line)s: “%(text)s” disagrees with %(record)s, which says %(figure)s (%(label)s)."),
}


def typed_numbers(
    text: str,
    *,
    language: str,
    reading: EditionReading,
    earlier: Sequence[EditionReading] = (),
    country: str = "",
    theme: str = "",
) -> list[TypedNumber]:
    """The numbers of a text that are, were, or come near figures of the ledger, in the order of the text.

    Figures of the brief's country (ISO3) or theme come before those of the world. `earlier` are readings of earlier
    editions, the latest first. A number is compared as exactly as it was typed: "2.6 million" agrees with 2 581 298,
    rounded to its step (rule 13).
    """
    found = (
        _judged(numeral, reading, earlier, country=country, theme=theme)
        for numeral in numerals_in(text, language=language)
    )
    return [one for one in found if one is not None]


def _judged(
    numeral: Numeral, reading: EditionReading, earlier: Sequence[EditionReading], **scope: str
) -> TypedNumber | None:
    """The first that fits of: the figure itself, what it was once, a figure that it comes near."""
    comparable = []
    for asked in questions(reading, **scope):
        figure = _answer(reading, asked)
        if figure is not None and is_comparable(numeral, figure):
            if agrees(numeral, figure):
                return _typed(numeral, "same", asked, figure, reading)
            comparable.append((asked, figure))
    for one in earlier:
        for asked, figure in comparable:
            before = _answer(one, asked)
            if before is not None and not before.missing and agrees(numeral, before):
                return _typed(numeral, "earlier", asked, figure, reading, edition=one.edition.code)
    near = [(asked, figure) for asked, figure in comparable if asked.what != RESULT and comes_near(numeral, figure)]
    return _typed(numeral, "near", *near[0], reading) if near else None


def _answer(reading: EditionReading, asked: Asked) -> Figure | None:
    """A figure of an edition, counted once however many texts are read beside it."""
    key = asked, get_language()
    if key not in reading.answers:
        reading.answers[key] = figure_of(reading, asked)
    return reading.answers[key]


def questions(reading: EditionReading, *, country: str = "", theme: str = "") -> Iterator[Asked]:
    """What a number may answer, nearest first: of the brief's country or theme, of one of its results, of the world."""
    periods = [SINCE, *(code_of(window.code) for window in reading.windows if window.is_phase)]
    if country or theme:
        yield from (Asked(what, country=country, theme=theme, period=period) for what in CODES for period in periods)
        entries = reading.scoped(country=country, theme=theme)
        yield from (Asked(RESULT, result=entry.number) for entry in entries if entry.value is not None)
    yield from (Asked(what, period=period) for what in CODES for period in periods)


def _typed(
    numeral: Numeral, kind: str, asked: Asked, figure: Figure, reading: EditionReading, *, edition: str = ""
) -> TypedNumber:
    return TypedNumber(
        text=numeral.text,
        place=numeral.line,
        around=numeral.around,
        kind=kind,
        should_be=figure.text,
        label=f"{figure.label}, {figure.where}, {figure.when}",
        edition=edition,
        as_of=reading.edition.code,
        reference=reference_to(asked),
    )


def is_comparable(numeral: Numeral, figure: Figure) -> bool:
    """Whether a number and a figure can be about the same: of the same unit, or great enough to be of people."""
    if figure.missing or figure.low is None:
        return False
    if numeral.counts:
        return numeral.counts == figure.unit
    return figure.unit == "person" and all(low >= LEAST_PEOPLE for low, _high, _step in numeral.readings)


def agrees(numeral: Numeral, figure: Figure) -> bool:
    """Whether a number says what a figure says, as exactly as it was typed.

    "More than" holds rounded down, "nearly" rounded up. Two bounds agree with two bounds only, rounded outwards or to
    the nearest.
    """
    least, most = figure.low, figure.high if figure.high is not None else figure.low
    if least is None or most is None:
        return False
    mode = ROUNDINGS.get(numeral.qualifier, ROUND_HALF_UP)
    for low, high, step in numeral.readings:
        nearest = round_to(least, step, mode), round_to(most, step, mode)
        outwards = round_to(least, step, ROUND_FLOOR), round_to(most, step, ROUND_CEILING)
        if (least == most) == (low == high) and (low, high) in (nearest, outwards if least != most else nearest):
            return True
    return False


def comes_near(numeral: Numeral, figure: Figure) -> bool:
    """Whether a number is near enough to a figure to be taken for it, and is none of the few that are near to all."""
    if figure.low is None:
        return False
    most = figure.high if figure.high is not None else figure.low
    of_people = figure.unit in ("person", "participation")
    if abs(most) < (LEAST_PEOPLE if of_people else LEAST_COUNT):
        return False
    margin = max(NEAR * max(abs(figure.low), abs(most)), Decimal(0 if of_people else 1))
    return any(low <= most + margin and high >= figure.low - margin for low, high, _step in numeral.readings)
