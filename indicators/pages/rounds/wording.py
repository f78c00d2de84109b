"""Rounds in words: what a step is called, what it will do, and what was done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.models import Round, RoundEvent
from indicators.pages.rounds.selectors import Board
from indicators.pages.transition import Happened
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


def consequences(step: str, reporting_round: Round, board: Board, *, after: Round | None) -> list[str]:
    """What a step will do, in sentences; `after` is the round to which results belong once this one is closed."""
    due = day(reporting_round.due)
    if step == "extend":
        return [
            _("It is due on %(day)s now. What is sent until the new day is in time.") % {"day": due},
            _not_sent(board),
        ]
    if step == "reopen":
        again = _("From now on, they can send their updates again. Focal points are reminded every week until they do.")
        return [_not_sent(board), again, *_others_open(reporting_round)]
    if step == "close":
        return _closing(board, after=after)
    asked = ngettext(
        "From now on, %(count)s country can send its update, until 23:59 on %(day)s in its capital.",
        "From now on, %(count)s countries can send their update, until 23:59 on %(day)s in each capital.",
        board.countries,
    )
    sentences = [asked % {"count": board.countries, "day": due}]
    sentences.append(_("Focal points are reminded 30 and 7 days before, the day after, and weekly then."))
    if board.without_people:
        missing = ngettext(
            "%(count)s country has no focal point: nobody there is asked.",
            "%(count)s countries have no focal point: nobody there is asked.",
            board.without_people,
        )
        sentences.append(missing % {"count": board.without_people})
    return sentences + _others_open(reporting_round)


def _closing(board: Board, *, after: Round | None) -> list[str]:
    sentences = [_not_sent(board), _("From now on, updates and answers are refused by every door.")]
    returned = board.by_state["returned"]
    if returned:
        still_open = ngettext(
            "%(count)s update was returned and stays open until its own day.",
            "%(count)s updates were returned and stay open until their own day.",
            returned,
        )
        sentences.append(still_open % {"count": returned})
    if after is not None:
        sentences.append(_("Results sent then belong to %(round)s.") % {"round": after})
    else:
        sentences.append(_("No other round is planned: results sent then belong to none until you plan one."))
    return sentences


def _others_open(reporting_round: Round) -> list[str]:
    others = list(Round.objects.filter(state=Round.State.OPEN).exclude(pk=reporting_round.pk).order_by("start"))
    if not others:
        return []
    text = _(
        "Another round is open as well: %(names)s. Results then belong to the open round that began last; close "
        "the earlier one if nobody should send updates for it any more."
    )
    return [text % {"names": ", ".join(str(other) for other in others)}]


def _not_sent(board: Board) -> str:
    words = {"count": board.not_sent, "of": board.countries}
    return ngettext(
        "%(count)s of %(of)s countries has not sent its update.",
        "%(count)s of %(of)s countries have not sent their update.",
        board.not_sent,
    ) % words  # fmt: skip


def events_of(reporting_round: Round) -> list[Happened]:
    """What was done with a round, the last first, for the component `history`."""
    rows = reporting_round.events.select_related("by").order_by("-at", "-pk")
    return [
        Happened(str(RoundEvent.Kind(row.kind).label).capitalize(), day(row.at), str(row.by), row.reason)
        for row in rows
    ]
