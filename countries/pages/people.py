"""People of a country, phase by phase: each figure with its results, and what stands apart with the reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.pages.country.published import AnyResult
from indicators import figures
from indicators.figures import PHASES, SINCE_2016, Entry, Funnel, NotCounted, People, Period
from indicators.templatetags.quantities import as_data
from indicators.wording import months_text, people_text, quantity_text, reported_text, value_text, why_text

IMPACT = ("I1", "I2", "I3", "I4", "I5", "I6")
SEX = "sex:"
ALL_YEARS = "people-since-2016"
MOST_SOURCES = 4
MOST_APART = 6


@dataclass(frozen=True)
class PeopleLine:
    """One figure of people, or one reported figure that is in no sum. `why` says what to know about it."""

    label: str
    text: str
    sources: tuple[tuple[AnyResult, str], ...] = ()
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
    def is_reported(self) -> bool:
        """Whether anything was reported, counted or not."""
        return self.found is not None and bool(self.found.quantity or self.found.apart)


@dataclass(frozen=True)
class PanelLine:
    text: str
    label: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class FunnelLine:
    """From law to practice on one instrument; `None` is "not known"."""

    instrument: str
    entitled: str | None
    registered: str | None
    covered: str | None

    @property
    def leads_somewhere(self) -> bool:
        """Whether there are two bars to compare; one alone stands among the figures already."""
        return len([bar for bar in (self.entitled, self.registered, self.covered) if bar]) > 1


@dataclass(frozen=True)
class PeopleBlock:
    """What changed for people in one period."""

    name: str
    years: str
    anchor: str
    lines: tuple[PeopleLine, ...]
    funnels: tuple[FunnelLine, ...]
    share: str = ""
    period: Period = SINCE_2016
    not_listed: int = 0
    url: str = ""

    @property
    def is_of_all_years(self) -> bool:
        return self.anchor == ALL_YEARS

    @property
    def headlines(self) -> list[PeopleLine]:
        return [line for line in self.lines if line.is_headline]

    def panel(self, *, all_lines: bool) -> list[PanelLine]:
        """The headlines as the component `people` reads them; beside another period, those that were reported."""
        return [
            PanelLine(line.exact_text, f"{line.label}, {self.years}", f"#{self.anchor}")
            for line in self.headlines
            if all_lines or line.is_reported
        ]

    @property
    def apart(self) -> int:
        """How many figures stand beside the headlines."""
        return len([line for line in self.lines if not line.is_headline]) + self.not_listed


COUNTED: tuple[tuple[str, object, bool], ...] = (
    (figures.LEGAL, gettext_lazy("more entitled by law"), True),
    (figures.EFFECTIVE, gettext_lazy("more covered in practice"), True),
    ("I4 I5", gettext_lazy("with better or wider benefits"), True),
    ("I6", gettext_lazy("with better access"), False),
    (figures.POTENTIAL, gettext_lazy("would be covered once it is carried out (potential)"), False),
)


Behind = Callable[[str, Period], str]


def people_blocks(
    results: Iterable[AnyResult],
    *,
    today: date,
    share: Callable[[People, date], str] = lambda found, day: "",
    behind: Behind = lambda codes, period: "",
) -> list[PeopleBlock]:
    """A block for each phase in which something about people was published.

    What belongs to no phase (after the last one, or across two) stands in one more block, since 2016 (rule 6).
    With `behind`, the address of the results of some indicators in a period, long lists are cut off there.
    """
    about_people = {r.entry.key: r for r in results if r.entry.indicator in IMPACT}
    entries = [r.entry for r in about_people.values()]
    periods: list[tuple[str, str, Period]] = [
        (_("phase %(phase)s") % {"phase": name}, f"{p.start.year}–{p.last.year}", p) for name, p in PHASES.items()
    ]
    in_a_phase = {e.key for *_names, p in periods for e in figures.reported_in_period(entries, p)}
    if any(e.key not in in_a_phase for e in figures.reported_in_period(entries, SINCE_2016)):
        periods.append((_("all years"), _("since 2016"), SINCE_2016))
    return [
        _block(name, years, period, entries, about_people, figures.last_day(period, as_of=today), share, behind)
        for name, years, period in periods
        if figures.reported_in_period(entries, period)
    ]


def _block(
    name: str,
    years: str,
    period: Period,
    entries: list[Entry],
    results: Mapping[str, AnyResult],
    day: date,
    share: Callable[[People, date], str],
    behind: Behind,
) -> PeopleBlock:
    found = {code: _found(code, entries, period, day) for code, *_rest in COUNTED}
    apart = dict(pair for some in found.values() for pair in some.apart)
    registered = figures.registered_only(entries, period=period)
    temporary = figures.temporary_recipients(entries, period=period)
    for entry in (*registered.counted, *temporary):
        apart.pop(entry, None)
    apart |= dict(registered.apart)
    lines = [
        _cut(_counted_line(code, str(label), found[code], results, is_headline=is_headline), behind(code, period))
        for code, label, is_headline in COUNTED
        if is_headline or found[code].quantity is not None
    ]
    lines += [_cut(line, behind("I3", period)) for line in _registered_lines(registered, results)]
    everything_else, url = sorted(apart, key=figures.in_order), behind(" ".join(IMPACT), period)
    most = MOST_APART if url else len(temporary) + len(apart)
    lines += [_temporary_line(entry, results) for entry in temporary[-most:]]
    lines += [_apart_line(e, apart[e], results) for e in everything_else[-most:]]
    return PeopleBlock(
        name=name,
        years=years,
        anchor=ALL_YEARS if period == SINCE_2016 else f"people-{period.start.year}",
        lines=tuple(lines),
        funnels=tuple(_funnel_lines(entries, results, period, day)),
        share=share(found[figures.EFFECTIVE], day),
        period=period,
        not_listed=max(len(temporary) - most, 0) + max(len(everything_else) - most, 0),
        url=url,
    )


def _cut(line: PeopleLine, url: str) -> PeopleLine:
    """A line with its latest results, and how many more stand behind the address."""
    if not url or len(line.sources) <= MOST_SOURCES:
        return replace(line, url=url)
    return replace(line, sources=line.sources[-MOST_SOURCES:], not_named=len(line.sources) - MOST_SOURCES, url=url)


def _found(code: str, entries: list[Entry], period: Period, day: date) -> People:
    if code == "I4 I5":
        return figures.better_protected(entries, period=period, day=day)
    return figures.people(entries, indicator=code, period=period, day=day)


def _counted_line(
    code: str, label: str, found: People, results: Mapping[str, AnyResult], *, is_headline: bool
) -> PeopleLine:
    why = []
    if found.quantity is not None and not found.quantity.is_one_number:
        why.append(_("These groups may overlap, so it lies between the largest of them and all together."))
    if found.counted and not any(name.startswith(SEX) for e in found.counted for name, _value in e.parts):
        why.append(_("How many are women is not known."))
    if found.quantity is None and found.apart:
        why.append(_("What was reported is in no sum: see below."))
    return PeopleLine(
        label, people_text(found), _sources(found.counted, results), code.split()[0].lower(), " ".join(why),
        is_headline, found,
    )  # fmt: skip


def _registered_lines(found: People, results: Mapping[str, AnyResult]) -> list[PeopleLine]:
    if found.quantity is None:
        return []
    why = _("Registered, but not yet contributing or receiving anything: apart, in no headline.")
    text = quantity_text(found.quantity) or ""
    return [PeopleLine(_("registered only"), text, _sources(found.counted, results), "registered", why, found=found)]


def _temporary_line(entry: Entry, results: Mapping[str, AnyResult]) -> PeopleLine:
    label = _("recipients of temporary payments, %(months)s") % {"months": months_text(entry)}
    why = _("Temporary payments stand apart and are added to nothing.")
    text = value_text(entry.value, entry.qualifier, entry.unit) or reported_text(entry)
    return PeopleLine(label, text, _sources([entry], results), entry.indicator.lower(), why)


def _apart_line(entry: Entry, reason: NotCounted, results: Mapping[str, AnyResult]) -> PeopleLine:
    why = _("Shown, in no sum: %(reason)s.") % {"reason": why_text(entry, reason)}
    label = results[entry.key].badge.split(" · ")[-1].lower()
    return PeopleLine(label, reported_text(entry), _sources([entry], results), entry.indicator.lower(), why)


def _sources(entries: Iterable[Entry], results: Mapping[str, AnyResult]) -> tuple[tuple[AnyResult, str], ...]:
    return tuple((results[e.key], reported_text(e)) for e in entries)


def _funnel_lines(
    entries: list[Entry], results: Mapping[str, AnyResult], period: Period, day: date
) -> Iterator[FunnelLine]:
    for funnel in figures.funnels(entries, period=period, day=day):
        line = _funnel_line(funnel, results)
        if line.leads_somewhere:
            yield line


def _funnel_line(funnel: Funnel, results: Mapping[str, AnyResult]) -> FunnelLine:
    last = [r for r in results.values() if r.entry.instrument == funnel.instrument][-1]
    return FunnelLine(
        last.instrument, quantity_text(funnel.entitled), quantity_text(funnel.registered), quantity_text(funnel.covered)
    )
