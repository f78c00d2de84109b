"""Targets and numbers published elsewhere, in words, and ours for the same subject, window and unit (rules 16, 18)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from indicators import figures
from indicators.figures import Entry, Period, Quantity
from indicators.models import Claim, Headline, Target
from indicators.wording.quantities import number_text, percent_text, quantity_text


def amount_text(subject: Target | Claim) -> str:
    """The number of a target or claim with its unit: "30 million people", "12 countries and territories"."""
    units = {
        "persons": _("people"),
        "countries": _("countries and territories"),
        "changes": _("changes"),
        "per cent of countries": _("per cent of countries"),
        "briefs": _("briefs"),
    }
    number = number_text(subject.value, step=figures.rounding_step(subject.value, figures.precision.ROUNDED))
    return f"{number} {units.get(subject.unit, subject.unit)}"


def own_figure(
    subject: Target | Claim, entries: Iterable[Entry], *, on: date, country: str | None = None
) -> Quantity | None:
    """Ours for the same subject, window and unit; `None` if nothing was counted or the unit is another."""
    period = period_of(subject)
    day = figures.last_day(period, as_of=on)
    own = [e for e in entries if country in (None, e.country)]
    step = figures.STEP_INDICATORS.get(subject.indicator.code) if subject.indicator else None
    match subject.unit:
        case "changes":
            return Quantity.of(len(figures.changes(own, period=period, step=step)))
        case "countries":
            return Quantity.of(len(figures.countries(own, period=period, step=step)))
        case "persons" if subject.headline == Headline.BETTER:
            return figures.better_protected(own, period=period, day=day).quantity
        case "persons" if subject.indicator:
            return figures.people(own, indicator=subject.indicator.code, period=period, day=day).quantity
    return None


def recorded_text(ours: Quantity | None) -> str:
    """How much of a published figure or aim is recorded here, in words."""
    if ours is None:
        return _("none of these is recorded here yet")
    return _("%(number)s of these are recorded here") % {"number": quantity_text(ours)}


def share_text(ours: Quantity | None, target: Target) -> str:
    """How much of the way is done; of a figure between two bounds, at least."""
    share = figures.progress(ours.low, target=target.value) if ours else None
    if ours is None or share is None:
        return _("n/a")
    text = percent_text(share)
    if ours.is_one_number and not ours.is_open_above:
        return text
    return _("at least %(share)s") % {"share": percent_text(share, is_at_least=True)}


def is_window(subject: Target | Claim, period: Period) -> bool:
    """Whether a target or claim is about exactly this period."""
    return period_of(subject) == period


def period_of(subject: Target | Claim) -> Period:
    """The window of a target or claim, as figures take it."""
    return Period(subject.window_start, subject.window_end)
