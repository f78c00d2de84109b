"""What changed for people, phase by phase: each figure with its results, and what stands apart with the reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import figures
from indicators.figures import Entry, NotCounted, People, Period
from indicators.pages.published import PublishedResult, Window
from indicators.templatetags.quantities import as_data
from indicators.wording import (
    MAY_OVERLAP,
    may_be_fewer,
    months_text,
    people_text,
    quantity_text,
    reported_text,
    value_text,
    why_text,
)

IMPACT = ("I1", "I2", "I3", "I4", "I5", "I6")
SEX = "sex:"
ALL_YEARS = "people-since-2016"
MOST_SOURCES = 4
MOST_APART = 6
COUNTED: tuple[tuple[tuple[str, ...], object, bool], ...] = (
    ((figures.LEGAL,), gettext_lazy("more entitled by law"), True),
    ((figures.EFFECTIVE,), gettext_lazy("more covered in practice"), True),
    ((figures.ADEQUATE, figures.COMPREHENSIVE), gettext_lazy("with better or wider benefits"), True),
    (("I6",), gettext_lazy("with better access"), False),
    ((figures.POTENTIAL,), gettext_lazy("would be covered once it is carried out (potential)"), False),
)
"""Indicators, what the line says of them, and whether it is a headline."""
WITHOUT_MORE = {figures.LEGAL: gettext_lazy("entitled by law"), figures.EFFECTIVE: gettext_lazy("covered in practice")}
"""What the line says where there are, or may be, fewer: "2 000 fewer" and "covered in practice"."""

Behind = Callable[..., str]


def no_address(period: Period, **asked: object) -> str:
    """Of pages that lead nowhere: they name every result themselves."""
    return ""


@dataclass(frozen=True)
class PeopleLine:
    """One figure of people, or one reported figure that is in no sum. `why` says what to know about it."""

    label: str
    text: str
    sources: tuple[tuple[PublishedResult, str], ...] = ()
    code: str = ""
    why: str = ""
    is_headline: bool = False
    found: People | None = None
    not_named: int = 0
    url: str = ""

    @property
    def exact_text(self) -> str:
        """The figure in words, with the exact one in the data where something was counted."""
        return (self.found and as_data(self.found.quantity)) or self.text

    @property
    def is_counted(self) -> bool:
        return self.found is not None and self.found.quantity is not None

    @property
    def is_reported(self) -> bool:
        """Whether anything was reported, counted or not."""
        return self.found is not None and bool(self.found.quantity or self.found.apart)


@dataclass(frozen=True)
class PeopleInPeriod:
    """What changed for people in one period.

    `funnels` lead from law to practice on one instrument: its title, people entitled, registered only and covered.
    """

    name: str
    years: str
    anchor: str
    lines: tuple[PeopleLine, ...]
    funnels: Sequence[tuple[str | None, ...]]
    period: Period
    not_listed: int
    url: str

    @property
    def is_of_all_years(self) -> bool:
        return self.anchor == ALL_YEARS

    @property
    def headlines(self) -> list[PeopleLine]:
        return [line for line in self.lines if line.is_headline]

    @property
    def apart(self) -> int:
        """How many figures stand beside the headlines."""
        return len([line for line in self.lines if not line.is_headline]) + self.not_listed


def people_by_period(
    results: Iterable[PublishedResult], *, windows: Sequence[Window], behind: Behind = no_address
) -> list[PeopleInPeriod]:
    """Each phase in which something about people was published.

    What belongs to no phase, or is counted across two, stands in one more period, since 2016 (rules 6 and 8).
    Where `behind` gives the address of the results of some indicators in a period, long lists are cut off there.
    """
    about_people = {r.entry.key: r for r in results if r.entry.indicator in IMPACT}
    entries = [r.entry for r in about_people.values()]
    return [
        _people(window, about_people, behind)
        for window in worth_telling(entries, windows)
        if figures.reported_in_period(entries, window.period)
    ]


def worth_telling(entries: Sequence[Entry], windows: Sequence[Window]) -> list[Window]:
    """The phases; and all years since 2016 where they say more than the phases together."""
    phases = [window for window in windows if window.is_phase]
    across = any(
        reason is NotCounted.EARLIER
        for window in phases
        for code in IMPACT
        for _entry, reason in figures.people(entries, indicator=code, period=window.period, day=window.day).apart
    )
    is_beside = figures.in_no_period(entries, [window.period for window in phases])
    return [*phases, windows[-1]] if across or is_beside else phases


def _people(window: Window, results: Mapping[str, PublishedResult], behind: Behind) -> PeopleInPeriod:
    period, day = window.period, window.day
    entries = [result.entry for result in results.values()]
    found = {codes: _found(codes, entries, period, day) for codes, *_rest in COUNTED}
    apart = dict(pair for some in found.values() for pair in some.apart)
    registered = figures.registered_only(entries, period=period)
    temporary = figures.temporary_recipients(entries, period=period)
    for entry in (*registered.counted, *temporary):
        apart.pop(entry, None)
    apart |= dict(registered.apart)
    lines = [
        _cut(_counted_line(codes[0], str(label), found[codes], results, is_headline), behind(period, indicator=codes))
        for codes, label, is_headline in COUNTED
        if is_headline or found[codes].quantity is not None
    ]
    if registered.quantity is not None:
        lines.append(_cut(_registered_line(registered, results), behind(period, indicator=figures.EFFECTIVE)))
    others, url = sorted(apart, key=figures.in_order), behind(period, indicator=IMPACT)
    most = MOST_APART if url else len(temporary) + len(apart)
    lines += [_temporary_line(entry, results) for entry in temporary[-most:]]
    lines += [_apart_line(entry, apart[entry], results) for entry in others[-most:]]
    return PeopleInPeriod(
        name=window.name,
        years=window.years,
        anchor=f"people-{period.start.year}" if window.is_phase else ALL_YEARS,
        lines=tuple(lines),
        funnels=_funnels(entries, results, period, day),
        period=period,
        not_listed=max(len(temporary) - most, 0) + max(len(others) - most, 0),
        url=url,
    )


def _found(codes: tuple[str, ...], entries: list[Entry], period: Period, day: date) -> People:
    if len(codes) > 1:
        return figures.better_protected(entries, period=period, day=day)
    return figures.people(entries, indicator=codes[0], period=period, day=day)


def _cut(line: PeopleLine, url: str) -> PeopleLine:
    """A line with its latest results, and how many more stand behind the address."""
    if not url or len(line.sources) <= MOST_SOURCES:
        return replace(line, url=url)
    return replace(line, sources=line.sources[-MOST_SOURCES:], not_named=len(line.sources) - MOST_SOURCES, url=url)


def _counted_line(
    code: str, label: str, found: People, results: Mapping[str, PublishedResult], is_headline: bool
) -> PeopleLine:
    why = []
    if found.quantity is not None and not found.quantity.is_one_number:
        why.append(str(MAY_OVERLAP))
    if found.counted and not any(name.startswith(SEX) for e in found.counted for name, _value in e.parts):
        why.append(_("How many are women is not known."))
    if found.quantity is None and found.apart:
        why.append(_("What was reported is not counted: see below."))
    if may_be_fewer(found.quantity):
        label = str(WITHOUT_MORE.get(code, label))
    return PeopleLine(
        label, people_text(found), _levels(found.counted, results), code.lower(), " ".join(why), is_headline, found
    )


def _registered_line(found: People, results: Mapping[str, PublishedResult]) -> PeopleLine:
    why = _("That they contribute or receive anything is not shown: apart, in no headline.")
    text = quantity_text(found.quantity) or ""
    return PeopleLine(_("registered only"), text, _sources(found.counted, results), "registered", why, found=found)


def _temporary_line(entry: Entry, results: Mapping[str, PublishedResult]) -> PeopleLine:
    label = _("recipients of temporary payments, %(months)s") % {"months": months_text(entry)}
    why = _("Temporary payments stand apart and are added to nothing.")
    text = value_text(entry.value, entry.qualifier, entry.unit) or reported_text(entry)
    return PeopleLine(label, text, _sources([entry], results), entry.indicator.lower(), why)


def _apart_line(entry: Entry, reason: NotCounted, results: Mapping[str, PublishedResult]) -> PeopleLine:
    why = _("Shown, not counted: %(reason)s.") % {"reason": why_text(entry, reason)}
    kind = results[entry.key].badge.split(" · ")[-1].lower()
    label = _("not counted (%(kind)s)") % {"kind": kind}
    if entry.is_registered_only:
        label = _("registered only")
    elif entry.indicator == figures.POTENTIAL:
        label = _("would be covered once it is carried out; not counted (potential)")
    return PeopleLine(label, reported_text(entry), _sources([entry], results), entry.indicator.lower(), why)


def _sources(
    entries: Iterable[Entry], results: Mapping[str, PublishedResult]
) -> tuple[tuple[PublishedResult, str], ...]:
    return tuple((results[e.key], reported_text(e)) for e in entries)


def _levels(
    counted: Sequence[Entry], results: Mapping[str, PublishedResult]
) -> tuple[tuple[PublishedResult, str], ...]:
    """The results behind a sum; a level that a later one of its series goes beyond says so: it is part of that one."""

    def is_earlier(entry: Entry) -> bool:
        series = [e for e in counted if e.increase is None and figures.in_one_series(e, entry)]
        return entry in series and any(figures.in_order(e) > figures.in_order(entry) for e in series)

    words = _("%(reported)s; earlier level of the same series")
    named = _sources(counted, results)
    return tuple(
        (result, words % {"reported": text} if is_earlier(entry) else text)
        for entry, (result, text) in zip(counted, named, strict=True)
    )


def _funnels(
    entries: list[Entry], results: Mapping[str, PublishedResult], period: Period, day: date
) -> list[tuple[str | None, ...]]:
    """Those with two bars to compare at least; one alone stands among the figures already."""
    found = []
    for funnel in figures.funnels(entries, period=period, day=day):
        bars = [quantity_text(quantity) for quantity in (funnel.entitled, funnel.registered, funnel.covered)]
        if len([bar for bar in bars if bar]) > 1:
            last = [r for r in results.values() if r.entry.instrument == funnel.instrument][-1]
            found.append((last.instrument, *bars))
    return found
