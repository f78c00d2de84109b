"""The page of one result: its statement in force, read from the payload and never from the working copy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Branch, Convention, Instrument, Ratification
from indicators import figures
from indicators.fields import FIELDS
from indicators.ledger import Hidden, hidden_groups, reason_for_readers, shown_payload, with_shown_title
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
from indicators.pages.public.history import citation_of, editions_by, events, versions_of
from indicators.pages.public.replies import GroupReplies, replies_of
from indicators.pages.published import (
    Chain,
    FactRow,
    Numbers,
    Past,
    PublishedResult,
    chain_of,
    numbers_of,
    past_of,
    published_result,
    taken_from_of,
    themes_by_slug,
)
from indicators.wording import where_text
from rmt.text import as_day, day, month, span

Payload = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

ASKED = {
    "outcome": gettext_lazy("What changed"),
    "contribution": gettext_lazy("What the programme contributed"),
    "others": gettext_lazy("What others did"),
    "gender": gettext_lazy("Gender equality and non-discrimination"),
    "evidence": gettext_lazy("Evidence"),
    "consultations": gettext_lazy("Who was consulted"),
    "projects": gettext_lazy("Which projects supported it"),
    "tags": gettext_lazy("Themes"),
    "pb_output": gettext_lazy("Output of the programme and budget"),
}
"""What is asked of every result; what of it is empty is said in one place, near the end of the page."""


@dataclass(frozen=True)
class Content:
    """What the statement in force says, part by part; `gaps` names what is empty, and `gap` says why.

    `happened`, `about`, `lines` and `standings` are rows of the component `facts`.
    """

    result: PublishedResult
    indicator: Indicator
    outcome: str
    happened: Rows
    review: str
    contribution: str
    gender: str
    gap: str
    gaps: Sequence[str]
    others: Rows
    numbers: Numbers
    lines: Sequence[FactRow]
    standings: Rows
    is_lost: bool
    standing: str
    about: Rows
    note: str
    remark: str
    remark_source: str
    themes: Rows
    consultations: Rows
    evidence: Rows
    projects: Rows
    partners: Sequence[tuple[str, str]]
    chain: Chain
    citation: str


@dataclass(frozen=True)
class ResultPage:
    """Everything that the page of a result shows; a withdrawn one has no `content`, only its history."""

    number: int
    past: Past
    version: Publication
    published: date
    history: Rows
    content: Content | None
    replies: Sequence[GroupReplies]

    @property
    def anybody_asked(self) -> bool:
        """Whether any constituent was asked for a reply."""
        return any(lines for _group, lines in self.replies)

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return reason_for_readers(self.version)

    @property
    def url(self) -> str:
        return reverse("result", args=[self.number])

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What stands on the page, for the links at its top."""
        content = self.content
        if content is None:
            return []
        found = [
            ("contribution", _("The programme's part"), content.contribution),
            ("others", _("What others did"), content.others),
            ("projects", _("Projects"), content.projects),
            ("people", _("Who the people are"), content.numbers.is_divided),
            ("evidence", _("Evidence"), content.evidence),
            ("remark", _("Remark"), content.remark),
            ("replies", _("What constituents say"), self.anybody_asked),
            ("chain", _("Before and after"), content.chain),
            ("counting", _("How it is counted"), True),
            ("history", _("History"), True),
        ]
        return [(anchor, label) for anchor, label, is_there in found if is_there]

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
    versions = versions_of(number, as_of=as_of)
    if not versions:
        return None
    last = versions[-1]
    is_public = last.kind == Publication.Kind.STATEMENT
    return ResultPage(
        number=number,
        past=past,
        version=last,
        published=as_day(last.recorded_at),
        history=events(versions, past=past, editions=editions_by(as_of)),
        content=content_of(last, past, on=on) if is_public else None,
        # Replies are no part of the ledger: a past day leaves them to today's page (ledger, rule 3).
        replies=replies_of(last, today=today) if is_public and as_of is None else (),
    )


def shown_statement(statement: Publication, *, today: date) -> Content:
    """What a statement in force says today."""
    return content_of(statement, Past(None), on=today)


def content_of(statement: Publication, past: Past, *, on: date, hidden: Hidden | None = None) -> Content:
    """What a statement says, part by part. The preview asks with one that was never published, and what it hides."""
    hidden = hidden_groups() if hidden is None else hidden
    payload: Payload = shown_payload(with_shown_title(statement, hidden), hidden)
    themes = themes_by_slug()
    result = published_result(statement, payload, themes=themes, past=past)
    gap = why_empty(payload)
    numbers = numbers_of(payload, statement, result.entry, past, gap=gap, on=on)
    return Content(
        result=result,
        indicator=statement.indicator,
        outcome=payload["outcome"] or "",
        happened=_happened(payload, statement, past),
        review=taken_from_of(payload) or _("Reviewed by a manager who neither entered nor sent it"),
        gap=gap,
        gaps=_gaps(payload, statement.indicator, numbers, gap),
        contribution=payload["contribution"] or "",
        gender=payload["gender"] or "",
        others=payload["others"],
        numbers=numbers,
        lines=_behind_the_figure(numbers, gap),
        standings=_standings(payload),
        is_lost=not figures.stands(result.entry, on=on),
        standing=_last_standing_text(payload),
        about=_about(payload, statement, past),
        note=payload.get("note") or "",
        remark=payload.get("remark") or "",
        remark_source=payload.get("remark_source") or "",
        themes=[
            {
                "theme": theme,
                "url": past.at(theme.get_absolute_url()),
                "is_confirmed": tag["state"] == figures.entries.CONFIRMED_TAG,
                "basis": tag.get("basis", ""),
            }
            for tag in payload["tags"]
            if (theme := themes.get(tag["theme"]))
        ],
        consultations=_consultations(payload),
        evidence=_evidence(payload),
        # A statement of before projects were recorded names none.
        projects=[
            p | {"url": reverse("project", args=[p["slug"]]), "role": Contribution.Role(p["role"]).label}
            for p in payload.get("projects", [])
        ],
        partners=[(p["name"], reverse("partner", args=[p["slug"]])) for p in payload.get("partners", [])],
        chain=chain_of(statement, result, themes=themes, past=past),
        citation=citation_of(statement, title=payload["title"]),
    )


def why_empty(payload: Payload) -> str:
    """Why a field is empty: the source of a historical record does not give it, or nobody reported it."""
    if payload["origin"] == Result.Origin.HISTORICAL:
        return _("Not recorded in the source")
    return _("Not reported")


def _standings(payload: Payload) -> list[dict[str, Any]]:
    """When it was confirmed, lost or restored, and why."""
    words = {
        Standing.Kind.CONFIRMED: _("Confirmed on %(day)s"),
        Standing.Kind.LOST: _("Lost on %(day)s"),
        Standing.Kind.RESTORED: _("Restored on %(day)s"),
    }
    return [
        {
            "label": words[Standing.Kind(s["kind"])] % {"day": day(date.fromisoformat(s["day"]))},
            "value": s["reason"],
        }
        for s in sorted(payload["standings"], key=lambda s: s["day"])
    ]


def _last_standing_text(payload: Payload) -> str:
    """When it was last confirmed or restored: "Confirmed June 2026"; empty if it never was, or was lost since."""
    last = max(payload["standings"], key=lambda s: s["day"], default=None)
    if last is None or last["kind"] == Standing.Kind.LOST:
        return ""
    words = {Standing.Kind.CONFIRMED: _("Confirmed %(month)s"), Standing.Kind.RESTORED: _("Restored %(month)s")}
    return words[Standing.Kind(last["kind"])] % {"month": month(date.fromisoformat(last["day"]))}


def _happened(payload: Payload, statement: Publication, past: Past) -> list[dict[str, Any]]:
    """When and where it happened, and the law, strategy, scheme or convention that it rests on, as far as known."""
    facts = [{"label": _("When it happened"), "value": span(statement.achieved_first, statement.achieved_last)}]
    facts += _plain_facts(payload).get("where", [])
    facts += _convention(payload)
    return facts + (_instrument(payload["instrument"], past) if payload["instrument"] else [])


def _about(payload: Payload, statement: Publication, past: Past) -> list[dict[str, Any]]:
    """Where it stands in the record, in the order in which readers ask; a plain field that is new stands at the end."""
    indicator, plain = statement.indicator, _plain_facts(payload)
    for name in ("where", "note"):  # these stand with what happened, and beside the evidence
        plain.pop(name, None)
    indicator_url = past.at(indicator.get_absolute_url())
    facts: list[dict[str, Any]] = [
        {"label": _("Indicator"), "value": indicator.code, "source": indicator.name_en, "href": indicator_url},
        *_reported_in(payload, statement),
        *_pb_output(payload),
        *plain.pop("cpo_code", []),
        *plain.pop("un_outcome", []),
    ]
    if indicator.sdg:
        facts.append({"label": _("Sustainable Development Goals"), "value": indicator.sdg})
    return [*facts, *chain.from_iterable(plain.values())]


def _plain_facts(payload: Payload) -> dict[str, list[dict[str, Any]]]:
    """The plain fields that are facts of a result, by name; one that says nothing is left out."""
    found = {}
    for field in FIELDS:
        if field.is_fact and (value := payload.get(field.name)):
            text = where_text(value) if field.name == "where" else value
            found[field.name] = [{"label": field.label, "value": text}]
    return found


def _behind_the_figure(numbers: Numbers, gap: str) -> list[FactRow]:
    """What is known of a figure besides those that stand at the top of the page."""
    at_the_top = {_("Value"), _("Increase stated by the source")} if numbers.reported or numbers.added else set()
    return [line for line in numbers.lines if line.value != gap and line.label not in at_the_top]


def _gaps(payload: Payload, indicator: Indicator, numbers: Numbers, gap: str) -> list[str]:
    """What is asked of such a result and is not known, by name."""
    asked = {**ASKED, **{field.name: field.label for field in FIELDS if field.is_fact and field.gap_is_shown}}
    if indicator.level != Level.DELIVERABLE and not payload.get("convention"):
        asked["instrument"] = _("Law, strategy or scheme")
    empty = [label for name, label in asked.items() if not payload.get(name)]
    return [
        in_a_sentence(str(label)) for label in [*empty, *(line.label for line in numbers.lines if line.value == gap)]
    ]


def in_a_sentence(label: str) -> str:
    """A heading as words inside a sentence.

    >>> in_a_sentence("What others did"), in_a_sentence("SDG target")
    ('what others did', 'SDG target')
    """
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _convention(payload: Payload) -> list[dict[str, Any]]:
    """The convention of a ratification, and what was deposited; nothing of any other result."""
    if not payload.get("convention"):
        return []
    convention, event = Convention.objects.get(number=payload["convention"]), payload["convention_event"]
    source = str(Ratification.Kind(event).label) if event else ""
    return [{"label": _("Convention"), "value": str(convention), "source": source}]


def _instrument(instrument: Payload, past: Past) -> list[dict[str, Any]]:
    """The law, strategy or scheme as the statement says it; adopted and in force are two things (rule 7)."""
    kind = str(Instrument.Kind(instrument["kind"]).label)
    source = ", ".join(filter(None, [kind, instrument["reference"]]))
    facts = [{"label": _("Law, strategy or scheme"), "value": instrument["title"], "source": source}]
    if "adopted_last" not in instrument:  # a statement of before its days were part of it: as they are known today
        known = Instrument.objects.filter(uuid=instrument["uuid"]).first() if past.day is None else None
        if known is None:
            return facts
        instrument = known.says()
    days = {name: _days(instrument, name) for name in Instrument.DAYS}
    in_force = days["in_force"]
    not_said = "" if in_force else _("entry into force not recorded")
    if days["adopted"]:
        facts.append({"label": _("Adopted"), "value": days["adopted"], "source": not_said})
    if in_force:
        facts.append({"label": _("In force"), "value": _("since %(days)s") % {"days": in_force}})
    ended = {_("Suspended"): days["suspended"], _("Repealed"): days["repealed"]}
    facts += [{"label": label, "value": words} for label, words in ended.items() if words]
    if instrument["branches"]:
        names = {branch.code: str(branch) for branch in Branch.objects.all()}
        branches = ", ".join(names.get(code, code) for code in instrument["branches"])
        facts.append({"label": _("Branches of social security"), "value": branches})
    return facts


def _days(instrument: Payload, name: str) -> str:
    first, last = instrument[f"{name}_first"], instrument[f"{name}_last"]
    return span(date.fromisoformat(first), date.fromisoformat(last)) if last else ""


def _reported_in(payload: Payload, statement: Publication) -> list[dict[str, Any]]:
    """The round in which it was reported, and whether that was later than it happened (rule 14)."""
    found = Round.objects.filter(code=payload["round"]).first() if payload["round"] else None
    if found is None:
        return []
    later = figures.is_reported_later(achieved_last=statement.achieved_last, round_start=found.start)
    note = _("Reported later than it happened: it changes no figure of a report that is closed.") if later else ""
    return [{"label": _("Reported in"), "value": str(found), "source": note}]


def _pb_output(payload: Payload) -> list[dict[str, Any]]:
    """The output of the programme and budget that was chosen for it, in the wording of its biennium."""
    if not payload["pb_output"]:
        return []
    biennium, _space, code = payload["pb_output"].partition(" ")
    found = PBOutput.objects.filter(biennium=biennium, code=code).first()
    wording = found.name_en if found and found.wording_known else ""
    return [{"label": _("Output of the programme and budget"), "value": payload["pb_output"], "source": wording}]


def _consultations(payload: Payload) -> list[dict[str, Any]]:
    """Who was consulted and when, and whether they endorsed the result; if not, in their words."""
    lines = []
    for consultation in payload["consultations"]:
        if consultation["endorsed"]:
            answer = _("Endorsed the result.")
        elif consultation["why_not"]:
            answer = _("Did not endorse the result: %(why)s") % {"why": consultation["why_not"]}
        elif consultation["endorsed"] is None:
            answer = _("Was consulted; the source does not say whether it endorsed the result.")
        else:
            answer = _("Was consulted; did not endorse the result.")
        when = consultation["when"]
        line = {
            "group": Consultation.Group(consultation["group"]).label,
            "who": consultation["who"] or _("not named in the source"),
            "when": day(date.fromisoformat(when)) if when else _("day not recorded"),
            "answer": answer,
        }
        lines.append(line)
    return lines


def _evidence(payload: Payload) -> list[dict[str, Any]]:
    """Links as they are, and files that were published with the result."""
    lines = []
    for item in payload["evidence"]:
        if item["url"] and item["url"].startswith(("http://", "https://")):
            lines.append({"title": item["title"], "href": item["url"], "is_file": False})
        elif item["sha256"] and payload["number"]:
            href = reverse("published_evidence", args=[payload["number"], item["uuid"]])
            lines.append({"title": item["title"], "href": href, "is_file": True})
    return lines


def evidence_in_force(number: int, uuid: str) -> Mapping[str, Any] | None:
    """One piece of evidence, as the statement in force now has it; `None` if it does not include it."""
    statement = Publication.objects.as_of(None).filter(number=number).first()
    if statement is None:
        return None
    return next((item for item in json.loads(statement.payload)["evidence"] if item["uuid"] == uuid), None)
