"""What a successor needs to know of a country: what is open, the last values, what is expected, and whom to ask."""

from datetime import datetime
from typing import Any

from countries.models import Country, FocalPoint, RegionalSpecialist, ThemeLead
from indicators.models import CountryUpdate, Milestone, Publication, Result
from indicators.pages.updates.checklist import checklist_of, last_text
from indicators.rounds import open_round, today_in
from rmt.models import Manager, User


def milestones_of(country: Country) -> list[Milestone]:
    """Everything that is or was expected in a country, what is still to come first; two queries."""
    rows = country.milestones.select_related("indicator", "result").prefetch_related("answers__by", "answers__round")
    return sorted(rows, key=lambda milestone: milestone.state != Milestone.State.EXPECTED)


def hand_over_of(country: Country, *, user: User, now: datetime) -> dict[str, Any]:
    """Everything a successor needs on the day, as far as `user` may know of it; a fixed number of queries."""
    today, current = today_in(country, now=now), open_round(now.date())
    checklist = None
    if current is not None:
        begun = CountryUpdate.objects.filter(country=country, round=current).select_related("country", "round")
        checklist = checklist_of(country, current, begun.first(), now=now)
    results = Result.objects.visible_to(user).filter(country=country).for_desk().order_by("-changed_at", "pk")
    drafts = list(results.filter(status=Result.Status.DRAFT))

    def people(role: type[FocalPoint | RegionalSpecialist | ThemeLead | Manager]) -> Any:
        """Who has a role today; each row names its person."""
        return role.objects.on(today).filter(user__is_active=True).select_related("user").order_by("start", "pk")

    return {
        "round": current,
        "checklist": checklist,
        "drafts": [result for result in drafts if result.return_open_until is None],
        "returned": [result for result in drafts if result.return_open_until is not None],
        "waiting": list(results.filter(status=Result.Status.SUBMITTED)),
        "last": last_values(country),
        "notes": list(country.indicator_notes.select_related("indicator", "round", "by")[:20]),
        "milestones": milestones_of(country),
        "team": people(FocalPoint).filter(country=country),
        "specialists": people(RegionalSpecialist).filter(region=country.region_id),
        "leads": people(ThemeLead).select_related("theme").order_by("theme__order", "is_deputy"),
        "managers": people(Manager),
    }


def last_values(country: Country) -> list[tuple[Publication, str]]:
    """What was published last of each indicator, with its value in words, in the order of the framework; one query."""
    published = Publication.objects.as_of(None).filter(country=country).select_related("indicator")
    last = {row.indicator: row for row in published.order_by("achieved_last", "seq")}
    in_order = sorted(last.values(), key=lambda row: (row.indicator.order, row.indicator.pk))
    return [(row, last_text(row)) for row in in_order]
