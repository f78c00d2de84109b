"""What a text can ask of an edition, and the figure that answers: counted by `figures`, worded as on pages."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from briefs.figures_in_text.reading import EditionReading, Published
from indicators import figures
from indicators.addresses import results_in
from indicators.figures import SINCE_2016, Entry, People, Period, last_day
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

SINCE = "since-2016"
PHASES = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
TRAINING = "D2"
MOST_PAYMENTS = 3
"""So many temporary payments are named one by one; they are never added up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an edition: what, of where (ISO3, region, theme; none is the world), and of which period.

    `period` is "since-2016", "phase-1", "year-2024" or "years-2021-2025"; `result` the public number, where `what` is
    "result".
    """

    what: str
    country: str = ""
    region: str = ""
    theme: str = ""
    period: str = SINCE
    result: int = 0

    @property
    def is_of_the_world(self) -> bool:
        return not (self.country or self.region or self.theme)

    @property
    def key(self) -> str:
        """What names the figure in a document: "covered-tgo-phase-2"."""
        if self.what == RESULT:
            return f"result-{self.result}"
        scope = [self.country.lower(), self.region, self.theme]
        where = ["world"] if self.is_of_the_world else filter(None, scope)
        return "-".join([self.what, *where, self.period])


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """The period of a figure, the day on which it asks what stands, and how it is called in a sentence."""

    period: Period
    day: date
    label: str


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


RESULT = "result"
STEPS = {"changes": None, "strategies": 1, "laws": 2, "operations": 3}
LABELS = {
    "entitled": gettext_lazy("more entitled by law"),
    "covered": gettext_lazy("more covered in practice"),
    "better": gettext_lazy("with better or wider benefits"),
}
"""What stands before figures of several periods; of fewer people each figure says so itself."""
PEOPLE: dict[str, tuple[str, ...]] = {
    "entitled": (figures.LEGAL,),
    "covered": (figures.EFFECTIVE,),
    "better": (figures.ADEQUATE, figures.COMPREHENSIVE),
}
IMPACT = (figures.POTENTIAL, *(code for codes in PEOPLE.values() for code in codes), "I6")
CODES: dict[str, tuple[str, ...]] = {
    **{what: tuple(f"R{number}" for number in ((step,) if step else (1, 2, 3))) for what, step in STEPS.items()},
    "countries": ("R1", "R2", "R3"),
    **PEOPLE,
    "registered": (figures.EFFECTIVE,),
    "recipients": IMPACT,
    "trained": (TRAINING,),
}
"""What can be asked, and the indicators that answer it."""


SUMS = (
    "changes", "countries", "strategies", "laws", "operations",
    "entitled", "covered", "registered", "better", "recipients", "trained",
)  # fmt: skip
"""The order in which they are offered."""


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


def is_known(reading: EditionReading, asked: Asked) -> bool:
    """Whether there are such a country, region and theme."""
    return (
        (not asked.country or asked.country in reading.countries)
        and (not asked.region or asked.region in reading.regions)
        and (not asked.theme or asked.theme in reading.themes)
    )


def window_of(reading: EditionReading, code: str) -> NamedPeriod | None:
    """The period that a code names, as the edition knew it; `None` if it knew none, or it had not begun."""
    if code == SINCE:
        return NamedPeriod(SINCE_2016, last_day(SINCE_2016, as_of=reading.day), _("since 2016"))
    if phase := re.fullmatch(r"phase-(\w+)", code):
        name = PHASES.get(phase[1], phase[1])
        named = [window for window in reading.windows if window.is_phase and window.code.lower() == name.lower()]
        if not named:
            return None
        return NamedPeriod(named[0].period, named[0].day, f"{named[0].name}, {named[0].years}")
    if spelled := re.fullmatch(r"year-(\d{4})|years-(\d{4})-(\d{4})", code):
        first, last = int(spelled[1] or spelled[2]), int(spelled[1] or spelled[3])
        if SINCE_2016.start.year <= first <= last and first <= reading.day.year:
            period = figures.years(first, last)
            return NamedPeriod(
                period, last_day(period, as_of=reading.day), str(first) if first == last else f"{first}–{last}"
            )
    return None


def code_of(phase: str) -> str:
    """How a reference names a phase.

    >>> code_of("II")
    'phase-2'
    """
    numbers = {name: number for number, name in PHASES.items()}
    return f"phase-{numbers.get(phase, phase.lower())}"


def reference_to(asked: Asked) -> str:
    """What an author writes to get a figure.

    >>> reference_to(Asked("covered", country="TGO", period="phase-2")), reference_to(Asked("result", result=46))
    ('[[figure covered country=TGO period=phase-2]]', '[[figure result 46]]')
    """
    if asked.what == RESULT:
        return f"[[figure {RESULT} {asked.result}]]"
    return f"[[{' '.join(['figure', asked.what, *options_of(asked)])}]]"


def options_of(asked: Asked) -> list[str]:
    """Scope and period of a question as a reference has them; what goes without saying is left out."""
    period = "" if asked.period == SINCE else asked.period
    options = {"country": asked.country, "region": asked.region, "theme": asked.theme, "period": period}
    return [f"{name}={value}" for name, value in options.items() if value]


def href_of(reading: EditionReading, asked: Asked, codes: Sequence[str] = ()) -> str:
    """The explorer with the results that a question is about, on the day of the edition."""
    window = window_of(reading, asked.period)
    country = reading.countries.get(asked.country)
    return results_in(
        window.period if window else None,
        as_of=reading.day,
        country=country and country.slug,
        region=asked.region,
        theme=asked.theme,
        indicator=codes or CODES.get(asked.what, ()),
    )


def where_text(reading: EditionReading, asked: Asked) -> str:
    """Where a question is about: "Togo", "Africa", "Togo, Old-age pensions", "worldwide"."""
    of = (reading.countries.get(asked.country), reading.regions.get(asked.region), reading.themes.get(asked.theme))
    return ", ".join(str(one) for one in of if one) or _("worldwide")


def unchecked_text(reading: EditionReading, asked: Asked) -> str:
    """Of a theme, how many results wait for its lead to check them: they stand on a line of their own, not counted."""
    window = window_of(reading, asked.period)
    if not asked.theme or window is None:
        return ""
    scoped = reading.scoped(country=asked.country, region=asked.region)
    proposed = figures.with_unchecked_tag(scoped, theme=asked.theme)
    codes = CODES.get(asked.what, ())
    number = len([e for e in figures.reported_in_period(proposed, window.period) if not codes or e.indicator in codes])
    text = ngettext(
        "%(count)s result proposed for the theme is not checked yet, and not counted.",
        "%(count)s results proposed for the theme are not checked yet, and not counted.",
        number,
    )
    return text % {"count": grouped(number)} if number else ""


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
        text = grouped(len(paid))
        label = _("temporary payments")
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
