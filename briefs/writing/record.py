"""What became of the record: restated since an earlier edition, reported later, published beside it (rules 4, 14)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Run, Words, words
from briefs.writing.compared import subject_key, subject_text
from briefs.writing.counts import of_quantity, of_records
from briefs.writing.frozen import targets_of
from briefs.writing.phrases import and_more, last_first, result_line
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span, phase_around, phase_spans
from briefs.writing.support import share_that_reports
from indicators import figures
from indicators.figures import ROUNDED, Entry, Quantity
from indicators.ledger import hidden_groups, reason_for_readers, shown_payload, what_counts_text
from indicators.models import Edition, Publication
from indicators.wording import amount_text, gap_text, own_figure
from rmt.text import as_day, grouped, isolated, span
from rmt.text import day as day_text

MOST_RESTATED = MOST_LATE = 60
PROJECTS, PEOPLE_OF_ALL_KINDS = "projects", "people-of-all-kinds"


def write(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """Restatements, what was reported late, how complete the reporting is, and published numbers beside ours."""
    _restated(sheet, reading, inputs)
    _late(sheet, reading, span)
    _reporting(sheet, inputs, span)
    _claims(sheet, reading, inputs, span)


# Restated


def _restated(sheet: Sheet, reading: Any, inputs: Mapping[str, Any]) -> None:
    sheet.heading(_("Restated"), 2, "restated")
    before = Edition.objects.filter(code=inputs["edition_before"]).first() if inputs["edition_before"] else None
    if before is None:
        sheet.say("restated", words(_("This is the first edition, so nothing was restated since an earlier one.")))
        return
    rows, reworded = restated_between(before, reading.edition)
    named = {"edition": before.code, "day": day_text(as_day(before.pinned_at))}
    if not rows and not reworded:
        text = _("Nothing was restated or withdrawn since edition %(edition)s of %(day)s.")
        sheet.say("restated", words(text % named))
        return
    sentences = []
    if rows:
        text = ngettext(
            "Since edition %(edition)s of %(day)s, the figure or the date of %(count)s result was restated, or it was "
            "withdrawn.",
            "Since edition %(edition)s of %(day)s, the figures or dates of %(count)s results were restated, or they "
            "were withdrawn.",
            len(rows),
        )
        sentences.append(words(text % {**named, "count": grouped(len(rows))}))
    if reworded:
        text = ngettext(
            "Of %(count)s result only words, themes or standing changed.",
            "Of %(count)s results only words, themes or standing changed.",
            reworded,
        )
        sentences.append(words(text % {"count": grouped(reworded)}))
    sheet.say("restated", *sentences)
    sheet.table(
        _("Restated since edition %(edition)s") % named,
        [_("Result"), _("Edition %(edition)s") % named, _("Now"), _("Why")],
        rows[:MOST_RESTATED],
        id="table-restated",
    )
    if len(rows) > MOST_RESTATED:
        text = _("The first %(count)s of them stand here; the history of each result tells the others.")
        sheet.small(words(text % {"count": grouped(MOST_RESTATED)}))


def restated_between(before: Edition, edition: Edition) -> tuple[list[list[Any]], int]:
    """Each result whose figure or day one edition has otherwise than another, or no more: number and title, old, new,
    why; and how many differ in words, themes or standing only. Of what was withdrawn nothing is repeated but that.
    """
    later = Publication.objects.filter(result=OuterRef("result"), seq__gt=OuterRef("seq"), seq__lte=edition.seq)
    last = Publication.objects.filter(~Exists(later), seq__gt=before.seq, seq__lte=edition.seq)
    old = {p.result_id: p for p in Publication.objects.at(before).filter(result__in=last.values("result"))}
    hidden = hidden_groups()
    rows, reworded = [], 0
    for new in last.filter(result__in=list(old)).select_related("indicator", "result").order_by("number"):
        number = _("No. %(number)s") % {"number": new.number}
        href = reverse("result_version", args=[new.number, new.version])
        was = old[new.result_id]
        step = new.indicator.step
        said = what_counts_text(shown_payload(was, hidden), step)
        if new.kind == Publication.Kind.WITHDRAWAL:
            rows.append([(Run(number, href=href),), said, _("withdrawn"), reason_for_readers(new)])
            continue
        payload = shown_payload(new, hidden)
        says = what_counts_text(payload, step)
        if said == says:
            reworded += 1
            continue
        title = words(Run(number, href=href), f", {isolated(payload['title'])}")
        rows.append([title, said, says, reason_for_readers(new) or _("no reason recorded")])
    return rows, reworded


# Reported late


def _late(sheet: Sheet, reading: Any, span: Span) -> None:
    """Happened earlier and reported in this period, or of this period and reported after it (rule 14)."""
    sheet.heading(_("Reported later"), 2, "late")
    earlier, after = late_in(reading, span), late_of(reading, span)
    label = _("reported later")
    if not earlier and not after:
        text = _("No result that happened earlier was reported in a round of %(period)s.")
        sheet.say("late", words(text % {"period": span.of}))
        return
    sentences: list[Words] = []
    if earlier:
        text = ngettext(
            "%(count)s result happened before %(year)s and was reported in a round of this report. It belongs to the "
            "year in which it happened, and changes no published figure of an earlier report.",
            "%(count)s results happened before %(year)s and were reported in a round of this report. They belong to "
            "the years in which they happened, and change no published figure of an earlier report.",
            len(earlier),
        )
        figure = of_records(reading, "late-in", earlier, label, span)
        sentences.append(sheet.sentence(text, count=figure, year=str(span.period.start.year)))
    if after:
        text = ngettext(
            "%(count)s result of %(period)s was reported in a round that began after it: it counts here, and in no "
            "report that was published before.",
            "%(count)s results of %(period)s were reported in rounds that began after it: they count here, and in no "
            "report that was published before.",
            len(after),
        )
        figure = of_records(reading, "late-of", after, label, span)
        sentences.append(sheet.sentence(text, count=figure, period=span.of))
    sheet.say("late", *sentences)
    listed = last_first([*earlier, *after])
    rows = [result_line(reading, entry, with_country=True) for entry in listed[:MOST_LATE]]
    sheet.items([*rows, and_more(len(listed) - MOST_LATE, reverse("results"))])


def late_in(reading: Any, span: Span) -> list[Entry]:
    """What happened before a period and was reported in one of its rounds."""
    start, end = span.period.start, span.period.end
    rows = Publication.objects.at(reading.edition).filter(
        round__start__gte=start, round__start__lt=end, achieved_last__lt=start
    )
    return _entries(reading, rows)


def late_of(reading: Any, span: Span) -> list[Entry]:
    """What happened in a period and was reported in a round that began after it."""
    rows = Publication.objects.at(reading.edition).filter(
        round__start__gte=span.period.end, achieved_first__gte=span.period.start, achieved_last__lt=span.period.end
    )
    return _entries(reading, rows)


def _entries(reading: Any, rows: Any) -> list[Entry]:
    numbers = set(rows.order_by().values_list("number", flat=True))
    return [entry for entry in reading.entries if entry.number in numbers]


# How complete the reporting is, in the programme's words


def _reporting(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    sheet.heading(_("How much was reported"), 2, "reporting")
    sentences = []
    asked_for = [row for row in inputs["rounds"] if row["expected"]]
    for _numbers, alike in groupby(asked_for, key=lambda row: (row["sent"], row["expected"])):
        sentences.append(words(_rounds_in_words(list(alike))))
    share = share_that_reports(inputs, span)
    if not sentences and not share:
        sheet.say("reporting", words(_("No round of reporting belongs to %(period)s.") % {"period": span.of}))
        return
    sheet.say("reporting", *sentences, share)


def _rounds_in_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many updates are in, of one round or of each of several that follow each other and are alike."""
    said = {
        "sent": grouped(rows[0]["sent"]),
        "expected": grouped(rows[0]["expected"]),
        "count": grouped(len(rows)),
        "first": rows[0]["label"],
        "last": rows[-1]["label"],
    }
    if len(rows) == 1 and not rows[0]["sent"]:
        text = _("None of the %(expected)s updates for %(first)s is in.")
    elif len(rows) == 1:
        text = ngettext(
            "%(sent)s of the %(expected)s updates for %(first)s is in.",
            "%(sent)s of the %(expected)s updates for %(first)s are in.",
            rows[0]["sent"],
        )
    elif not rows[0]["sent"]:
        text = _("Of each of the %(count)s rounds from %(first)s to %(last)s, none of the %(expected)s updates is in.")
    else:
        text = ngettext(
            "Of each of the %(count)s rounds from %(first)s to %(last)s, %(sent)s of the %(expected)s updates is in.",
            "Of each of the %(count)s rounds from %(first)s to %(last)s, %(sent)s of the %(expected)s updates are in.",
            rows[0]["sent"],
        )
    return text % said


# Published numbers beside ours


def _claims(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """Each number that was published of the phase, with what the entries support and the difference (rule 16)."""
    window = next((phase for phase in phase_spans(reading) if phase.code == span.code), phase_around(span, reading))
    around = window.period if window else span.period
    inside = [c for c in targets_of(inputs["claims"]) if c.window_start >= around.start and c.window_end <= around.end]
    claims = sorted(inside, key=lambda c: (subject_key(c), c.unit, c.window_end))
    sheet.heading(_("Published before, and recorded here"), 2, "claims")
    if not claims:
        text = _("No number published elsewhere about %(period)s is recorded.")
        sheet.say("claims", words(text % {"period": (window or span).of}))
        return
    sheet.say(
        "claims",
        words(
            _(
                "Numbers that were published of %(period)s stand beside what the entries of this record support. "
                "Neither is adjusted to agree with the other."
            )
            % {"period": (window or span).of}
        ),
    )
    rows = [_claim_row(reading, inputs, window or span, place, claim) for place, claim in enumerate(claims)]
    sheet.table(
        _("What was published of %(period)s, beside what is recorded") % {"period": (window or span).of},
        [_("What, and when"), _("Published"), _("Recorded here"), _("Difference"), _("Source")],
        rows,
        id="table-claims",
    )


def _claim_row(reading: Any, inputs: Mapping[str, Any], around: Span, place: int, claim: Any) -> list[Any]:
    period = figures.Period(claim.window_start, claim.window_end)
    window = span(period.start, period.last)
    cells: list[Any] = [f"{subject_text(claim)}, {window}", amount_text(claim)]
    if claim.headline == PROJECTS:
        counts = inputs["projects"]["counts"]
        is_flagship = claim.unit == "flagship-projects"
        held = counts["flagship"] if is_flagship else counts["all"]
        cells = [f"{_('Flagship projects') if is_flagship else _('Projects')}, {window}", grouped(claim.value)]
        cells += [grouped(held), _held_text(held - int(claim.value))]
    elif claim.headline == PEOPLE_OF_ALL_KINDS:
        cells += [_("not added up"), _("never added here: the same people pass from law to practice")]
    else:
        quantity = own_figure(claim, reading.entries, on=reading.day)
        key = f"claim-{place}-{subject_key(claim)}-{claim.unit}"
        what = subject_text(claim)
        ours = of_quantity(reading, key, quantity, (), what, around, text="" if quantity else _("not known"))
        gap = gap_text(quantity, Quantity.of(claim.value, ROUNDED if claim.unit == "persons" else ""))
        cells += [ours, gap]
    source = claim.source.partition(", http")[0]
    return [*cells, source]


def _held_text(more: int) -> str:
    """How many more or fewer projects are held here than were published."""
    if more == 0:
        return _("the same number is held here")
    if more < 0:
        return ngettext("%(n)s fewer is held here", "%(n)s fewer are held here", -more) % {"n": grouped(-more)}
    return ngettext("%(n)s more is held here", "%(n)s more are held here", more) % {"n": grouped(more)}
