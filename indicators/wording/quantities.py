"""Figures in words: what readers see of a quantity, a value, a difference, or of why something is not counted."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.figures import (
    ADEQUATE,
    COMPREHENSIVE,
    EFFECTIVE,
    FIGURE,
    LEGAL,
    Clash,
    Comparison,
    Contradiction,
    Entry,
    NotCounted,
    People,
    Quantity,
    Total,
    by_first_cover,
    difference_of,
    round_to,
)
from indicators.models import Result
from rmt.text import grouped, span

MILLION = Decimal(1_000_000)

WHY_NOT_COUNTED = {
    NotCounted.OUTSIDE: gettext_lazy("it happened outside this period"),
    NotCounted.OTHER_UNIT: gettext_lazy("it is not counted in persons, and other units are never turned into persons"),
    NotCounted.TEMPORARY: gettext_lazy("these are temporary payments, shown as recipients"),
    NotCounted.REGISTERED: gettext_lazy(
        "these people are registered only: that they contribute or receive anything is not shown"
    ),
    NotCounted.EXPIRED: gettext_lazy("its target year has come: what was potential is now counted in practice or not"),
    NotCounted.NO_VALUE: gettext_lazy("the source gives no figure"),
    NotCounted.NO_BASELINE: gettext_lazy("how many there were before is not known"),
    NotCounted.NO_TARGET_YEAR: gettext_lazy("no year is given by which these people are to be covered"),
    NotCounted.NO_START: gettext_lazy("since when is not said"),
    NotCounted.EARLIER: gettext_lazy("it is counted from a day before this period"),
}

CONTRADICTIONS = {
    Contradiction.TWO_VALUES: gettext_lazy("two values for %(when)s"),
    Contradiction.TWO_BASELINES: gettext_lazy("two baselines for %(when)s"),
    Contradiction.NO_START: gettext_lazy("a stated increase that does not say since when"),
    Contradiction.OVERLAP: gettext_lazy("a stated increase that overlaps another figure"),
}

MAY_OVERLAP = gettext_lazy("These groups may overlap, so it lies between the largest of them and all together.")

UNITS = {
    "person": gettext_lazy("people"),
    "household": gettext_lazy("households"),
    "per-cent": gettext_lazy("per cent"),
    "us-dollar": gettext_lazy("US dollars"),
    "participation": gettext_lazy("participations"),
    "institution": gettext_lazy("institutions"),
    "product": gettext_lazy("products"),
    "ratification": gettext_lazy("ratifications"),
    "partnership": gettext_lazy("partnerships"),
    "dialogue": gettext_lazy("dialogues"),
    "change": gettext_lazy("changes"),
    "valuation": gettext_lazy("valuations"),
}


def unit_text(unit: str | None) -> str:
    """The unit as readers call it, in the plural."""
    return str(UNITS.get(unit or "", unit or ""))


def number_text(value: Decimal | int, *, step: Decimal | None = None) -> str:
    """A number with thin spaces; in millions if it is one and rounded to ten thousands or more.

    >>> number_text(Decimal(2500000), step=Decimal(100000)), number_text(Decimal(2716))
    ('2.5 million', '2\\u202f716')
    """
    value = Decimal(value)
    if abs(value) >= MILLION and (step or 0) >= 10_000:
        return _("%(number)s million") % {"number": grouped(value / MILLION)}
    return grouped(value)


def quantity_text(quantity: Quantity | None) -> str | None:
    """A quantity as it is printed (rule 13): "about 2.5 million", "between 215 664 and 355 601"; `None` if not known.

    A decline reads as one, and never as a number below zero.

    >>> quantity_text(Quantity.of(2100000, "about") + Quantity.of(428582))
    'about 2.5 million'
    >>> quantity_text(Quantity.of(-100)), quantity_text(Quantity(Decimal(-300), Decimal(-100)))
    ('100 fewer', 'between 100 and 300 fewer')
    >>> quantity_text(Quantity(Decimal(-100), Decimal(200)))
    'between 100 fewer and 200 more'
    """
    if quantity is None:
        return None
    pattern, numbers = worded(quantity)
    return pattern.format(**{name: text for name, (_exact, text) in numbers.items()})


def worded(quantity: Quantity) -> tuple[str, dict[str, tuple[Decimal, str]]]:
    """How a quantity is put, and its numbers by name: the exact one, and how it is printed."""
    low, high = quantity.rounded()
    texts = [number_text(abs(bound), step=quantity.shown_step) for bound in (low, high)]
    if low == high or quantity.is_open_above:
        number = {"number": (quantity.low, qualified(quantity.qualifier, texts[0]))}
        return (_("{number} fewer") if low < 0 else "{number}"), number
    if high <= 0:
        return _("between {low} and {high} fewer"), {"low": (quantity.high, texts[1]), "high": (quantity.low, texts[0])}
    bounds = {"low": (quantity.low, texts[0]), "high": (quantity.high, texts[1])}
    return (_("between {low} fewer and {high} more") if low < 0 else _("between {low} and {high}")), bounds


def in_brief(quantity: Quantity) -> tuple[str, dict[str, tuple[Decimal, str]]]:
    """`worded` for a sentence or a headline: between two bounds "0.2–0.4 million", each rounded outwards (rule 13)."""
    low, high = quantity.rounded()
    if low == high or low < 0 or quantity.is_open_above:
        return worded(quantity)
    if high < MILLION / 10:
        bounds = {"low": (quantity.low, grouped(low)), "high": (quantity.high, grouped(high))}
        return "{low}–{high}", bounds
    tenth = MILLION / 10
    floor, ceiling = (low // tenth) / 10, -(-high // tenth) / 10
    return _("{low}–{high} million"), {"low": (quantity.low, grouped(floor)), "high": (quantity.high, grouped(ceiling))}


def qualified(qualifier: str | None, number: str) -> str:
    """A number with the word that says how exact it is."""
    words = {"about": _("about %(number)s"), "over": _("over %(number)s"), "rounded": _("%(number)s, rounded")}
    return words.get(qualifier or "", "%(number)s") % {"number": number}


def value_text(value: Decimal | None, qualifier: str | None = None, unit: str | None = None) -> str | None:
    """One reported value as its source gives it: "over 135 000 people"; `None` if there is none."""
    if value is None:
        return None
    step = Decimal(10_000) if qualifier and value % 10_000 == 0 else None
    return " ".join(filter(None, [qualified(qualifier, number_text(value, step=step)), unit_text(unit)]))


def coverage_text(total: Total) -> str:
    """How complete a world figure is: "figures from 5 of 51 priority countries and territories and 1 other".

    It says what is recorded here, and nothing of what a country did or left undone (rule 19).
    """
    text = _("figures from %(reported)s of %(expected)s priority countries and territories") % {
        "reported": total.reported,
        "expected": total.expected,
    }
    if total.others:
        more = ngettext("and %(count)s other", "and %(count)s others", total.others)
        text = f"{text}, {more % {'count': total.others}}"
    return text


def difference_text(comparison: Comparison) -> str:
    """The difference between ours and what was published, in words, of either sign (rule 16).

    >>> difference_text(Comparison(Decimal(8), Decimal(10)))
    'the entries support 2 fewer than was published'
    """
    difference = comparison.difference
    if difference == 0:
        return _("the same")
    amount = number_text(abs(difference))
    return _fewer(amount) if difference < 0 else _more(amount)


def gap_text(ours: Quantity | None, published: Quantity) -> str:
    """The difference between ours, which may lie between two bounds, and what was published; rounded as both are.

    >>> gap_text(Quantity.of(2581298, "about"), Quantity.of(10900000, "rounded"))
    'the entries support about 8.3 million fewer than was published'
    >>> gap_text(Quantity(Decimal(90), Decimal(120)), Quantity.of(100))
    'the entries support between 10 fewer and 20 more than was published'
    """
    if ours is None:
        return _("no entry supports a figure")
    gap = difference_of(ours, published)
    low, high = gap.rounded()
    texts = [number_text(abs(bound), step=gap.step) for bound in (low, high)]
    if low == high:
        if low == 0:
            return _("the same")
        amount = qualified(gap.qualifier, texts[0])
        return _fewer(amount) if low < 0 else _more(amount)
    if high <= 0:
        return _fewer(_("between %(low)s and %(high)s") % {"low": texts[1], "high": texts[0]})
    if low >= 0:
        return _more(_("between %(low)s and %(high)s") % {"low": texts[0], "high": texts[1]})
    return _("the entries support between %(low)s fewer and %(high)s more than was published") % {
        "low": texts[0],
        "high": texts[1],
    }


def _fewer(amount: str) -> str:
    return _("the entries support %(amount)s fewer than was published") % {"amount": amount}


def _more(amount: str) -> str:
    return _("the entries support %(amount)s more than was published") % {"amount": amount}


KINDS = {
    "D1": gettext_lazy("Knowledge"),
    "D2": gettext_lazy("Training"),
    "D3": gettext_lazy("Institutions"),
    "D4": gettext_lazy("Ratification"),
    "D5": gettext_lazy("Partnership"),
    "D6": gettext_lazy("Dialogue"),
    "I1": gettext_lazy("Potential coverage"),
    "I2": gettext_lazy("Legal coverage"),
    "I3": gettext_lazy("Effective coverage"),
    "I4": gettext_lazy("Higher benefits"),
    "I5": gettext_lazy("Wider benefits"),
    "I6": gettext_lazy("Better access"),
}


def kind_text(indicator: str, level: str) -> str:
    """What sort of result an indicator is, beside its level: "Impact · Effective coverage"."""
    return f"{level} · {KINDS[indicator]}" if indicator in KINDS else level


def clash_text(clash: Clash) -> str:
    """What contradicts in a series: "two values for 2019"."""
    return str(CONTRADICTIONS[clash.why]) % {"when": span(clash.first, clash.last)}


def clash_message(clash: Clash) -> str:
    """What a manager reads: what contradicts, with which results, and the three ways out."""
    others = ", ".join(_("No. %(number)s") % {"number": e.number} for e in clash.entries if e.number)
    return _("Clash: %(why)s (%(others)s). Give an instrument or a pool, or return the result.") % {
        "why": clash_text(clash),
        "others": others or _("with one that waits for review too"),
    }


def percent_text(percent: Decimal, *, is_at_least: bool = False) -> str:
    """A share in whole per cent; below ten with one decimal, and never "0" of something. "At least" rounds down.

    >>> percent_text(Decimal("17.6")), percent_text(Decimal("2.34")), percent_text(Decimal("0.01"))
    ('18 per cent', '2.3 per cent', 'less than 0.1 per cent')
    """
    if 0 < percent < Decimal("0.1"):
        return _("less than %(number)s per cent") % {"number": grouped(Decimal("0.1"))}
    step = Decimal(1) if percent >= 10 else Decimal("0.1")
    rounded = round_to(percent, step, ROUND_FLOOR if is_at_least else ROUND_HALF_UP)
    return _("%(number)s per cent") % {"number": grouped(rounded)}


def reported_text(entry: Entry) -> str:
    """What a result reports, whether or not it counts: "608 724 households, from 183 000 in 2008"."""
    if entry.value is None:
        return stated_text(entry)
    text = value_text(entry.value, entry.qualifier, entry.unit) or ""
    if entry.baseline_value is None:
        return text
    words = {"value": text, "baseline": number_text(entry.baseline_value)}
    if entry.baseline_last is None:
        return _("%(value)s, from %(baseline)s on a day that is not recorded") % words
    words["when"] = span(entry.baseline_first, entry.baseline_last)
    return _("%(value)s, from %(baseline)s in %(when)s") % words


def stated_text(entry: Entry) -> str:
    """The increase that a source states, in words; a decline is so many fewer, never "−100 more"."""
    if FIGURE in entry.hidden:
        return _("withheld: fewer than ten people")
    if entry.increase is None:
        return _("no figure in the source")
    return added_text(entry.increase, entry.unit, entry.qualifier)


def added_text(amount: Decimal, unit: str | None, qualifier: str | None = None) -> str:
    """An increase or a decline with its unit.

    >>> added_text(Decimal(2716), "person"), added_text(Decimal(-100), "person"), added_text(Decimal(-5), "per-cent")
    ('2\u202f716 more people', '100 fewer people', '5 per cent less')
    """
    words = {"number": qualified(qualifier, number_text(abs(amount))), "unit": unit_text(unit)}
    if unit == "per-cent":
        return (_("%(number)s per cent less") if amount < 0 else _("%(number)s per cent more")) % words
    return (_("%(number)s fewer %(unit)s") if amount < 0 else _("%(number)s more %(unit)s")) % words


def may_be_fewer(quantity: Quantity | None) -> bool:
    """Whether there are, or may be, fewer than before: then its words say so, and no label says "more"."""
    return quantity is not None and min(quantity.rounded()) < 0


MORE = {
    LEGAL: gettext_lazy("more people entitled by law"),
    EFFECTIVE: gettext_lazy("more people covered in practice"),
    ADEQUATE: gettext_lazy("people with better or wider benefits"),
    COMPREHENSIVE: gettext_lazy("people with better or wider benefits"),
}
FEWER = {
    LEGAL: gettext_lazy("people entitled by law"),
    EFFECTIVE: gettext_lazy("people covered in practice"),
}


def people_label(quantity: Quantity | None, indicator: str) -> str:
    """What stands after a figure of people: "more people covered in practice"; "more" not where there may be fewer."""
    labels = FEWER if may_be_fewer(quantity) else MORE
    return str(labels.get(indicator, MORE[indicator]))


def more_people_text(quantity: Quantity, indicator: str) -> str:
    """A figure of people as a card says it.

    >>> more_people_text(Quantity.of(2500000, "about"), "I3"), more_people_text(Quantity.of(-100), "I3")
    ('about 2.5 million more people covered in practice', '100 fewer people covered in practice')
    """
    return f"{quantity_text(quantity)} {people_label(quantity, indicator)}"


TAKEN_FROM = {
    Result.SourceKind.EVALUATION: gettext_lazy("Taken from an evaluation (%(day)s), not reviewed here"),
    Result.SourceKind.TOOL: gettext_lazy("Taken from the organization's tool (%(day)s), not reviewed here"),
    Result.SourceKind.PROJECT_SITE: gettext_lazy("Taken from a project's site (%(day)s), not reviewed here"),
    Result.SourceKind.ORGANIZATION_SITE: gettext_lazy(
        "Taken from the organization's site (%(day)s), not reviewed here"
    ),
    Result.SourceKind.OFFICIAL: gettext_lazy("Taken from an official source (%(day)s), not reviewed here"),
    Result.SourceKind.PRESS: gettext_lazy("Taken from the press (%(day)s), not reviewed here"),
}


def taken_from_text(origin: str, kind: str | None, first: date | None, last: date | None) -> str:
    """What a historical entry was taken from, and of which day; empty for what was entered and reviewed (rule 15).

    >>> taken_from_text("historical", "press", date(2021, 7, 1), date(2021, 7, 31))
    'Taken from the press (July 2021), not reviewed here'
    >>> taken_from_text("historical", None, None, None), taken_from_text("entered", None, None, None)
    ('Taken from a published source (undated), not reviewed here', '')
    """
    if origin != Result.Origin.HISTORICAL:
        return ""
    words = TAKEN_FROM.get(Result.SourceKind(kind)) if kind in Result.SourceKind.values else None
    text = words or _("Taken from a published source (%(day)s), not reviewed here")
    return str(text) % {"day": span(first, last) if first else _("undated")}


def rests_on(results: int, *, taken: int, remarks: int) -> list[str]:
    """What stands beside a figure of some results: how many were taken from published sources, and that the editors
    remark on some, which may be that they are contested (rule 15).

    >>> rests_on(3, taken=3, remarks=0), rests_on(3, taken=0, remarks=0)
    (['Taken from published sources, not reviewed here.'], [])
    >>> rests_on(1, taken=0, remarks=1), rests_on(3, taken=0, remarks=1)
    (['The editors remark on it.'], ['The editors remark on 1 of these results.'])
    """
    texts = []
    if taken and taken == results:
        texts.append(_("Taken from published sources, not reviewed here."))
    elif taken:
        words = {"taken": grouped(taken), "all": grouped(results)}
        texts.append(_("Of %(all)s results, %(taken)s taken from published sources and not reviewed here.") % words)
    if remarks and results == 1:
        texts.append(_("The editors remark on it."))
    elif remarks:
        text = ngettext(
            "The editors remark on %(n)s of these results.", "The editors remark on %(n)s of these results.", remarks
        )
        texts.append(text % {"n": grouped(remarks)})
    return texts


def months_text(entry: Entry) -> str:
    """For how long a temporary payment was made."""
    if entry.months is None:
        return _("months not recorded in the source")
    return ngettext("for %(count)s month", "for %(count)s months", entry.months) % {"count": entry.months}


def why_text(entry: Entry, reason: NotCounted) -> str:
    """Why a result is in no sum, with the day until which a potential coverage counted."""
    if reason is NotCounted.EXPIRED and entry.target_year:
        return _("it counted until 31 December %(year)s, the end of the year before its target year") % {
            "year": entry.target_year - 1
        }
    return str(WHY_NOT_COUNTED[reason])


def people_text(found: People) -> str:
    """A figure of people; without one, "not known" if something was reported, else "not reported"."""
    return quantity_text(found.quantity) or (_("not known") if found.apart else _("not reported"))


def first_cover_text(found: People) -> str:
    """In how many of the results that were counted it is documented that these people had no cover before (rule 10)."""
    yes, counted = len(by_first_cover(found)["yes"]), len(found.counted)
    if not yes:
        return _("whether it is anybody's first cover is not documented")
    words = {"yes": yes, "count": counted}
    return (
        ngettext(
            "documented as first cover in %(yes)s of %(count)s result",
            "documented as first cover in %(yes)s of %(count)s results",
            counted,
        )
        % words
    )


def where_text(where: str | Sequence[str] | None) -> str | None:
    """Where in a country something happened; `None` if it was not said.

    >>> where_text(["Kara", "Savanes"]), where_text(None)
    ('Kara, Savanes', None)
    """
    if where is None:
        return None
    return _("the whole country") if where == Result.NATIONAL else ", ".join(where)
