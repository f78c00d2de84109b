"""Still in force? Which published steps are asked about, of whom, and what was recorded of each (rule 7)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Instrument
from indicators.followup import asked_since
from indicators.models import Level, Publication, PublishedTag, Result, Standing, Tag
from indicators.pages.transition import Happened
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import STEPS, day, span

YEARS_HAVE_PASSED = {
    1: gettext_lazy("A year has passed since it was achieved."),
    2: gettext_lazy("Two years have passed since it was achieved."),
}
WORDS = {
    Standing.Kind.CONFIRMED: gettext_lazy("In force on %(day)s"),
    Standing.Kind.LOST: gettext_lazy("Lost on %(day)s"),
    Standing.Kind.RESTORED: gettext_lazy("Back in force on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class StandingQuestion:
    """A published step that is asked about: whether it still stands, since when, and why."""

    result: Result
    title: str
    country: str
    badge: str
    when: str
    due: date
    why: str
    last: str


def questions_for(user: User, *, today: date) -> list[StandingQuestion]:
    """The published steps that `user` is asked about today, those due longest first; three queries."""
    steps = steps_of(user).select_related("result", "country", "indicator", "instrument").defer("payload")
    questions = []
    for statement in steps.prefetch_related("result__standings"):
        standings = list(statement.result.standings.all())
        asked = why_asked(statement.achieved_last, standings, statement.instrument, today=today)
        if asked is None:
            continue
        since, why = asked
        question = StandingQuestion(
            result=statement.result,
            title=statement.title,
            country=str(statement.country or _("The world")),
            badge=str(STEPS.get(statement.indicator.step or 0, "")),
            when=span(statement.achieved_first, statement.achieved_last),
            due=since,
            why=why,
            last=in_words(standings[-1]) if standings else "",
        )
        questions.append(question)
    return sorted(questions, key=lambda question: (question.due, question.country, question.title))


def steps_of(user: User) -> QuerySet[Publication]:
    """Published steps that `user` may answer for: of their countries or confirmed themes; for a manager, all."""
    roles = roles_of(user)
    steps = Publication.objects.as_of(None).filter(indicator__level=Level.RESULT)
    if roles.is_manager:
        return steps
    confirmed = PublishedTag.objects.filter(
        publication=OuterRef("pk"), theme__in=roles.themes, state=Tag.State.CONFIRMED
    )
    return steps.filter(Q(country__in=roles.countries) | Exists(confirmed))


def why_asked(
    achieved: date, standings: Sequence[Standing], instrument: Instrument | None, *, today: date
) -> tuple[date, str] | None:
    """Since when a step is asked about, and why; `None` if nothing has to be asked on this day.

    One and two years on, and when the instrument was suspended or repealed, unless somebody has answered since: the
    dates of an instrument prompt the question, and never answer it by themselves. `standings` are the earliest first.
    """
    if standings and standings[-1].kind == Standing.Kind.LOST:
        return None
    prompt = None
    if asked := asked_since(achieved, [(standing.day, standing.kind) for standing in standings], today=today):
        since, years = asked
        prompt = (since, str(YEARS_HAVE_PASSED[years]))
    if instrument is None:
        return prompt
    for name, what in (("suspended", _("was suspended")), ("repealed", _("was repealed"))):
        first, on = getattr(instrument, f"{name}_first"), getattr(instrument, f"{name}_last")
        if on and on <= today and not any(standing.day >= first for standing in standings):
            words = {"title": instrument.title, "what": what, "day": span(first, on)}
            prompt = (on, _("“%(title)s” %(what)s: %(day)s.") % words)
    return prompt


def standing_page(result: Result, *, today: date) -> dict[str, Any]:
    """One step in the words that readers have, and every record of whether it still stands.

    Nothing is asked about a result that is not published.
    """
    published = Publication.objects.as_of(None).filter(result=result).select_related("country", "instrument").first()
    standings = list(result.standings.select_related("by"))
    asked = why_asked(published.achieved_last, standings, published.instrument, today=today) if published else None
    instrument = json.loads(published.payload)["instrument"] if published else None
    history = [
        Happened(
            what=in_words(standing),
            when=_("recorded on %(day)s") % {"day": day(standing.recorded_at)},
            who=str(standing.by),
            comment=standing.reason,
            current=standing is standings[-1],
        )
        for standing in reversed(standings)
    ]
    return {
        "title": published.title if published else str(result),
        "country": str((published or result).country or _("The world")),
        "when": span(published.achieved_first, published.achieved_last) if published else "",
        "public_url": published.get_absolute_url() if published else "",
        "why": asked[1] if asked else "",
        "instrument": ", ".join(filter(None, [instrument["title"], instrument["reference"]])) if instrument else "",
        "history": history,
    }


def in_words(standing: Standing) -> str:
    """ "In force on 3 June 2026"."""
    return WORDS[Standing.Kind(standing.kind)] % {"day": day(standing.day)}
