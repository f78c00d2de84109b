"""Changes and people beside what was aimed at, and by step, region, theme and kind of coverage (rules 7 to 13, 16)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Words, words
from briefs.writing.counts import asked, counted, of_people, of_quantity, of_records
from briefs.writing.frozen import targets_of
from briefs.writing.headlines import PEOPLE, STEP_CODES, STEP_OF
from briefs.writing.sheet import NOTHING, Sheet
from briefs.writing.spans import Span, phase_with_aims, side_by_side
from indicators import figures
from indicators.figures import Entry
from indicators.models import Target
from indicators.wording import amount_text, is_window, own_figure, period_of, qualified, share_text
from rmt.text import STEPS
from rmt.text import span as dates_text


def write(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """The tables of the first chapter."""
    _against_targets(sheet, reading, inputs, span)
    _by_step(sheet, reading, span)
    _by_region(sheet, reading, span)
    _by_theme(sheet, reading, span)
    _by_coverage(sheet, reading, span)


# Against targets


def _against_targets(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """What is aimed at, what was published, and how much of it is recorded here, in the aim's own window (rule 13)."""
    window = phase_with_aims(span, reading)
    aims = [aim for aim in targets_of(inputs["targets"]) if window and is_window(aim, window.period)]
    sheet.heading(_("Beside what was aimed at"), 2, "targets")
    if window is None or not aims:
        sheet.say("targets", words(_("No target is published for %(period)s.") % {"period": (window or span).of}))
        return
    claims = targets_of(inputs["claims"])
    rows = []
    for aim in aims:
        ours = own_figure(aim, reading.entries, on=reading.day)
        if aim.unit not in ("persons", "countries", "changes"):
            continue
        key = f"target-{subject_key(aim)}-{aim.unit}"
        behind = _behind(reading, aim, window)
        text = _("none that can be counted") if ours is None and behind else ""
        figure = of_quantity(reading, key, ours, behind, subject_text(aim), window, text=text)
        rows.append(
            [
                subject_text(aim),
                qualified(aim.qualifier, amount_text(aim)),
                _published(claims, aim, window) or NOTHING,
                figure,
                *([share_text(ours, aim)] if window.is_complete else []),
            ]
        )
    has_published = any(row[2] != NOTHING for row in rows)
    if not has_published:
        rows = [[*row[:2], *row[3:]] for row in rows]
    words_of_window = {"period": window.of, "year": window.period.last.year}
    texts = [
        _("For %(period)s the programme set itself the aims below, to be reached by the end of %(year)s.")
        % words_of_window
    ]
    if not window.is_complete:
        first = _(
            "The record of that period is not complete: what the programme published stands first, then how much of it "
            "is recorded here."
        )
        texts.append(first if has_published else _("The record of that period is not complete."))
        texts.append(
            _("What is missing is a gap in the record and no lack of progress, so no share of an aim is worked out.")
        )
    sheet.say("targets", *(words(text) for text in texts))
    header = [_("What"), _("Aim"), *([_("Published")] if has_published else []), _("Recorded here")]
    caption = _("Aims of %(period)s, what was published, and what is recorded here")
    if not has_published:
        caption = _("Aims of %(period)s, and what is recorded here")
    sheet.table(
        caption % words_of_window,
        [*header, *([_("Share of the aim")] if window.is_complete else [])],
        rows,
        numeric=(),
        id="table-targets",
    )


def _published(claims: Sequence[Target], aim: Target, window: Span) -> str:
    """What was published of an aim in its window; else the latest number within it, with its own dates."""
    own = [claim for claim in claims if (subject_key(claim), claim.unit) == (subject_key(aim), aim.unit)]
    if exact := [claim for claim in own if is_window(claim, window.period)]:
        return "; ".join(amount_text(claim) for claim in exact)
    start, end = window.period.start, window.period.end
    inside = [claim for claim in own if start <= claim.window_start and claim.window_end <= end]
    if not inside:
        return ""
    latest = max(inside, key=lambda claim: (claim.window_end, claim.window_end - claim.window_start))
    dates = period_of(latest)
    return f"{amount_text(latest)}, {dates_text(dates.start, dates.last)}"


def subject_key(subject: Target) -> str:
    """What a target or claim is about, as a key."""
    return subject.indicator.code.lower() if subject.indicator else (subject.headline or "")


def subject_text(subject: Target) -> str:
    """The same in words."""
    return subject.indicator.name_en if subject.indicator else str(subject.get_headline_display())


def _behind(reading: Any, aim: Target, window: Span) -> list[Entry]:
    codes = (
        (aim.indicator.code,)
        if aim.indicator
        else {
            "institutional-changes": STEP_CODES,
            "adequate-or-comprehensive": (figures.ADEQUATE, figures.COMPREHENSIVE),
        }.get(aim.headline or "", ())
    )
    return [e for e in figures.reported_in_period(reading.entries, window.period) if e.indicator in codes]


# By step, region, theme and kind of coverage


def _by_step(sheet: Sheet, reading: Any, span: Span) -> None:
    spans = side_by_side(span, reading)
    sheet.heading(_("By step"), 2, "steps")
    rows_of_changes, rows_of_countries = [], []
    for what, step in [*STEP_OF.items(), ("changes", None)]:
        label = str(STEPS[step]) if step else _("All three steps")
        rows_of_changes.append([label, *(asked(reading, what, one) for one in spans)])
        cells = []
        for one in spans:
            own = figures.changes(reading.entries, period=one.period, step=step)
            number = len(figures.countries(own, period=one.period))
            codes = [code for code, own_step in figures.STEP_INDICATORS.items() if step in (None, own_step)]
            cells.append(counted(reading, f"countries-{what}", number, own, label, one, indicator=codes))
        rows_of_countries.append([label, *cells])
    header = [one.label for one in spans]
    numeric = tuple(range(1, len(spans) + 1))
    sheet.table(
        _("Institutional changes by step"), [_("Step"), *header], rows_of_changes, numeric=numeric, id="table-steps"
    )
    sheet.table(
        _("Countries and territories with a change, each once for a step and a period"),
        [_("Step"), *header],
        rows_of_countries,
        numeric=numeric,
        id="table-countries-by-step",
    )
    sheet.small(
        words(
            _(
                "Changes count records: a country that adopts two laws has made two. The two tables are two measures "
                "and are never mixed."
            )
        )
    )


def _by_region(sheet: Sheet, reading: Any, span: Span) -> None:
    sheet.heading(_("By region"), 2, "regions")
    rows = []
    for code, region in reading.regions.items():
        found = [asked(reading, what, span, region=code) for what in (*STEP_OF, *PEOPLE)]
        if any(not figure.missing for figure in found):
            rows.append([str(region), *found])
    if not rows:
        sheet.say(
            "regions", words(_("No change and no figure of people is recorded for %(period)s.") % {"period": span.of})
        )
        return
    sheet.table(
        _("Changes and people by region, %(period)s") % {"period": span.of},
        [
            _("Region"),
            _("Strategies"),
            _("Laws or schemes"),
            _("Operations"),
            _("Entitled by law"),
            _("Covered in practice"),
            _("Better or wider benefits"),
        ],
        rows,
        numeric=(1, 2, 3),
        id="table-regions",
    )


def _by_theme(sheet: Sheet, reading: Any, span: Span) -> None:
    """Confirmed themes count; what is not yet checked is told apart from them."""
    sheet.heading(_("By theme"), 2, "by-theme")
    inside = figures.reported_in_period(reading.entries, span.period)
    rows = []
    for slug, theme in reading.themes.items():
        own = figures.with_confirmed_tag(inside, theme=slug)
        if not own:
            continue
        changes = asked(reading, "changes", span, theme=slug)
        people = [asked(reading, what, span, theme=slug) for what in PEOPLE]
        every = of_records(reading, f"results-{slug}", own, _("results"), span, theme=slug)
        rows.append([str(theme), every, changes, *people])
    unchecked = [e for e in inside if any(state == figures.PROPOSED_TAG for _theme, state in e.tags)]
    proposed = _proposed(sheet, reading, span, unchecked)
    if not rows:
        text = _("No result of %(period)s carries a theme that its lead confirmed.")
        sheet.say("by-theme", words(text % {"period": span.of}), proposed)
        return
    sheet.table(
        _("Results that a theme's lead confirmed, %(period)s") % {"period": span.of},
        [
            _("Theme"),
            _("Results"),
            _("Changes"),
            _("Entitled by law"),
            _("Covered in practice"),
            _("Better or wider benefits"),
        ],
        rows,
        numeric=(1, 2),
        id="table-themes",
    )
    sheet.small(words(_("A result can carry several themes, so the lines are never added up.")), proposed)


def _proposed(sheet: Sheet, reading: Any, span: Span, unchecked: Sequence[Entry]) -> Words:
    """How many results carry a theme that no lead has checked yet; nothing if none does."""
    if not unchecked:
        return ()
    figure = of_records(reading, "unchecked", unchecked, _("results with a theme that is not checked yet"), span)
    text = ngettext(
        "%(count)s result carries a theme that was proposed and not yet checked by its lead.",
        "%(count)s results carry a theme that was proposed and not yet checked by its lead.",
        len(unchecked),
    )
    return sheet.sentence(text, count=figure)


def _by_coverage(sheet: Sheet, reading: Any, span: Span) -> None:
    """Every kind of coverage on its line, apart from each other (rule 10)."""
    spans = side_by_side(span, reading)
    kinds = (
        ("I1", _("Potential coverage")),
        ("I2", _("Legal coverage")),
        ("I3", _("Effective coverage")),
        ("registered", _("Registered only")),
        ("I4", _("More adequate benefits")),
        ("I5", _("More comprehensive benefits")),
        ("I6", _("Better access")),
    )
    rows = []
    for code, label in kinds:
        cells = []
        for one in spans:
            if code == "registered":
                people = figures.registered_only(reading.entries, period=one.period)
            else:
                people = figures.people(reading.entries, indicator=code, period=one.period, day=one.day)
            narrowed = {} if code == "registered" else {"indicator": code}
            cells.append(of_people(reading, f"coverage-{code.lower()}", people, label, one, **narrowed))
        if any(cell.results for cell in cells):
            rows.append([label, *cells])
    sheet.heading(_("By kind of coverage"), 2, "coverage")
    if not rows:
        sheet.say("coverage", words(_("No figure of people is recorded yet.")))
        return
    header = [one.label for one in spans]
    sheet.table(_("More people by kind of coverage, in persons"), [_("Kind"), *header], rows, id="table-coverage")
    sheet.small(
        words(
            _(
                "“Not known” means that something was reported which cannot be counted as an increase of this period, "
                "“–” that nothing was. Neither is zero. Kinds of coverage are never added up."
            )
        )
    )
