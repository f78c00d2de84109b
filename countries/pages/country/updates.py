"""When a country sent an update, what was expected of the latest round (rule 19), and what was restated since."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.models import Country
from countries.pages.country.facts import CountryRecord, Row, day_of
from indicators.ledger import (
    NOTHING,
    Hidden,
    entry_of,
    hidden_groups,
    reason_for_readers,
    shown_payload,
    without_hidden,
)
from indicators.models import Answer, CountryIndicatorNote, CountryUpdate, Edition, Publication, Round
from indicators.pages.published import PublishedResult
from indicators.rounds import expected_by_country
from indicators.wording import reported_text
from rmt.records import JsonRows
from rmt.text import as_day, day, isolated, span

Status = CountryUpdate.Status
SENT = (Status.SUBMITTED, Status.VALIDATED)
BLANKS = {
    Answer.Kind.NO_CHANGE: gettext_lazy("no change"),
    Answer.Kind.NOTHING: gettext_lazy("nothing to report"),
    Answer.Kind.NOT_APPLICABLE: gettext_lazy("not applicable"),
}
MOST_RESTATED = 5


@dataclass(frozen=True)
class RoundState:
    """The latest round that was due, with what the programme holds of one country in it, each blank with its reason.

    `blanks` and `notes` are labels of indicators with what is written of them.
    """

    round: Round
    text: str
    reported: int
    expected: int
    blanks: Sequence[tuple[str, str]]
    notes: Sequence[tuple[str, str]]

    @property
    def count_text(self) -> str:
        """On how many of the indicators that the programme expects it has an answer; empty if it expects none.

        The programme is named, never the country (rule 19).
        """
        if not self.expected:
            return ""
        words = {"reported": self.reported, "expected": self.expected, "round": self.round}
        return (
            ngettext(
                "The programme has answers on %(reported)s of %(expected)s indicator for %(round)s",
                "The programme has answers on %(reported)s of %(expected)s indicators for %(round)s",
                self.expected,
            )
            % words
        )


def round_state(
    country: Country, record: CountryRecord, results: Iterable[PublishedResult], *, today: date
) -> RoundState | None:
    """The state of the latest round that was due by `today`; `None` if no update was asked of the country."""
    due = _latest_due(country, today)
    if due is None or not (due.status_rows or record.is_priority_between(due.start, due.end)):
        return None
    status = due.status_rows[0]["status"] if due.status_rows else ""
    is_sent = status in SENT
    expected = expected_by_country(due, [country])[country.pk]
    published = {result.entry.indicator for result in results if result.round == due.code}
    codes = [row for row in record.indicator_rows if row["pk"] in expected]
    blank = [row for row in codes if row["code"] not in published]
    answers = {row["code"]: row for row in due.answer_rows}
    return RoundState(
        round=due,
        text=_text(due),
        reported=len(codes) if is_sent else len(codes) - len(blank),
        expected=len(codes),
        blanks=[(f"{row['code']} · {row['name_en']}", _blank_text(answers.get(row["code"]), status)) for row in blank],
        notes=[(f"{row['code']} · {row['name']}", row["text"]) for row in due.note_rows if status == Status.VALIDATED],
    )


def _text(due: Any) -> str:
    """The day of the last update: dates only, and the programme is named, never the country (rule 19)."""
    if not due.sent_rows:
        return _("The programme has published no update for %(round)s yet") % {"round": due}
    last = due.sent_rows[0]
    words = _("Last update: sent %(day)s")
    if last["status"] == Status.SUBMITTED:
        words = _("Last update: sent %(day)s, being reviewed")
    return words % {"day": day(day_of(last["submitted_at"]))}


def _latest_due(country: Country, today: date) -> Any:
    """The latest round that was due, with the rows of the country's update in it: status, answers, notes."""
    updates = CountryUpdate.objects.filter(country=country, round=OuterRef("pk")).order_by()
    sent = CountryUpdate.objects.filter(country=country, status__in=SENT).order_by("-round__start")
    answers = Answer.objects.filter(update__country=country, update__round=OuterRef("pk")).order_by()
    notes = CountryIndicatorNote.objects.filter(country=country, round=OuterRef("pk")).order_by("indicator__order")
    due = (
        Round.objects.filter(due__lt=today)
        .exclude(state=Round.State.PLANNED)
        .annotate(
            status_rows=JsonRows(updates, "status"),
            sent_rows=JsonRows(sent, "status", "submitted_at"),
            answer_rows=JsonRows(answers, "kind", "reason", code="indicator__code"),
            note_rows=JsonRows(notes, "text", code="indicator__code", name="indicator__name_en"),
        )
    )
    return due.order_by("-start").first()


def _blank_text(answer: Row | None, status: str) -> str:
    """Why nothing is published of an indicator; a reason is public once the update is validated."""
    if status not in SENT:
        return _("the programme has published nothing for this half-year yet")
    if answer is None or answer["kind"] not in BLANKS:
        return _("sent, not published yet")
    text = str(BLANKS[Answer.Kind(answer["kind"])])
    return f"{text}: {answer['reason']}" if answer["reason"] and status == Status.VALIDATED else text


# Restated after an edition


def restated_of(country: Country) -> list[dict[str, str]]:
    """The latest restatements of what an edition holds: one query over the ledger (rule 4).

    Groups of people are never mentioned here (rule 12).
    """
    before = Publication.objects.filter(result=OuterRef("result"), seq__lt=OuterRef("seq")).order_by("-seq")
    editions = Edition.objects.filter(seq__lt=OuterRef("seq"))
    in_force = Publication.objects.as_of(None).filter(result=OuterRef("result"))
    rows = Publication.objects.filter(Exists(Edition.objects.all()), country=country)
    # Of what is withdrawn now, readers are told that and why, and nothing of what it said (ledger rule 2).
    rows = rows.filter(Exists(in_force) | Q(kind=Publication.Kind.WITHDRAWAL, superseded_at=None))
    rows = rows.annotate(first=Subquery(before.order_by("seq").values("seq")[:1])).filter(
        Exists(Edition.objects.filter(seq__lt=OuterRef("seq"), seq__gte=OuterRef("first")))
    )
    rows = rows.annotate(
        payload_before=Subquery(before.values("payload")[:1]),
        edition=Subquery(editions.order_by("-seq", "-pk").values("code")[:1]),
        step=F("indicator__step"),
    )
    hidden = hidden_groups()
    return [_restatement(row, hidden) for row in rows.order_by("-seq")[:MOST_RESTATED]]


def _restatement(row: Any, hidden: Hidden) -> dict[str, str]:
    """What an edition says and what is said now; of a withdrawal, its public reason alone."""
    new = shown_payload(row, hidden)
    old = without_hidden(json.loads(row.payload_before), hidden.get(new["uuid"], NOTHING), version=row.version - 1)
    is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
    before, after = _figure_text(old, row.step), _figure_text(new, row.step)
    differs = before != after and not is_withdrawal
    named = _("No. %(number)s") if is_withdrawal else _("No. %(number)s, %(title)s")
    return {
        "title": named % {"number": row.number, "title": isolated(old["title"])},
        "url": row.get_absolute_url(),
        "when": day(as_day(row.recorded_at)),
        "before": before if differs else "",
        "after": _("withdrawn") if is_withdrawal else after if differs else _("its words, themes or standing"),
        "reason": reason_for_readers(row),
        "edition": row.edition,
    }


def _figure_text(payload: Mapping[str, Any], step: int | None) -> str:
    """What counts of a result: when it happened, and its figure if it has one."""
    entry = entry_of(dict(payload), step=step)
    when = span(entry.first, entry.last)
    return f"{reported_text(entry)} ({when})" if entry.value is not None or entry.increase is not None else when
