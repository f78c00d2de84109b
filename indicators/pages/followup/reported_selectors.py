"""Results in the words of other systems, from what is published; and where each was reported already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.figures import FIGURE, Entry
from indicators.followup import FORMATS, Reportable
from indicators.ledger import Hidden, entry_of, hidden_groups, shown_payload
from indicators.models import Consultation, Indicator, Publication, ReportedIn, Result, Round, Standing
from indicators.permissions import can_take_back_reported
from indicators.wording import number_text, stated_text, unit_text, value_text
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day, isolated, span

System = ReportedIn.System
ROWS = 50


@dataclass(frozen=True, slots=True)
class PasteText:
    """A text to paste: the system's code and name, the words, how many signs."""

    system: str
    name: str
    text: str

    @property
    def signs(self) -> int:
        return len(self.text)


def reported_page(result: Result, *, user: User) -> dict[str, Any]:
    """The texts of one result for every system, none if nothing of it is published; and where it was reported.

    Each note of where it was reported comes with whether `user` may take it back.
    """
    statement = _labelled(Publication.objects.as_of(None).filter(result=result)).first()
    return {
        "title": statement.title if statement else str(result),
        "public_url": statement.get_absolute_url() if statement else "",
        "texts": texts_of(reportable(statement)) if statement else [],
        "notes": [(row, can_take_back_reported(user, row)) for row in result.reported.select_related("by")],
    }


def reported_list(user: User, *, code: str, only_missing: bool, page: str | None = None) -> dict[str, Any]:
    """The published results of `user`, for a round if one is named, with where each was reported, a page at a time.

    `only_missing` leaves out those that were reported in IRIS, UN INFO and to a partner. With a round, `texts` are
    those of the whole page, one after the other.
    """
    own = _own(user)
    rounds = list(Round.objects.filter(pk__in=own.order_by().values("round")).order_by("-start"))
    chosen = next((one for one in rounds if one.code == code), None)
    shown = _labelled(own.filter(round=chosen) if chosen else own).order_by("country__name_en", "-achieved_last", "seq")
    if only_missing:
        reported = ReportedIn.objects.filter(result=OuterRef("result"))
        shown = shown.exclude(*(Exists(reported.filter(system=system)) for system in FORMATS))
    found = Paginator(shown, ROWS).get_page(page)
    days: dict[int, dict[str, date]] = defaultdict(dict)
    rows = ReportedIn.objects.filter(result__in=[statement.result_id for statement in found])
    for result, system, on in rows.order_by("day").values_list("result_id", "system", "day"):
        days[result][system] = on
    texts = []
    if chosen and found.object_list:
        hidden = hidden_groups()
        of_round = [reportable(statement, hidden) for statement in found]
        for system, write in FORMATS.items():
            texts.append(PasteText(system, str(System(system).label), "\n\n".join(map(write, of_round))))
    return {
        "rounds": rounds,
        "chosen": chosen,
        "systems": System.labels,
        "page": found,
        "lines": [(statement, [days[statement.result_id].get(system) for system in System]) for statement in found],
        "texts": texts,
    }


def _own(user: User) -> QuerySet[Publication]:
    roles = roles_of(user)
    public = Publication.objects.as_of(None)
    if roles.is_manager or roles.is_evaluator:
        return public
    of_theme = Q(indicator__collected_by=Indicator.CollectedBy.LEAD, indicator__theme__in=roles.themes)
    return public.filter(Q(country__in=roles.countries) | of_theme)


def _labelled(statements: QuerySet[Publication]) -> QuerySet[Publication]:
    return statements.select_related("country", "indicator", "pb_output", "result", "round")


def texts_of(result: Reportable) -> list[PasteText]:
    """The text of one result for each system."""
    return [PasteText(code, str(System(code).label), write(result)) for code, write in FORMATS.items()]


def reportable(statement: Publication, hidden: Hidden | None = None) -> Reportable:
    """What readers get of a statement, in the words of reports: what is hidden from them is in no other system either.

    Its labels are read from the publication's own columns; `hidden` is read if it is not given.
    """
    payload = shown_payload(statement, hidden_groups() if hidden is None else hidden)
    indicator = statement.indicator
    constituents = []
    for consulted in payload["consultations"]:
        answer = _("endorsed") if consulted["endorsed"] else _("consulted")
        constituents.append(f"{Consultation.Group(consulted['group']).label}: {consulted['who']} ({answer})")
    evidence = []
    for item in payload["evidence"]:
        address = settings.SITE_URL + reverse("published_evidence", args=[statement.number, item["uuid"]])
        evidence.append((item["title"], item["url"] or address))
    return Reportable(
        number=statement.number,
        title=payload["title"],
        country=str(statement.country or _("The world")),
        indicator=f"{indicator.code}, {indicator.name_en}",
        year=statement.achieved_last.year,
        when=span(statement.achieved_first, statement.achieved_last),
        value=_value(entry_of(payload, step=indicator.step)),
        outcome=payload["outcome"] or "",
        contribution=payload["contribution"] or "",
        cpo=payload["cpo_code"] or "",
        pb_output=payload["pb_output"] or "",
        others=[(other["who"], other["what"]) for other in payload["others"]],
        constituents=constituents,
        projects=[
            f"{isolated(project['title'])} ({project['symbol']})" if project["symbol"] else str(project["title"])
            for project in payload.get("projects", [])
        ],
        partners=[partner["name"] for partner in payload.get("partners", [])],
        evidence=evidence,
        standing=_standing(payload["standings"]),
        url=settings.SITE_URL + statement.get_absolute_url(),
    )


def _value(entry: Entry) -> str:
    """The value with its unit and what it was before; a stated increase; that it is withheld; "" without a figure."""
    if FIGURE in entry.hidden:
        return stated_text(entry)
    if entry.value is None:
        if entry.increase is None:
            return ""
        words = {"number": number_text(entry.increase), "unit": unit_text(entry.unit)}
        return _("%(number)s more %(unit)s, as the source states") % words
    text = value_text(entry.value, entry.qualifier, entry.unit) or ""
    if entry.baseline_value is None:
        return text
    words = {
        "value": text,
        "baseline": number_text(entry.baseline_value),
        "when": span(entry.baseline_first, entry.baseline_last) if entry.baseline_last else "?",
    }
    return _("%(value)s (before: %(baseline)s, %(when)s)") % words


def _standing(standings: Sequence[dict[str, str]]) -> str:
    """Whether it still stands, as readers have to know: a loss is never left out."""
    last = max(standings, key=lambda one: one["day"], default=None)
    if last is None:
        return ""
    words = {"lost": _("Lost on %(day)s"), "restored": _("Restored on %(day)s"), "confirmed": _("In force on %(day)s")}
    text = words[Standing.Kind(last["kind"])] % {"day": day(date.fromisoformat(last["day"]))}
    return f"{text}: {last['reason']}" if last["kind"] == Standing.Kind.LOST else text
