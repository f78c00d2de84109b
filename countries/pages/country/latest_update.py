"""What a country sent in the latest round that was due: "7 of 9 expected", each blank with its reason (rule 19)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from countries.pages.country.data import Held, Row
from indicators.models import Answer, CountryIndicatorNote, CountryUpdate, Round
from indicators.updates import expected_by_country
from rmt.records import JsonRows

Status = CountryUpdate.Status
SENT = (Status.SUBMITTED, Status.VALIDATED)
BLANKS = {
    Answer.Kind.NO_CHANGE: gettext_lazy("no change"),
    Answer.Kind.NOTHING: gettext_lazy("nothing to report"),
    Answer.Kind.NOT_APPLICABLE: gettext_lazy("not applicable"),
}


@dataclass(frozen=True)
class Said:
    """An expected indicator and what stands for it, or why nothing does."""

    label: str
    text: str


@dataclass(frozen=True)
class RoundState:
    """The latest round that was due, as one country answered it."""

    round: Round
    text: str
    is_sent: bool
    reported: int
    expected: int
    blanks: Sequence[Said]
    notes: Sequence[Said]

    @property
    def count_text(self) -> str:
        """How much of what was expected was reported; empty if nothing was expected."""
        if not self.expected:
            return ""
        return _("%(reported)s of %(expected)s expected") % {"reported": self.reported, "expected": self.expected}


def round_state(country: Country, held: Held, published: Mapping[str, set[str]], *, today: date) -> RoundState | None:
    """The state of the latest round that was due by `today`; `None` if no update was asked of the country.

    `published` are the codes of the indicators of which a result was published, by round.
    """
    due = _latest_due(country, today)
    if due is None or not (due.updates or held.is_priority_between(due.round.start, due.round.end)):
        return None
    found = due.round
    status = due.updates[0]["status"] if due.updates else ""
    expected = expected_by_country(found, [country])[country.pk]
    codes = [row for pk, row in held.indicators.items() if pk in expected]
    answers = {row["code"]: row for row in due.answers} if status in SENT else {}
    blank = [row for row in codes if row["code"] not in published.get(found.code, ())]
    unanswered = [] if status in SENT else blank
    notes = due.notes if status == Status.VALIDATED else ()
    return RoundState(
        round=found,
        text=_text(found, status),
        is_sent=status in SENT,
        reported=len(codes) - len(unanswered),
        expected=len(codes),
        blanks=list(_blanks(blank, answers, status)),
        notes=[Said(f"{row['code']} · {row['name']}", row["text"]) for row in notes],
    )


class _Due(NamedTuple):
    """A round, with the rows of one country's update in it: at most one update, its answers, its notes."""

    round: Round
    updates: Sequence[Row]
    answers: Sequence[Row]
    notes: Sequence[Row]


def _latest_due(country: Country, today: date) -> _Due | None:
    updates = CountryUpdate.objects.filter(country=country, round=OuterRef("pk")).order_by()
    answers = Answer.objects.filter(update__country=country, update__round=OuterRef("pk")).order_by()
    notes = CountryIndicatorNote.objects.filter(country=country, round=OuterRef("pk")).order_by("indicator__order")
    due = (
        Round.objects.filter(due__lt=today)
        .exclude(state=Round.State.PLANNED)
        .annotate(
            updates_of=JsonRows(updates, "status"),
            answers_of=JsonRows(answers, "kind", "reason", code="indicator__code"),
            notes_of=JsonRows(notes, "text", code="indicator__code", name="indicator__name_en"),
        )
    )
    found = due.order_by("-start").first()
    return _Due(found, found.updates_of, found.answers_of, found.notes_of) if found else None


def _text(found: Round, status: str) -> str:
    words = {
        Status.VALIDATED: _("%(round)s reported"),
        Status.SUBMITTED: _("%(round)s sent, being reviewed"),
    }
    said = words.get(Status(status)) if status else None
    return (said or _("The update for %(round)s was not sent.")) % {"round": found}


def _blanks(blank: Iterable[Row], answers: Mapping[str, Row], status: str) -> Iterable[Said]:
    for row in blank:
        answer, label = answers.get(row["code"]), f"{row['code']} · {row['name_en']}"
        if status not in SENT:
            yield Said(label, _("not reported: the update was not sent"))
        elif answer is None or answer["kind"] not in BLANKS:
            yield Said(label, _("sent, not published yet"))
        elif answer["reason"] and status == Status.VALIDATED:
            yield Said(label, f"{BLANKS[Answer.Kind(answer['kind'])]}: {answer['reason']}")
        else:
            yield Said(label, str(BLANKS[Answer.Kind(answer["kind"])]))
