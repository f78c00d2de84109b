"""The page of one result: what its statement in force says, read from the payload and never from the working copy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Instrument, Theme
from indicators import figures
from indicators.models import (
    Consultation,
    Contribution,
    Indicator,
    Level,
    PBOutput,
    Publication,
    Result,
    Round,
    Standing,
)
from indicators.pages.public.history import Event, editions_by, events
from indicators.pages.public.replies import GroupReplies, replies_of
from indicators.pages.published import (
    Chain,
    Numbers,
    Past,
    PublishedResult,
    chain_of,
    listed,
    numbers_of,
    past_of,
    themes_by_slug,
)
from rmt.records import end_of
from rmt.text import as_day, day, month, span

Said = dict[str, Any]

STORIES = {
    "outcome": gettext_lazy("What changed"),
    "contribution": gettext_lazy("What the programme contributed"),
}
NOTES = {
    "contribution": gettext_lazy(
        "The result is the country's. It is claimed neither for the programme nor for one partner alone."
    )
}
ASKED = {
    **STORIES,
    "others": gettext_lazy("What others did"),
    "gender": gettext_lazy("Gender equality and non-discrimination"),
    "evidence": gettext_lazy("Evidence"),
    "consultations": gettext_lazy("Who was consulted"),
    "projects": gettext_lazy("Which projects supported it"),
}


@dataclass(frozen=True)
class Story:
    """A text of the result under its heading."""

    heading: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Named:
    """A fact of the component `facts`."""

    label: str
    value: str | None
    source: str = ""
    href: str = ""


@dataclass(frozen=True)
class EvidenceLine:
    title: str
    href: str
    is_file: bool


@dataclass(frozen=True)
class ConsultationLine:
    group: str
    who: str
    when: str
    answer: str


@dataclass(frozen=True)
class ThemeLine:
    theme: Theme
    url: str
    is_confirmed: bool


@dataclass(frozen=True)
class ProjectLine:
    """A project that the statement names, and what it did."""

    title: str
    symbol: str
    url: str
    role: str


@dataclass(frozen=True)
class Content:
    """What the statement in force says, part by part; `gap` is why a field is empty."""

    result: PublishedResult
    indicator: Indicator
    gap: str
    stories: Sequence[Story]
    gender: str
    gaps: Sequence[Named]
    others: Sequence[Mapping[str, str]]
    numbers: Numbers
    standings: Sequence[Named]
    is_lost: bool
    standing: str
    facts: Sequence[Named]
    themes: Sequence[ThemeLine]
    consultations: Sequence[ConsultationLine]
    evidence: Sequence[EvidenceLine]
    projects: Sequence[ProjectLine]
    partners: Sequence[tuple[str, str]]
    chain: Chain
    citation: str


@dataclass(frozen=True)
class ResultPage:
    """Everything that the page of a result shows; without `content` it was withdrawn, and nothing is said of it."""

    number: int
    past: Past
    version: Publication
    published: date
    history: Sequence[Event]
    content: Content | None
    replies: Sequence[GroupReplies]

    @property
    def anybody_asked(self) -> bool:
        """Whether some constituent was asked what it says."""
        return any(group.lines for group in self.replies)

    @property
    def url(self) -> str:
        return reverse("result", args=[self.number])

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        here = (_("Result No. %(number)s") % {"number": self.number}, None)
        countries = (_("Countries"), self.past.at(reverse("countries")))
        if self.content and self.content.result.country_url:
            return [countries, (self.content.result.country, self.content.result.country_url), here]
        return [(_("Indicators"), self.past.at(reverse("indicators"))), here]


def result_page(number: int, *, as_of: date | None, today: date) -> ResultPage | None:
    """Result `number` as published; `None` if it never was, or was not yet at the end of the day asked for."""
    past, on = past_of(as_of), as_of or today
    written = Publication.objects.filter(number=number).select_related("country", "indicator")
    if as_of is not None:
        written = written.filter(recorded_at__lt=end_of(as_of))
    versions = list(written.order_by("seq"))
    if not versions:
        return None
    last = versions[-1]
    is_public = last.kind == Publication.Kind.STATEMENT
    return ResultPage(
        number=number,
        past=past,
        version=last,
        published=as_day(last.recorded_at),
        history=events(versions, url=reverse("result", args=[number]), on=on, editions=editions_by(as_of)),
        content=content_of(last, past, on=on) if is_public else None,
        # Replies are no part of the ledger: a past day leaves them to today's page (ledger, rule 3).
        replies=replies_of(last, today=today) if is_public and as_of is None else (),
    )


def shown_statement(statement: Publication, *, today: date) -> Content:
    """What a statement in force says today."""
    return content_of(statement, Past(None), on=today)


def content_of(statement: Publication, past: Past, *, on: date) -> Content:
    """What a statement says, part by part; of a preview, a statement that nobody wrote yet."""
    said: Said = json.loads(statement.payload)
    themes = themes_by_slug()
    result = listed(statement, themes=themes, past=past)
    gap = not_said(said)
    return Content(
        result=result,
        indicator=statement.indicator,
        gap=gap,
        stories=[
            Story(str(heading), said[key], str(NOTES.get(key, ""))) for key, heading in STORIES.items() if said[key]
        ],
        gender=said["gender"] or "",
        gaps=[Named(str(label), gap) for key, label in ASKED.items() if not said.get(key)],
        others=said["others"],
        numbers=numbers_of(said, statement, result.entry, past, gap=gap, on=on),
        standings=_standings(said),
        is_lost=not figures.stands(result.entry, on=on),
        standing=_stands_since(said),
        facts=_facts(said, statement, past, gap),
        themes=_themes(said, themes, past),
        consultations=_consultations(said),
        evidence=_evidence(said),
        projects=_projects(said),
        partners=[(p["name"], reverse("partner", args=[p["slug"]])) for p in said.get("partners", [])],
        chain=chain_of(statement, result, themes=themes, past=past),
        citation=_citation(statement, past),
    )


def not_said(said: Said) -> str:
    """Why a field is empty: the source of a historical record does not give it, or nobody reported it."""
    if said["origin"] == Result.Origin.HISTORICAL:
        return _("Not recorded in the source.")
    return _("Nothing was reported.")


def _standings(said: Said) -> list[Named]:
    words = {
        Standing.Kind.CONFIRMED: _("Confirmed on %(day)s"),
        Standing.Kind.LOST: _("Lost on %(day)s"),
        Standing.Kind.RESTORED: _("Restored on %(day)s"),
    }
    return [
        Named(words[Standing.Kind(s["kind"])] % {"day": day(date.fromisoformat(s["day"]))}, s["reason"])
        for s in sorted(said["standings"], key=lambda s: s["day"])
    ]


def _stands_since(said: Said) -> str:
    """When it was last said to be in force: "Confirmed June 2026"; empty if nothing was, or if it was lost since."""
    last = max(said["standings"], key=lambda s: s["day"], default=None)
    if last is None or last["kind"] == Standing.Kind.LOST:
        return ""
    words = {Standing.Kind.CONFIRMED: _("Confirmed %(month)s"), Standing.Kind.RESTORED: _("Restored %(month)s")}
    return words[Standing.Kind(last["kind"])] % {"month": month(date.fromisoformat(last["day"]))}


def _facts(said: Said, statement: Publication, past: Past, gap: str) -> list[Named]:
    indicator, instrument = statement.indicator, said["instrument"]
    facts = [
        Named(_("Indicator"), indicator.code, indicator.name_en, past.at(indicator.get_absolute_url())),
        Named(_("When it happened"), span(statement.achieved_first, statement.achieved_last)),
    ]
    if instrument or indicator.level != Level.DELIVERABLE:
        facts.append(
            Named(_("Law, strategy or scheme"), instrument["title"], _instrument_text(instrument))
            if instrument
            else Named(_("Law, strategy or scheme"), gap)
        )
    if instrument and past.day is None:
        facts += _instrument_dates(instrument["uuid"])
    facts += [
        _reported_in(said, statement),
        _pb_output(said, gap),
        Named(_("Country programme outcome"), said["cpo_code"] or gap),
        *([Named(_("Sustainable Development Goals"), indicator.sdg)] if indicator.sdg else []),
        Named(_("Source"), said["source"] or gap),
        *([Named(_("Note on the source"), said["note"])] if said["note"] else []),
    ]
    return facts


def _instrument_text(instrument: Mapping[str, str]) -> str:
    return ", ".join(filter(None, [str(Instrument.Kind(instrument["kind"]).label), instrument["reference"]]))


def _instrument_dates(uuid: str) -> list[Named]:
    """When the instrument was adopted and came into force, as it is recorded today; the ledger keeps no day of it."""
    found = Instrument.objects.filter(uuid=uuid).first()
    if found is None:
        return []
    adopted = span(found.adopted_first, found.adopted_last) if found.adopted_first else _("not recorded")
    days = {_("In force since"): found.in_force, _("Suspended"): found.suspended, _("Repealed"): found.repealed}
    return [Named(_("Adopted"), adopted), *(Named(label, day(when)) for label, when in days.items() if when)]


def _reported_in(said: Said, statement: Publication) -> Named:
    """The round in which it was reported; later than it happened, it is said so (rule 14)."""
    found = Round.objects.filter(code=said["round"]).first() if said["round"] else None
    if found is None:
        return Named(_("Reported in"), _("no round: taken from a published source"))
    later = figures.is_reported_later(achieved_last=statement.achieved_last, round_start=found.start)
    note = _("Reported later than it happened: it changes no figure of a report that is closed.") if later else ""
    return Named(_("Reported in"), str(found), note)


def _pb_output(said: Said, gap: str) -> Named:
    label = _("Output of the programme and budget")
    if not said["pb_output"]:
        return Named(label, gap)
    biennium, _space, code = said["pb_output"].partition(" ")
    found = PBOutput.objects.filter(biennium=biennium, code=code).first()
    return Named(label, said["pb_output"], found.name_en if found and found.wording_known else "")


def _themes(said: Said, themes: Mapping[str, Theme], past: Past) -> list[ThemeLine]:
    return [
        ThemeLine(theme, past.at(theme.get_absolute_url()), tag["state"] == figures.entries.CONFIRMED_TAG)
        for tag in said["tags"]
        if (theme := themes.get(tag["theme"]))
    ]


def _consultations(said: Said) -> list[ConsultationLine]:
    return [
        ConsultationLine(
            group=str(Consultation.Group(c["group"]).label),
            who=c["who"],
            when=day(date.fromisoformat(c["when"])) if c["when"] else _("day not recorded"),
            answer=_("Endorsed the result.") if c["endorsed"] else _not_endorsed(c["why_not"]),
        )
        for c in said["consultations"]
    ]


def _not_endorsed(why_not: str) -> str:
    if not why_not:
        return _("Was consulted; did not endorse the result.")
    return _("Did not endorse the result: %(why)s") % {"why": why_not}


def _evidence(said: Said) -> list[EvidenceLine]:
    lines = []
    for item in said["evidence"]:
        if item["url"] and item["url"].startswith(("http://", "https://")):
            lines.append(EvidenceLine(item["title"], item["url"], is_file=False))
        elif item["sha256"] and said["number"]:
            href = reverse("published_evidence", args=[said["number"], item["uuid"]])
            lines.append(EvidenceLine(item["title"], href, is_file=True))
    return lines


def _projects(said: Said) -> list[ProjectLine]:
    """The projects that the statement names; one of before projects were recorded names none."""
    return [
        ProjectLine(
            title=p["title"],
            symbol=p["symbol"] or "",
            url=reverse("project", args=[p["slug"]]),
            role=str(Contribution.Role(p["role"]).label),
        )
        for p in said.get("projects", [])
    ]


def _citation(statement: Publication, past: Past) -> str:
    return _("Results Monitoring Tool, result No. %(number)s, version %(version)s of %(day)s: %(title)s. %(url)s") % {
        "number": statement.number,
        "version": statement.version,
        "day": day(as_day(statement.recorded_at)),
        "title": statement.title,
        "url": settings.SITE_URL + past.at(reverse("result", args=[statement.number])),
    }


def evidence_in_force(number: int, uuid: str) -> Mapping[str, Any] | None:
    """What the statement in force now says of one piece of public evidence; `None` if it does not include it."""
    statement = Publication.objects.as_of(None).filter(number=number).first()
    if statement is None:
        return None
    return next((item for item in json.loads(statement.payload)["evidence"] if item["uuid"] == uuid), None)
