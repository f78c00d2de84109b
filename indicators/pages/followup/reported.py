"""Results in the words of other systems, from what is published; and where each was reported already."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.followup import FORMATS, Reportable
from indicators.models import Consultation, Indicator, Publication, ReportedIn, Result, Round, Standing
from indicators.permissions import can_take_back_reported
from indicators.wording import number_text, unit_text, value_text
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day, span

System = ReportedIn.System
ROWS = 50


@dataclass(frozen=True, slots=True)
class Text:
    """A text to paste: the system's code and name, the words, how many signs."""

    system: str
    name: str
    text: str

    @property
    def signs(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Note:
    """Where a result was reported, and whether this person may take the note back."""

    reported: ReportedIn
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class ReportedPage:
    """The page of one result; without `texts` nothing of it is published."""

    result: Result
    title: str
    public_url: str
    texts: Sequence[Text]
    notes: Sequence[Note]


def reported_page(result: Result, *, user: User) -> ReportedPage:
    """The texts of one result for every system, and where it was reported."""
    statement = _labelled(Publication.objects.as_of(None).filter(result=result)).first()
    return ReportedPage(
        result=result,
        title=statement.title if statement else str(result),
        public_url=statement.get_absolute_url() if statement else "",
        texts=texts_of(reportable(statement)) if statement else [],
        notes=[Note(row, can_take_back_reported(user, row)) for row in result.reported.select_related("by")],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A result of the list with, for each system, the day on which it was last reported there ("" if never)."""

    statement: Publication
    country: str
    when: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReportedList:
    """One page of the list; `texts` are those of its lines together, if a round was chosen."""

    rounds: Sequence[Round]
    chosen: Round | None
    systems: Sequence[tuple[str, str]]
    page: Page
    lines: Sequence[Line]
    texts: Sequence[Text]


def reported_list(user: User, *, code: str, only_missing: bool, page: str | None = None) -> ReportedList:
    """The published results of `user`, for a round if one is named, with where each was reported, a page at a time.

    `only_missing` leaves out those that were reported in IRIS, UN INFO and to a partner.
    """
    own = _own(user)
    rounds = list(Round.objects.filter(pk__in=own.order_by().values("round")).order_by("-start"))
    chosen = next((one for one in rounds if one.code == code), None)
    shown = _labelled(own.filter(round=chosen) if chosen else own).order_by("country__name_en", "-achieved_last", "seq")
    if only_missing:
        said = ReportedIn.objects.filter(result=OuterRef("result"))
        shown = shown.exclude(*(Exists(said.filter(system=system)) for system in FORMATS))
    found = Paginator(shown, ROWS).get_page(page)
    reported = _reported_days(found.object_list)
    lines = [_line(statement, reported) for statement in found.object_list]
    of_round = [reportable(line.statement) for line in lines] if chosen else []
    return ReportedList(
        rounds=rounds,
        chosen=chosen,
        systems=[(code, str(name)) for code, name in System.choices],
        page=found,
        lines=lines,
        texts=[_together(code, of_round) for code in FORMATS] if of_round else [],
    )


def _own(user: User) -> QuerySet[Publication]:
    roles = roles_of(user)
    public = Publication.objects.as_of(None)
    if roles.is_manager or roles.is_evaluator:
        return public
    of_theme = Q(indicator__collected_by=Indicator.CollectedBy.LEAD, indicator__theme__in=roles.themes)
    return public.filter(Q(country__in=roles.countries) | of_theme)


def _labelled(statements: QuerySet[Publication]) -> QuerySet[Publication]:
    return statements.select_related("country", "indicator", "pb_output", "result", "round")


def _reported_days(statements: Iterable[Publication]) -> dict[int, dict[str, date]]:
    found: dict[int, dict[str, date]] = defaultdict(dict)
    rows = ReportedIn.objects.filter(result__in=[statement.result_id for statement in statements])
    for result, system, on in rows.order_by("day").values_list("result_id", "system", "day"):
        found[result][system] = on
    return found


def _line(statement: Publication, reported: dict[int, dict[str, date]]) -> Line:
    days = reported.get(statement.result_id, {})
    return Line(
        statement=statement,
        country=str(statement.country or _("The world")),
        when=span(statement.achieved_first, statement.achieved_last),
        cells=[(str(name), day(days[code]) if code in days else "") for code, name in System.choices],
    )


def texts_of(result: Reportable) -> list[Text]:
    """The text of one result for each system."""
    return [Text(code, str(System(code).label), write(result)) for code, write in FORMATS.items()]


def _together(code: str, results: Sequence[Reportable]) -> Text:
    return Text(code, str(System(code).label), "\n\n".join(FORMATS[code](result) for result in results))


def reportable(statement: Publication) -> Reportable:
    """What a statement says, in the words of reports; its labels are read from the publication's own columns."""
    said: dict[str, Any] = json.loads(statement.payload)
    indicator = statement.indicator
    return Reportable(
        number=statement.number,
        title=statement.title,
        country=str(statement.country or _("The world")),
        indicator=f"{indicator.code}, {indicator.name_en}",
        year=statement.achieved_last.year,
        when=span(statement.achieved_first, statement.achieved_last),
        value=_value(statement),
        outcome=said["outcome"] or "",
        contribution=said["contribution"] or "",
        cpo=said["cpo_code"] or "",
        pb_output=said["pb_output"] or "",
        others=[(other["who"], other["what"]) for other in said["others"]],
        constituents=[_consulted(one) for one in said["consultations"]],
        projects=[_project(one) for one in said.get("projects", [])],
        partners=[one["name"] for one in said.get("partners", [])],
        evidence=[(one["title"], one["url"] or _file(statement, one["uuid"])) for one in said["evidence"]],
        standing=_standing(said["standings"]),
        url=settings.SITE_URL + statement.get_absolute_url(),
    )


def _value(statement: Publication) -> str:
    """The value with its unit and what it was before; a stated increase; "" if there is no figure."""
    if statement.value is None:
        if statement.increase is None:
            return ""
        words = {"number": number_text(statement.increase), "unit": unit_text(statement.unit)}
        return _("%(number)s more %(unit)s, as the source states") % words
    text = value_text(statement.value, statement.qualifier, statement.unit) or ""
    if statement.baseline_value is None:
        return text
    words = {
        "value": text,
        "baseline": number_text(statement.baseline_value),
        "year": str(statement.baseline_year or "?"),
    }
    return _("%(value)s (before: %(baseline)s, %(year)s)") % words


def _consulted(said: dict[str, Any]) -> str:
    answer = _("endorsed") if said["endorsed"] else _("consulted")
    return f"{Consultation.Group(said['group']).label}: {said['who']} ({answer})"


def _project(said: dict[str, Any]) -> str:
    return f"{said['title']} ({said['symbol']})" if said["symbol"] else str(said["title"])


def _file(statement: Publication, uuid: str) -> str:
    return settings.SITE_URL + reverse("published_evidence", args=[statement.number, uuid])


def _standing(standings: Sequence[dict[str, str]]) -> str:
    """What readers have to know of whether it still stands: a loss is never left out."""
    last = max(standings, key=lambda one: one["day"], default=None)
    if last is None:
        return ""
    words = {"lost": _("Lost on %(day)s"), "restored": _("Restored on %(day)s"), "confirmed": _("In force on %(day)s")}
    text = words[Standing.Kind(last["kind"])] % {"day": day(date.fromisoformat(last["day"]))}
    return f"{text}: {last['reason']}" if last["kind"] == Standing.Kind.LOST else text
