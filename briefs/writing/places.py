"""Countries and territories, and themes, in short: one paragraph each, and what changed (rules 7, 10 and 19)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Words, words
from briefs.figures_in_text import count_label
from briefs.writing.counts import asked, counted, of_records
from briefs.writing.headlines import PEOPLE, STEP_CODES, STEP_OF, people_sentence
from briefs.writing.phrases import and_more, counted_phrase, last_first, listed, result_line, spelled
from briefs.writing.sheet import Sheet, joined
from briefs.writing.spans import Span
from indicators import figures
from indicators.addresses import results_in
from indicators.figures import Entry
from indicators.wording import reported_text, why_text
from rmt.text import day as day_text
from rmt.text import grouped

MOST_OF_A_COUNTRY, MOST_OF_A_THEME, MOST_IN_NO_SUM = 8, 5, 3
IMPACT = ("I1", "I2", "I3", "I4", "I5", "I6")


def write_countries(sheet: Sheet, reading: Any, span: Span) -> None:
    """Each country or territory with something recorded, by name; of the others nothing is said (rule 19)."""
    by_country = figures.by_country(figures.reported_in_period(reading.entries, span.period))
    named = sorted((iso3 for iso3 in by_country if iso3), key=lambda iso3: str(reading.countries[iso3]))
    if not named:
        text = _("No result of a country or territory is recorded for %(period)s.")
        sheet.say("countries", words(text % {"period": span.of}))
    else:
        text = ngettext(
            "One country or territory has a result recorded for %(period)s.",
            "For %(period)s, results of %(count)s countries and territories are recorded.",
            len(named),
        )
        also = _("What is not listed is not recorded here, which says nothing of what happened there.")
        inside = [entry for iso3 in named for entry in by_country[iso3]]
        label = _("results of countries and territories")
        figure = counted(reading, "countries-with-results", len(named), inside, label, span)
        sheet.say("countries", sheet.sentence(text, period=span.of, count=figure), words(also))
    for iso3 in named:
        _country(sheet, reading, span, iso3, by_country[iso3])
    if own := by_country.get(None):
        sheet.heading(_("The world"), 2, "world")
        _said_of(sheet, reading, span, "world", own, {})
        _what_changed(sheet, reading, span, own, MOST_OF_A_COUNTRY, {})


def _country(sheet: Sheet, reading: Any, span: Span, iso3: str, own: Sequence[Entry]) -> None:
    country = reading.countries[iso3]
    sheet.heading(str(country), 2, country.slug)
    _said_of(sheet, reading, span, f"country-{country.slug}", own, {"country": iso3})
    _what_changed(sheet, reading, span, own, MOST_OF_A_COUNTRY, {"country": country.slug})


def write_themes(sheet: Sheet, reading: Any, span: Span) -> None:
    """Each theme with something that its lead confirmed."""
    inside = figures.reported_in_period(reading.entries, span.period)
    is_any = False
    for slug, theme in reading.themes.items():
        own = figures.with_confirmed_tag(inside, theme=slug)
        if not own:
            continue
        is_any = True
        sheet.heading(str(theme), 2, f"theme-{slug}")
        _said_of(sheet, reading, span, f"theme-{slug}", own, {"theme": slug})
        _what_changed(sheet, reading, span, own, MOST_OF_A_THEME, {"theme": slug}, with_country=True)
    if not is_any:
        text = _("No result of %(period)s carries a theme that its lead confirmed.")
        sheet.say("themes", words(text % {"period": span.of}))


def _said_of(sheet: Sheet, reading: Any, span: Span, key: str, own: Sequence[Entry], where: dict[str, str]) -> None:
    """One paragraph: changes and deliverables, losses, people from law to practice, and what is in no sum."""
    changes = figures.changes(own, period=span.period)
    sentences: list[Words] = []
    if held := _held(sheet, reading, span, key, own, where):
        sentences.append(sheet.sentence(_("The record holds %(what)s."), what=listed(held)))
    sentences += _lost_text(sheet, reading, span, key, changes, where)
    for what in PEOPLE if where else ():
        figure = asked(reading, what, span, **where)
        if not figure.missing:
            sentences.append(people_sentence(sheet, figure, what))
    sentences += _in_no_sum(sheet, reading, span, own)
    sheet.say(key, *sentences)


def _held(sheet: Sheet, reading: Any, span: Span, key: str, own: Sequence[Entry], where: dict[str, str]) -> list[Words]:
    """Each kind of change and of deliverable with its number: "one law or scheme", "12 trainings"."""
    found = []
    for what, step in STEP_OF.items():
        taken = figures.changes(own, period=span.period, step=step)
        if taken:
            label = count_label(what, len(taken))
            figure = of_records(reading, f"{what}-{key}", taken, label, span)
            found.append(counted_phrase(sheet, spelled(asked(reading, what, span, **where) if where else figure)))
    for code in (*DELIVERABLES, OTHER):
        some = [e for e in own if _kind_of(e) == code]
        if some:
            listed_as = {**_in_the_list(reading, where), **({"indicator": code} if code != OTHER else {})}
            label = deliverable_label(code, len(some))
            figure = of_records(reading, f"{code.lower()}-{key}", some, label, span, **listed_as)
            found.append(counted_phrase(sheet, spelled(figure)))
    return found


def _in_the_list(reading: Any, where: dict[str, str]) -> dict[str, str]:
    """The scope of a figure as the list of results names it: a country by its slug."""
    return {name: reading.countries[value].slug if name == "country" else value for name, value in where.items()}


DELIVERABLES = ("D1", "D2", "D3", "D4", "D5", "D6")
OTHER = "other"


def _kind_of(entry: Entry) -> str:
    if entry.step in STEP_OF.values() and entry.indicator in figures.STEP_INDICATORS:
        return ""
    if entry.indicator in DELIVERABLES:
        return entry.indicator
    return "" if entry.indicator.startswith("I") else OTHER


def deliverable_label(code: str, number: int) -> str:
    """What a number of deliverables counts, in the singular or plural.

    >>> deliverable_label("D1", 1), deliverable_label("D6", 2)
    ('knowledge product', 'national dialogues')
    """
    match code:
        case "D1":
            return ngettext("knowledge product", "knowledge products", number)
        case "D2":
            return ngettext("training", "trainings", number)
        case "D3":
            return ngettext("result on stronger institutions", "results on stronger institutions", number)
        case "D4":
            return ngettext("ratification", "ratifications", number)
        case "D5":
            return ngettext("partnership", "partnerships", number)
        case "D6":
            return ngettext("national dialogue", "national dialogues", number)
    return ngettext("result of another kind", "results of other kinds", number)


def _in_no_sum(sheet: Sheet, reading: Any, span: Span, own: Sequence[Entry]) -> list[Words]:
    """Figures of people that were reported and are added to nothing, each with the reason; at most three by name."""
    apart = [
        pair for code in IMPACT for pair in figures.people(own, indicator=code, period=span.period, day=span.day).apart
    ]
    with_figure = [(e, why) for e, why in apart if e.value is not None or e.increase is not None]
    told = with_figure[:MOST_IN_NO_SUM]
    reasons: dict[str, list[Words]] = {}
    for entry, why in told:
        figure = replace(asked(reading, "result", span, result=entry.number), text=reported_text(entry))
        reasons.setdefault(why_text(entry, why), []).append((sheet.figure(figure),))
    sentences = []
    if reasons:
        parts = [(*joined(some, "; "), *words(f" ({why})")) for why, some in reasons.items()]
        text = _("Reported as well, but in no sum: %(figures)s.")
        sentences.append(sheet.sentence(text, figures=joined(parts, "; ")))
    rest = len(apart) - len(told)
    if rest:
        text = ngettext(
            "%(count)s result on people gives no figure that can be counted.",
            "%(count)s results on people give no figure that can be counted.",
            rest,
        )
        sentences.append(words(text % {"count": grouped(rest)}))
    return sentences


def _lost_text(
    sheet: Sheet, reading: Any, span: Span, key: str, changes: Sequence[Entry], where: dict[str, str]
) -> list[Words]:
    lost = figures.lost(changes, period=span.period, day=span.day)
    if not lost:
        return []
    listed_as = {**_in_the_list(reading, where), "indicator": STEP_CODES}
    figure = of_records(reading, f"lost-{key}", lost, _("reported lost"), span, **listed_as)
    if len(changes) == 1:
        text = _("It had been reported lost by %(day)s.")
        return [sheet.sentence(text, day=day_text(span.day))]
    text = ngettext(
        "Of these, %(count)s had been reported lost by %(day)s.",
        "Of these, %(count)s had been reported lost by %(day)s.",
        len(lost),
    )
    return [sheet.sentence(text, count=figure, day=day_text(span.day))]


def _what_changed(
    sheet: Sheet,
    reading: Any,
    span: Span,
    own: Sequence[Entry],
    most: int,
    where: dict[str, str],
    *,
    with_country: bool = False,
) -> None:
    """The results, the last achieved first; where not all have room, people and changes go before deliverables, and
    the rest is a link.
    """
    order = {"I": 0, "R": 1}
    by_kind = sorted(last_first(own), key=lambda entry: order.get(entry.indicator[0], 2))
    rows = [result_line(reading, entry, with_country=with_country) for entry in last_first(by_kind[:most])]
    href = results_in(span.period, as_of=reading.day, **where)
    sheet.items([*rows, and_more(len(by_kind) - most, href)])
