"""What a text can ask of an edition, and the figure that answers: counted by `figures`, worded as on pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from briefs.figures_in_text.asking import (
    CODES,
    PEOPLE,
    RESULT,
    STEPS,
    TRAINING,
    Asked,
    NamedPeriod,
    href_of,
    is_known,
    unchecked_text,
    where_text,
    window_of,
)
from briefs.figures_in_text.reading import EditionReading, Published
from indicators import figures
from indicators.figures import Entry, People
from indicators.wording import (
    MAY_OVERLAP,
    coverage_text,
    first_cover_text,
    months_text,
    people_label,
    people_text,
    quantity_text,
    reported_text,
    rests_on,
    value_text,
)
from rmt.text import grouped, span

MOST_PAYMENTS = 3
"""So many temporary payments are named one by one; they are never added up."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a text prints it: `text` is the figure itself, `label` what it counts, `words` both.

    `low` and `high` are exact; `high` is `None` where nobody said how many there are at most, both where there is no
    one number. `results` are the public number and the version of each result behind it; `cautions` whole sentences
    that belong beside it. `missing`: nothing was reported that counts, and `text` says so.
    """

    key: str
    text: str
    label: str
    words: str
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    unit: str
    results: tuple[tuple[int, int], ...]
    href: str
    missing: bool
    where: str = ""
    when: str = ""
    cautions: tuple[str, ...] = ()


def figure_of(reading: EditionReading, asked: Asked) -> Figure | None:
    """The figure that answers a question as of an edition.

    `None` if the edition knows no such thing: an unknown country, region, theme or code, a result that is not in it,
    or a period that had not begun.
    """
    if asked.what == RESULT:
        return _of_one_result(reading, asked)
    window = window_of(reading, asked.period)
    if asked.what not in CODES or window is None or not is_known(reading, asked):
        return None
    entries = reading.scoped(country=asked.country, region=asked.region, theme=asked.theme)
    answer: Callable[..., Figure] = partial(
        _figure,
        key=asked.key,
        href=href_of(reading, asked),
        where=where_text(reading, asked),
        when=window.label,
        beside=unchecked_text(reading, asked),
    )
    if asked.what in PEOPLE:
        return _people(reading, answer, asked, entries, window)
    if asked.what == "recipients":
        return _recipients(reading, answer, entries, window)
    if asked.what in ("trained", "registered"):
        return _apart(reading, answer, asked.what, entries, window)
    return _counted(reading, answer, asked.what, entries, window)


def _versions(reading: EditionReading, entries: Sequence[Entry]) -> tuple[tuple[int, int], ...]:
    keys = dict.fromkeys(entry.key for entry in entries)
    return tuple((reading.published[key].number, reading.published[key].version) for key in keys)


def _figure(*, text: str, label: str, missing: bool, cautions: Iterable[str], beside: str, **more: Any) -> Figure:
    """A figure with what it counts; what is missing is named first."""
    is_in_millions = text.endswith((_("%(number)s million") % {"number": ""}).strip())
    # French says "2,5 millions de personnes", and "2 500 personnes".
    after = pgettext("a number in millions", "%(text)s %(what)s") if is_in_millions else "%(text)s %(what)s"
    words = (_("%(what)s: %(text)s") if missing else after) % {"text": text, "what": label}
    every = tuple(filter(None, [*cautions, beside]))
    return Figure(text=text, label=label, missing=missing, words=words, cautions=every, **more)


def _of_quantity(reading: EditionReading, answer: Callable[..., Figure], found: People, **more: Any) -> Figure:
    """A sum with its bounds, exact."""
    quantity = found.quantity
    return answer(
        low=quantity and quantity.low,
        high=quantity and quantity.at_most,
        qualifier=quantity.qualifier if quantity else "",
        results=_versions(reading, _behind(found)),
        missing=quantity is None,
        **more,
    )


def _people(
    reading: EditionReading, answer: Callable[..., Figure], asked: Asked, entries: Sequence[Entry], window: NamedPeriod
) -> Figure:
    """People of a headline (rule 10), in the words of the page of a country."""
    codes = PEOPLE[asked.what]
    if len(codes) > 1:
        found = figures.better_protected(entries, period=window.period, day=window.day)
    else:
        found = figures.people(entries, indicator=codes[0], period=window.period, day=window.day)
    cautions = []
    if found.quantity is not None and not found.quantity.is_one_number:
        cautions.append(str(MAY_OVERLAP))
    if found.quantity is None and found.apart:
        cautions.append(_("What was reported is not counted."))
    if asked.is_of_the_world and asked.period.startswith("phase-"):
        coverage = coverage_text(figures.world_total(found, expected=reading.expected_on(window.day)))
        cautions.append(sentence(coverage))
    if asked.what == "covered" and found.counted:
        cautions.append(sentence(first_cover_text(found)))
    label = people_label(found.quantity, codes[0])
    return _of_quantity(
        reading,
        answer,
        found,
        text=people_text(found),
        label=label,
        unit=figures.PERSON,
        cautions=(*cautions, *_taken_from(reading, _behind(found))),
    )


def _apart(
    reading: EditionReading, answer: Callable[..., Figure], what: str, entries: Sequence[Entry], window: NamedPeriod
) -> Figure:
    """What is a sum and no headline: participations in training, which are no persons; people registered only."""
    if what == "trained":
        found = figures.sums(entries, indicator=TRAINING, unit=figures.PARTICIPATION, period=window.period)
        label, unit, cautions = _("participations in training"), figures.PARTICIPATION, []
    else:
        found = figures.registered_only(entries, period=window.period)
        label, unit = _("people registered only"), figures.PERSON
        cautions = [_("That they contribute or receive anything is not shown: apart, in no headline.")]
    return _of_quantity(
        reading,
        answer,
        found,
        text=quantity_text(found.quantity) or _("not reported"),
        label=label,
        unit=unit,
        cautions=tuple([*cautions, *_taken_from(reading, found.counted)] if found.counted else ()),
    )


def _recipients(
    reading: EditionReading, answer: Callable[..., Figure], entries: Sequence[Entry], window: NamedPeriod
) -> Figure:
    """Recipients of temporary payments: each with its months, never added up (rule 10); of many, how many payments."""
    paid = figures.temporary_recipients(entries, period=window.period)
    known = [entry for entry in paid if entry.value is not None]
    only = known[0] if len(known) == 1 else None
    text, label = _("not known") if paid else _("not reported"), _("received temporary payments")
    if len(paid) > MOST_PAYMENTS:
        text = ngettext("%(count)s temporary payment", "%(count)s temporary payments", len(paid))
        text, label = text % {"count": grouped(len(paid))}, _("made")
    elif known:
        words = _("%(value)s (%(months)s)")
        text = "; ".join(words % {"value": _reported(e), "months": months_text(e)} for e in known)
    return answer(
        text=text,
        label=label,
        low=only.value if only else None,
        high=only.value if only else None,
        qualifier=(only.qualifier or "") if only else "",
        unit=(only.unit or "") if only else figures.PERSON,
        results=_versions(reading, paid),
        missing=not known,
        cautions=(
            *([_("Temporary payments stand apart and are added to nothing.")] if paid else ()),
            *_taken_from(reading, paid),
        ),
    )


def _counted(
    reading: EditionReading, answer: Callable[..., Figure], what: str, entries: Sequence[Entry], window: NamedPeriod
) -> Figure:
    """Changes as records, or the countries in which there were any: two measures, never mixed (rule 7)."""
    taken = figures.reported_in_period(
        figures.changes(entries, period=window.period, step=STEPS.get(what)), window.period
    )
    number = len(taken)
    if what == "countries":
        number = len(figures.countries(entries, period=window.period))
    return answer(
        text=grouped(number) if number else _("not reported"),
        label=count_label(what, number),
        low=Decimal(number),
        high=Decimal(number),
        qualifier="",
        unit="country" if what == "countries" else "change",
        results=_versions(reading, taken),
        missing=not number,
        cautions=(*_what_did_not_last(taken, window), *_taken_from(reading, taken)),
    )


def sentence(text: str) -> str:
    """Some words as a sentence of their own.

    >>> sentence("figures from 2 of 51")
    'Figures from 2 of 51.'
    """
    return f"{capital(text)}."


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def count_label(what: str, number: int) -> str:
    """What a number of changes or of countries counts, in the singular or plural.

    >>> count_label("laws", 1), count_label("countries", 17)
    ('law or scheme', 'countries and territories')
    """
    match what:
        case "strategies":
            return ngettext("strategy or policy", "strategies or policies", number)
        case "laws":
            return ngettext("law or scheme", "laws or schemes", number)
        case "operations":
            return ngettext("improvement of operations", "improvements of operations", number)
        case "countries":
            return ngettext("country or territory", "countries and territories", number)
    return ngettext("institutional change", "institutional changes", number)


def _what_did_not_last(taken: Sequence[Entry], window: NamedPeriod) -> list[str]:
    """What stands beside a number of changes: how many were lost since, how many end by their own terms (rule 7)."""
    texts = []
    if lost := len(figures.lost(taken, period=window.period, day=window.day)):
        text = ngettext(
            "Of these, %(count)s was since reported lost.", "Of these, %(count)s were since reported lost.", lost
        )
        texts.append(text % {"count": grouped(lost)})
    if temporary := len(figures.temporary(taken, period=window.period)):
        text = ngettext("Of these, %(count)s is temporary.", "Of these, %(count)s are temporary.", temporary)
        if lost:
            text = ngettext("%(count)s is temporary.", "%(count)s are temporary.", temporary)
        texts.append(text % {"count": grouped(temporary)})
    return texts


def _behind(found: People) -> tuple[Entry, ...]:
    """What was counted; where nothing was, what was reported."""
    return found.counted or tuple(entry for entry, _reason in found.apart)


def _taken_from(reading: EditionReading, entries: Sequence[Entry]) -> list[str]:
    return resting_on(reading.published[key] for key in dict.fromkeys(entry.key for entry in entries))


def resting_on(results: Iterable[Published]) -> list[str]:
    """What was not reviewed here, and that the editors remark on something (rule 15)."""
    behind = list(results)
    taken, remarks = sum(one.is_historical for one in behind), sum(one.has_remark for one in behind)
    return rests_on(len(behind), taken=taken, remarks=remarks)


def _of_one_result(reading: EditionReading, asked: Asked) -> Figure | None:
    """What one result reports, whether or not it counts anywhere."""
    entry = reading.by_number.get(asked.result)
    if entry is None:
        return None
    amount = entry.value if entry.value is not None else entry.increase
    title = reading.published[entry.key].title
    country = reading.countries.get(entry.country or "")
    versions = _versions(reading, [entry])
    return Figure(
        key=asked.key,
        text=_reported(entry),
        label=title,
        words=_reported(entry),
        low=amount,
        high=None if entry.qualifier == "over" else amount,
        qualifier=entry.qualifier or "",
        unit=entry.unit or "",
        results=versions,
        href=reverse("result_version", args=versions[0]),
        missing=amount is None,
        where=str(country) if country else _("worldwide"),
        when=span(entry.first, entry.last),
        cautions=tuple(_taken_from(reading, [entry])),
    )


def _reported(entry: Entry) -> str:
    return value_text(entry.value, entry.qualifier, entry.unit) or reported_text(entry)
