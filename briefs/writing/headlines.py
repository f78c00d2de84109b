"""The first chapter: what changed and for how many people, in figures, and beside what was aimed at (rules 7 to 13)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Words, words
from briefs.writing.counts import asked, of_people, of_records
from briefs.writing.phrases import and_more, counted_phrase, country_name, last_first, listed, result_line, title_of
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span
from indicators import figures
from indicators.addresses import results_in
from indicators.figures import Entry
from indicators.wording import (
    coverage_text,
    first_cover_text,
    months_text,
)
from rmt.text import day as day_text

PEOPLE = ("entitled", "covered", "better")
STEP_OF = {"strategies": 1, "laws": 2, "operations": 3}
STEP_CODES = tuple(figures.STEP_INDICATORS)
MOST_LOSSES = 12


def write(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """The opening, the headline figures, people, targets, and the same by step, region, theme and kind of coverage."""
    _opening(sheet, reading, span)
    _tiles(sheet, reading, span)
    _people(sheet, reading, inputs, span)


# In words


def _opening(sheet: Sheet, reading: Any, span: Span) -> None:
    changes = figures.changes(reading.entries, period=span.period)
    if len(changes) == 1:
        parts = {
            "period": span.of,
            "country": country_name(reading, changes[0]),
            "title": title_of(reading, changes[0]),
        }
        said = sheet.sentence(
            _("One institutional change is recorded for %(period)s, in %(country)s: %(title)s."), **parts
        )
    elif changes:
        said = _changes_in_words(sheet, reading, span)
    else:
        said = sheet.sentence(
            _(
                "No institutional change is recorded for %(period)s. "
                "That says what this record holds, and nothing of what governments did."
            ),
            period=span.of,
        )
    whose = words(
        _(
            "Governments run and pay for these schemes; the programme supported them, together with others, "
            "and nothing is attributed to it alone."
        )
    )
    sheet.say("opening", said, whose if changes else (), role="lead")
    _losses(sheet, reading, span, changes)


def _changes_in_words(sheet: Sheet, reading: Any, span: Span) -> Words:
    """How many changes in how many countries, and step by step where there was more than one kind."""
    where = asked(reading, "countries", span)
    place = sheet.sentence("%(number)s %(label)s", number=where, label=where.label)
    kinds = [asked(reading, what, span) for what in STEP_OF]
    if sum(not figure.missing for figure in kinds) == 1:
        text = _("The record for %(period)s holds %(steps)s in %(countries)s.")
        return sheet.sentence(text, period=span.of, steps=steps_in_words(sheet, reading, span), countries=place)
    text = _("The record for %(period)s holds %(changes)s institutional changes in %(countries)s: %(steps)s.")
    return sheet.sentence(
        text,
        period=span.of,
        changes=asked(reading, "changes", span),
        countries=place,
        steps=steps_in_words(sheet, reading, span),
    )


def steps_in_words(sheet: Sheet, reading: Any, span: Span, **where: str) -> Words:
    """The changes of a period step by step: "3 strategies or policies, 5 laws or schemes and 1 improvement …"."""
    found = [asked(reading, what, span, **where) for what in STEP_OF]
    return listed([counted_phrase(sheet, figure) for figure in found if not figure.missing])


def _losses(sheet: Sheet, reading: Any, span: Span, changes: Sequence[Entry]) -> None:
    """What was lost again is named beside the figure that never falls; so is what ends by its own terms (rule 7)."""
    lost = figures.lost(changes, period=span.period, day=span.day)
    ending = figures.temporary(changes, period=span.period)
    sentences = []
    if lost:
        text = ngettext(
            "By %(day)s, %(count)s of these changes had been reported lost. What was adopted stays counted:",
            "By %(day)s, %(count)s of these changes had been reported lost. What was adopted stays counted:",
            len(lost),
        )
        figure = of_records(reading, "lost", lost, _("reported lost"), span)
        sentences.append(sheet.sentence(text, count=figure, day=day_text(span.day)))
    if ending:
        text = ngettext(
            "Of these changes, %(count)s is temporary and ends by its own terms.",
            "Of these changes, %(count)s are temporary and end by their own terms.",
            len(ending),
        )
        figure = of_records(reading, "temporary", ending, _("temporary"), span)
        sentences.insert(0, sheet.sentence(text, count=figure))
    sheet.say("losses", *sentences)
    rows = []
    for entry in last_first(lost)[:MOST_LOSSES]:
        day = day_text([standing.day for standing in entry.standings if standing.day <= span.day][-1])
        told = words(f" · {_('reported lost on %(day)s') % {'day': day}}")
        rows.append((*result_line(reading, entry, with_country=True), *told))
    href = results_in(span.period, as_of=reading.day, indicator=STEP_CODES)
    sheet.items([*rows, and_more(len(lost) - MOST_LOSSES, href)])


def _tiles(sheet: Sheet, reading: Any, span: Span) -> None:
    found = [asked(reading, what, span) for what in ("changes", *PEOPLE)]
    rows = []
    for figure in found:
        if not figure.missing:
            rows.append((figure, figure.label, " ".join(figure.cautions)))
    sheet.tiles(rows)


def people_sentence(sheet: Sheet, figure: Any, what: str) -> Words:
    """A headline of people as a sentence; of a decline it says "fewer" and no "more" beside it."""
    templates = {
        "entitled": (
            _("The law entitles %(number)s more people than before."),
            _("The law entitles %(number)s people than before."),
        ),
        "covered": (
            _("In practice, %(number)s more people are covered than before."),
            _("In practice, %(number)s people are covered than before."),
        ),
        "better": (
            _("Benefits are better or wider for %(number)s people."),
            _("Benefits are better or wider for %(number)s people."),
        ),
    }
    more, fewer = templates[what]
    return sheet.sentence(fewer if figure.low is not None and figure.low < 0 else more, number=figure)


def _people(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """The three headlines, never added up, each with how complete it is; then what stands apart."""
    found = {what: asked(reading, what, span) for what in PEOPLE}
    sentences: list[Words] = []
    is_between = False
    for what, figure in found.items():
        if figure.missing:
            continue
        people = people_of(reading, what, span)
        total = figures.world_total(people, expected=inputs["expected"])
        sentences.append(people_sentence(sheet, figure, what))
        is_between = is_between or figure.low != figure.high
        notes = [coverage_text(total)]
        if what == "covered":
            notes.append(first_cover_text(people))
        sentences.append(words(_("This rests on %(notes)s.") % {"notes": "; ".join(notes)}))
    names = {
        "entitled": _("people entitled by law"),
        "covered": _("people covered in practice"),
        "better": _("people with better or wider benefits"),
    }
    missing = [names[what] for what, figure in found.items() if figure.missing]
    if is_between:
        text = _(
            "Groups behind a figure may overlap; then it lies between the largest of them and all of them together."
        )
        sentences.append(words(text))
    if sentences and missing:
        text = _("For %(period)s no figure that can be counted is recorded of %(kinds)s.")
        sentences.append(words(text % {"kinds": f" {_('or of')} ".join(missing), "period": span.of}))
    if len(found) - len(missing) > 1:
        text = _("People pass from law to practice, so these figures may hold the same people: none is added up.")
        sentences.append(words(text))
    nothing = words(_("No figure of people is recorded for %(period)s.") % {"period": span.of})
    sheet.say("people", *(sentences or [nothing]))
    _apart(sheet, reading, span)


def people_of(reading: Any, what: str, span: Span, entries: Sequence[Entry] | None = None) -> figures.People:
    """The people behind a headline, as `figures` counts them."""
    entries = reading.entries if entries is None else entries
    if what == "better":
        return figures.better_protected(entries, period=span.period, day=span.day)
    code = {"entitled": figures.LEGAL, "covered": figures.EFFECTIVE}[what]
    return figures.people(entries, indicator=code, period=span.period, day=span.day)


def _apart(sheet: Sheet, reading: Any, span: Span) -> None:
    """What is in no headline: potential coverage, registered only, temporary payments with their months (rule 10)."""
    rows = []
    potential = figures.people(reading.entries, indicator=figures.POTENTIAL, period=span.period, day=span.day)
    registered = figures.registered_only(reading.entries, period=span.period)
    for key, people, label, text in (
        (
            "potential",
            potential,
            _("potential coverage"),
            _("Potential coverage: %(number)s people, who are to be covered from the target year on."),
        ),
        (
            "registered",
            registered,
            _("registered only"),
            _("Registered only, without contributing or receiving anything so far: %(number)s people."),
        ),
    ):
        if people.quantity is not None:
            figure = of_people(reading, key, people, label, span)
            rows.append(sheet.sentence(text, number=figure))
    paid = figures.temporary_recipients(reading.entries, period=span.period)
    with_figure = [entry for entry in paid if entry.value is not None or entry.increase is not None]
    for entry in last_first(with_figure)[:MOST_LOSSES]:
        rows.append(
            sheet.sentence(
                _("Temporary payments in %(country)s: %(number)s, %(months)s."),
                country=country_name(reading, entry),
                number=asked(reading, "result", span, result=entry.number),
                months=months_text(entry),
            )
        )
    if without := sorted({country_name(reading, entry) for entry in paid if entry not in with_figure}):
        text = _("Temporary payments of which the source gives no figure: %(countries)s.")
        rows.append(words(text % {"countries": ", ".join(without)}))
    if rows:
        sheet.say("apart", words(_("The following stands apart, and is in none of the figures above:")))
        sheet.items([*rows, and_more(len(with_figure) - MOST_LOSSES, results_in(span.period, as_of=reading.day))])
