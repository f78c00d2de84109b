"""Targets and numbers published elsewhere, each beside what the entries support in the same window (rules 16, 18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators import figures
from indicators.figures import Entry, Period, Quantity, plain_decimal
from indicators.models import Claim, Headline, Indicator, Target
from indicators.pages.published import Window
from indicators.wording import (
    amount_text,
    gap_text,
    is_window,
    own_figure,
    period_of,
    qualified,
    recorded_text,
    share_text,
)
from rmt.text import span

HEADLINE_OF = {
    **dict.fromkeys(("R1", "R2", "R3"), Headline.CHANGES),
    **dict.fromkeys((figures.ADEQUATE, figures.COMPREHENSIVE), Headline.BETTER),
}
CODES_OF = {
    Headline.CHANGES: ("R1", "R2", "R3"),
    Headline.BETTER: (figures.ADEQUATE, figures.COMPREHENSIVE),
}

WORKED_OUT = ("persons", "countries", "changes")
"""The units in which a figure of ours stands beside a target."""


@dataclass(frozen=True)
class TargetLine:
    """A target: what is aimed at and by when, where it is from, and how much of it is recorded here.

    How far the programme has come is said only where `is_complete`: a manager said that everything achieved in the
    window is recorded (rule 13). Until then what is missing is a gap in the record and no lack of progress.
    """

    target: Target
    about: str
    window: str
    amount: str
    ours: Quantity | None
    share: str
    is_complete: bool

    @property
    def is_in_use(self) -> bool:
        return self.target.state == Target.State.IN_USE

    @property
    def state_text(self) -> str:
        return str(Target.State(self.target.state).label)


@dataclass(frozen=True)
class ClaimLine:
    """A number published elsewhere, ours for the same window, and the difference in words."""

    claim: Claim
    about: str
    window: str
    amount: str
    ours: Quantity | None
    difference: str

    @property
    def exact(self) -> str:
        """The published number, plain, for the data."""
        return plain_decimal(self.claim.value) or ""


def targets_of(
    indicator: Indicator, entries: Sequence[Entry], *, windows: Sequence[Window], on: date
) -> list[TargetLine]:
    """The targets of an indicator and of the headline that it is part of; those in use first."""
    complete = [window.period for window in windows if window.is_complete]
    order = {Target.State.IN_USE: 0, Target.State.CONTESTED: 1, Target.State.EARLIER: 2}
    lines = []
    for target in Target.objects.filter(_about(indicator)).select_related("indicator", "country"):
        ours = own_figure(target, entries, on=on, country=target.country.iso3 if target.country else None)
        line = TargetLine(
            target=target,
            about=str(target.country) if target.country else _headline_text(target.headline),
            window=span(target.window_start, period_of(target).last),
            amount=qualified(target.qualifier, amount_text(target)),
            ours=ours,
            share=_share_of(target, ours, is_complete=period_of(target) in complete),
            is_complete=period_of(target) in complete,
        )
        lines.append(line)
    return sorted(lines, key=lambda line: (line.target.window_start, order[Target.State(line.target.state)]))


def _share_of(target: Target, ours: Quantity | None, *, is_complete: bool) -> str:
    """How far a target is reached, or how much is recorded; a share of countries is never read as "none"."""
    if target.unit not in WORKED_OUT:
        return _("not worked out in this unit")
    return share_text(ours, target) if is_complete else recorded_text(ours)


def claims_of(indicator: Indicator, entries: Sequence[Entry], *, on: date) -> list[ClaimLine]:
    """What was published elsewhere of an indicator, or of the headline that it is part of."""
    lines = []
    for claim in Claim.objects.filter(_about(indicator)).select_related("indicator"):
        ours = own_figure(claim, entries, on=on)
        qualifier = "rounded" if claim.unit == "persons" else ""
        line = ClaimLine(
            claim=claim,
            about=_headline_text(claim.headline),
            window=span(claim.window_start, period_of(claim).last),
            amount=amount_text(claim),
            ours=ours,
            difference=gap_text(ours, Quantity.of(claim.value, qualifier)),
        )
        lines.append(line)
    return lines


def _about(indicator: Indicator) -> Q:
    headline = HEADLINE_OF.get(indicator.code)
    return Q(indicator=indicator) | Q(headline=headline) if headline else Q(indicator=indicator)


def codes_of_page(code: str) -> tuple[str, ...]:
    """The indicators whose results an indicator's page reads: its own, and those of one headline with it."""
    return CODES_OF[HEADLINE_OF[code]] if code in HEADLINE_OF else (code,)


def _headline_text(headline: str | None) -> str:
    words = {Headline.CHANGES: _("All three steps together"), Headline.BETTER: _("I4 and I5 together")}
    return (words.get(Headline(headline)) or str(Headline(headline).label)) if headline else ""


def aim_for(aims: Iterable[TargetLine], *, unit: str, period: Period) -> TargetLine | None:
    """The world's target in use for one indicator in a window, in one unit."""
    own = (a for a in aims if a.is_in_use and a.target.indicator_id and a.target.country_id is None)
    return next((a for a in own if a.target.unit == unit and is_window(a.target, period)), None)
