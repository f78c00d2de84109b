"""The periods of which a report speaks side by side: its own, the phase in which that lies, and all years (rule 6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from briefs.figures_in_text import code_of
from briefs.models import Report
from indicators.figures import SINCE_2016, Period, last_day
from rmt.text import day as day_text


@dataclass(frozen=True, slots=True)
class Span:
    """A period with the code by which figures ask for it, the day of its figures, and its words.

    `label` heads a column ("Phase II, 2021–2025"); `of` stands in a sentence after "for" and after "of" ("phase II
    (2021–2025)", "the time between 2021 and 30 November 2026").
    """

    code: str
    period: Period
    day: date
    label: str
    of: str
    is_complete: bool = False


def span_of(report: Report, reading: Any) -> Span:
    """The period of a report itself. It is a phase, whole years, or runs on to the day of the edition.

    Raises ValidationError if it is no whole years since 2016, in which all figures are asked for, or had not begun.
    """
    period = Period(report.period_start, report.period_end)
    if (period.start.month, period.start.day, period.end.month, period.end.day) != (1, 1, 1, 1):
        raise ValidationError(_("A report covers whole years: from 1 January of one to 31 December of another."))
    if period.start < SINCE_2016.start:
        raise ValidationError(_("The series of the programme begin on 1 January 2016."))
    if period.start > reading.day:
        text = _("The edition was pinned on %(day)s, before the period of this report began.")
        raise ValidationError(text % {"day": day_text(reading.day)})
    for span in phase_spans(reading):
        if span.period == period:
            return span
    first, last = period.start.year, period.last.year
    day = last_day(period, as_of=reading.day)
    if day < period.last:
        dates = {"first": first, "day": day_text(day)}
        label = (_("%(first)s to %(day)s") if first != last else _("%(first)s up to %(day)s")) % dates
        of = label if first == last else _("the time between %(first)s and %(day)s") % dates
    else:
        label = of = str(first) if first == last else f"{first}–{last}"
    code = f"year-{first}" if first == last else f"years-{first}-{last}"
    return Span(code, period, day, label, of)


def phase_spans(reading: Any) -> list[Span]:
    """The phases that had begun by the day of the edition."""
    return [
        Span(
            code_of(window.code),
            window.period,
            window.day,
            window.label,
            _("phase %(phase)s (%(years)s)") % {"phase": window.code, "years": window.years},
            window.is_complete,
        )
        for window in reading.windows
        if window.is_phase
    ]


def since_2016(reading: Any) -> Span:
    """All years of the programme."""
    text = _("the years since 2016")
    return Span("since-2016", SINCE_2016, last_day(SINCE_2016, as_of=reading.day), _("Since 2016"), text)


def phase_around(span: Span, reading: Any) -> Span | None:
    """The phase in which a period lies; `None` for a phase itself, and for what lies in no single one."""
    for phase in phase_spans(reading):
        is_inside = phase.period.start <= span.period.start and span.period.end <= phase.period.end
        if is_inside and phase.period != span.period:
            return phase
    return None


def phase_with_aims(span: Span, reading: Any) -> Span | None:
    """The phase whose targets a report speaks of: itself, the one around it, or the last that lies inside it."""
    phases = phase_spans(reading)
    inside = [p for p in phases if span.period.start <= p.period.start and p.period.end <= span.period.end]
    return phase_around(span, reading) or (inside[-1] if inside else None)


def side_by_side(span: Span, reading: Any) -> list[Span]:
    """The report's own period, the phase around it, and all years."""
    return [one for one in (span, phase_around(span, reading), since_2016(reading)) if one is not None]
