"""Rounds in words: what a step is called, what it will do, and what was done."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.models import Round, RoundEvent
from indicators.pages.rounds.selectors import Board
from rmt.text import day

VERBS = {
    "open": gettext_lazy("Open the round"),
    "extend": gettext_lazy("Give more time"),
    "close": gettext_lazy("Close the round"),
    "reopen": gettext_lazy("Open it again"),
}
HEADINGS = {
    "open": gettext_lazy("Open %(round)s"),
    "extend": gettext_lazy("More time for %(round)s"),
    "close": gettext_lazy("Close %(round)s"),
    "reopen": gettext_lazy("Open %(round)s again"),
}


def consequences(step: str, reporting_round: Round, found: Board, *, after: Round | None) -> list[str]:
    """What a step will do, in sentences."""
    says = {"open": _opening, "extend": _extending, "close": _closing, "reopen": _reopening}[step]
    return list(says(reporting_round, found, after))


def _opening(reporting_round: Round, found: Board, _after: Round | None) -> Iterator[str]:
    asked = ngettext(
        "From now on, %(count)s country can send its update, until 23:59 on %(day)s in its capital.",
        "From now on, %(count)s countries can send their update, until 23:59 on %(day)s in each capital.",
        found.countries,
    )
    yield asked % {"count": found.countries, "day": day(reporting_round.due)}
    yield _("Focal points are reminded 30 and 7 days before, the day after, and weekly then.")
    yield from _nobody_there(found)
    yield from _others_open(reporting_round)


def _nobody_there(found: Board) -> Iterator[str]:
    if found.without_people:
        missing = ngettext(
            "%(count)s country has no focal point: nobody there is asked.",
            "%(count)s countries have no focal point: nobody there is asked.",
            found.without_people,
        )
        yield missing % {"count": found.without_people}


def _others_open(reporting_round: Round) -> Iterator[str]:
    others = list(Round.objects.filter(state=Round.State.OPEN).exclude(pk=reporting_round.pk).order_by("start"))
    if others:
        names = ", ".join(str(other) for other in others)
        yield _(
            "Another round is open as well: %(names)s. Results then belong to the open round that began last; close "
            "the earlier one if nobody should send updates for it any more."
        ) % {"names": names}


def _extending(reporting_round: Round, found: Board, _after: Round | None) -> Iterator[str]:
    yield _("It is due on %(day)s now. What is sent until the new day is in time.") % {"day": day(reporting_round.due)}
    yield _not_sent(found)


def _closing(reporting_round: Round, found: Board, after: Round | None) -> Iterator[str]:
    yield _not_sent(found)
    yield _("From now on, updates and answers are refused by every door.")
    returned = found.by_state["returned"]
    if returned:
        open_still = ngettext(
            "%(count)s update was returned and stays open until its own day.",
            "%(count)s updates were returned and stay open until their own day.",
            returned,
        )
        yield open_still % {"count": returned}
    if after is not None:
        yield _("Results sent then belong to %(round)s.") % {"round": after}
    else:
        yield _("No other round is planned: results sent then belong to none until you plan one.")


def _reopening(reporting_round: Round, found: Board, _after: Round | None) -> Iterator[str]:
    yield _not_sent(found)
    yield _("From now on, they can send their updates again. Focal points are reminded every week until they do.")
    yield from _others_open(reporting_round)


def _not_sent(found: Board) -> str:
    words = {"count": found.not_sent, "of": found.countries}
    return ngettext(
        "%(count)s of %(of)s countries has not sent its update.",
        "%(count)s of %(of)s countries have not sent their update.",
        found.not_sent,
    ) % words  # fmt: skip


def events_of(reporting_round: Round) -> list[SimpleNamespace]:
    """What was done with a round, the last first, for the component `history`."""
    rows = reporting_round.events.select_related("by").order_by("-at", "-pk")
    return [
        SimpleNamespace(
            what=str(RoundEvent.Kind(row.kind).label).capitalize(),
            when=day(row.at),
            who=str(row.by),
            comment=row.reason,
            href="",
            current=False,
        )
        for row in rows
    ]
