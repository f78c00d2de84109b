"""Still in force? Which published steps are asked about, of whom, and what was said of each (rule 7)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Instrument
from indicators.models import Level, Publication, PublishedTag, Result, Standing, Tag
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import STEPS, day, span

ASKED_AFTER_YEARS = (1, 2)
WORDS = {
    Standing.Kind.CONFIRMED: gettext_lazy("In force on %(day)s"),
    Standing.Kind.LOST: gettext_lazy("Lost on %(day)s"),
    Standing.Kind.RESTORED: gettext_lazy("Back in force on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A published step that somebody should say of whether it still stands; due since a day, for a reason."""

    result: Result
    title: str
    country: str
    badge: str
    when: str
    due: date
    why: str
    last: str


def questions_for(user: User, *, today: date) -> list[Question]:
    """The published steps that `user` is asked about today, those due longest first; three queries."""
    asked = steps_of(user).select_related("result", "country", "indicator", "instrument").defer("payload")
    found = (_question(statement, today=today) for statement in asked.prefetch_related("result__standings"))
    return sorted((q for q in found if q), key=lambda q: (q.due, q.country, q.title))


def steps_of(user: User) -> QuerySet[Publication]:
    """Published steps of which `user` may say whether they stand: of own countries, of own confirmed themes, or all."""
    roles = roles_of(user)
    steps = Publication.objects.as_of(None).filter(indicator__level=Level.RESULT)
    if roles.is_manager:
        return steps
    confirmed = PublishedTag.objects.filter(
        publication=OuterRef("pk"), theme__in=roles.themes, state=Tag.State.CONFIRMED
    )
    return steps.filter(Q(country__in=roles.countries) | Exists(confirmed))


def _question(statement: Publication, *, today: date) -> Question | None:
    said = list(statement.result.standings.all())
    last = said[-1] if said else None
    due = why_asked(statement.achieved_last, said, statement.instrument, today=today)
    if due is None:
        return None
    since, why = due
    return Question(
        result=statement.result,
        title=statement.title,
        country=str(statement.country or _("The world")),
        badge=str(STEPS.get(statement.indicator.step or 0, "")),
        when=span(statement.achieved_first, statement.achieved_last),
        due=since,
        why=why,
        last=WORDS[Standing.Kind(last.kind)] % {"day": day(last.day)} if last else "",
    )


def why_asked(
    achieved: date, said: Sequence[Standing], instrument: Instrument | None, *, today: date
) -> tuple[date, str] | None:
    """Since when a step is asked about, and why; `None` if nothing has to be asked on this day.

    One and two years on, and when the instrument was suspended or repealed, unless something was said since.
    """
    last = max((standing.day for standing in said), default=None)
    is_lost = bool(said) and max(said, key=lambda standing: standing.day).kind == Standing.Kind.LOST
    prompts = [] if is_lost else [(_years_on(achieved, years), str(_YEARS[years])) for years in ASKED_AFTER_YEARS]
    prompts = [(due, text) for due, text in prompts if due <= today and (last is None or last < due)]
    dates = _instrument_dates(instrument, is_lost=is_lost)
    prompts += [(due, text) for due, text in dates if due <= today and (last is None or last < due)]
    if not prompts:
        return None
    return prompts[-1]


_YEARS = {
    1: gettext_lazy("A year has passed since it was achieved."),
    2: gettext_lazy("Two years have passed since it was achieved."),
}


def _instrument_dates(instrument: Instrument | None, *, is_lost: bool) -> Iterable[tuple[date, str]]:
    """What the dates of an instrument prompt: they never answer the question by themselves."""
    if instrument is None or is_lost:
        return
    for on, words in ((instrument.suspended, _("was suspended")), (instrument.repealed, _("was repealed"))):
        if on:
            told = {"title": instrument.title, "what": words, "day": day(on)}
            yield on, _("“%(title)s” %(what)s on %(day)s.") % told


def _years_on(achieved: date, years: int) -> date:
    try:
        return achieved.replace(year=achieved.year + years)
    except ValueError:  # 29 February
        return achieved.replace(year=achieved.year + years, day=28)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said once of a step, for the component `history`."""

    what: str
    when: str
    who: str
    comment: str
    current: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class StandingPage:
    """One published step and everything that was said of whether it still stands; the words are what readers have."""

    result: Result
    title: str
    country: str
    when: str
    public_url: str
    why: str
    instrument: str
    history: Sequence[Said]


def standing_page(result: Result, *, today: date) -> StandingPage:
    """The page of one step; of what is not published, nothing is asked."""
    published = Publication.objects.as_of(None).filter(result=result).select_related("country", "instrument").first()
    said = list(result.standings.select_related("by"))
    asked = why_asked(published.achieved_last, said, published.instrument, today=today) if published else None
    return StandingPage(
        result=result,
        title=published.title if published else str(result),
        country=str((published or result).country or _("The world")),
        when=span(published.achieved_first, published.achieved_last) if published else "",
        public_url=published.get_absolute_url() if published else "",
        why=asked[1] if asked else "",
        instrument=_named(json.loads(published.payload)["instrument"]) if published else "",
        history=[_said(one, is_last=not place) for place, one in enumerate(reversed(said))],
    )


def _named(instrument: dict[str, str] | None) -> str:
    return ", ".join(filter(None, [instrument["title"], instrument["reference"]])) if instrument else ""


def _said(one: Standing, *, is_last: bool) -> Said:
    recorded = _("recorded on %(day)s") % {"day": day(one.recorded_at)}
    return Said(WORDS[Standing.Kind(one.kind)] % {"day": day(one.day)}, recorded, str(one.by), one.reason, is_last)
