"""Reporting rounds: which one a result that is sent today belongs to."""

from datetime import date

from indicators.models import Round


def round_for(day: date) -> Round | None:
    """The open round that began last by `day`; with none open, the next one planned; `None` if none is planned.

    A result is never refused because no round is open: it belongs to the next (DESIGN.md, "Workflow", submit).
    """
    is_open = Round.objects.filter(state=Round.State.OPEN, start__lte=day).order_by("-start").first()
    return is_open or Round.objects.filter(state=Round.State.PLANNED, end__gt=day).order_by("start").first()
