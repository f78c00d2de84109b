"""My desk: what is due and when, what came back, what is in draft, what waits for others; nothing else."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.actions import title_of
from briefs.models import Brief, Issue
from briefs.pages.reports import chapters_due
from indicators import permissions
from indicators.models import RemovalProposal, Result, ReviewEvent
from indicators.pages.followup import questions_for, unchecked_pages_of
from indicators.pages.rounds import round_for_manager
from indicators.pages.transition import line_of
from indicators.pages.updates import due_for
from indicators.results import proposals_to_decide
from indicators.tagging import unchecked_for
from indicators.updates import updates_to_validate
from rmt.forms import drafts_of
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import day

Status = Result.Status

SHOWN = 20
CARDS_SHOWN = 3
THANKED_FOR = timedelta(days=14)
"""How long the desk of its authors says that a brief was published."""
CHECKED_WITHIN = timedelta(days=180)


def desk_of(user: User, *, now: datetime) -> dict[str, Any]:
    """What concerns `user` now; a list that a role has no part in is `None`.

    `cards` are the updates that are shown whole; somebody with more countries has the rest as a list, `more_due`.
    """
    roles = roles_of(user)
    own = Result.objects.visible_to(user).for_desk().filter(own_results(user, roles))
    drafts = own.filter(status=Status.DRAFT)
    can_add = bool(permissions.indicators_offered(roles))
    writes = can_add or own.exists()
    due = due_for(user, now) if roles.countries else []
    regions = None if roles.is_manager else roles.regions
    desk: dict[str, Any] = {
        "due": due,
        "cards": due[:CARDS_SHOWN],
        "more_due": due[CARDS_SHOWN:],
        "asked": list(_asked(user, roles, now=now)),
        "published": list(Issue.objects.published_for(user, since=now - THANKED_FOR)),
        "typed": drafts_of(user),
        "returned": None,
        "drafts": None,
        "waiting": None,
        "round": round_for_manager(now, regions=regions) if roles.is_manager or roles.regions else None,
        "can_add": can_add,
    }
    if writes:
        returns = ReviewEvent.objects.filter(result=OuterRef("pk"), kind=ReviewEvent.Kind.RETURNED)
        comment = Subquery(returns.order_by("-at", "-pk").values("comment")[:1])
        returned = drafts.exclude(return_open_until=None).annotate(returned_because=comment)
        plain = drafts.filter(return_open_until=None)
        sent = own.filter(status=Status.SUBMITTED)
        desk["returned"] = _listed(returned.order_by("return_open_until", "pk"), _open_until)
        desk["drafts"] = _listed(plain.order_by("-changed_at"), _changed)
        desk["waiting"] = _listed(sent.order_by("-submitted_at", "pk"), _sent)
    lists = [desk[name] for name in ("returned", "drafts", "waiting")]
    desk["has_nothing_of_its_own"] = all(each is not None and not each["count"] for each in lists)
    return desk


def own_results(user: User, roles: Roles) -> Q:
    """What this person writes: of the own countries, of the own theme's indicators, and what they began."""
    own = Q(author=user) | Q(country__in=roles.countries)
    return own | Q(indicator__theme__in=roles.themes, indicator__collected_by="lead")


def _asked(user: User, roles: Roles, *, now: datetime) -> Iterator[tuple[str, str]]:
    """What waits for this person alone: how many, and where."""
    today = now.date()
    if roles.is_manager and (n := Result.objects.waiting_for(user).count()):
        text = ngettext("%(n)s result to review", "%(n)s results to review", n) % {"n": n}
        yield text, reverse("review")
    if roles.is_manager and (n := updates_to_validate(user).count()):
        text = ngettext("%(n)s update to validate", "%(n)s updates to validate", n) % {"n": n}
        yield text, reverse("review") + "#updates"
    if roles.is_manager and (n := proposals_to_decide(user).count()):
        text = ngettext("%(n)s proposed change of a law", "%(n)s proposed changes of laws", n) % {"n": n}
        yield text, reverse("instruments")
    proposed = RemovalProposal.objects.exclude(by=user).select_related("result") if roles.is_manager else ()
    for proposal in proposed:
        text = _("To remove, or not: a passage or reply of “%(result)s”") % {"result": proposal.result}
        yield text, reverse("removals", args=[proposal.result.uuid])
    if (roles.regions or roles.themes) and not roles.is_manager and (n := Result.objects.waiting_to_read(user).count()):
        text = ngettext("%(n)s result was sent in your area", "%(n)s results were sent in your area", n) % {"n": n}
        yield text, reverse("review")
    if (roles.themes or roles.is_manager) and (n := unchecked_for(user, now=now).count()):
        text = ngettext("%(n)s theme to confirm or reject", "%(n)s themes to confirm or reject", n) % {"n": n}
        yield text, reverse("tags")
    if (roles.countries or roles.themes) and (n := len(questions_for(user, today=today))):
        text = ngettext("%(n)s step: still in force?", "%(n)s steps: still in force?", n) % {"n": n}
        yield text, reverse("standing")
    if (roles.countries or roles.themes) and (n := unchecked_pages_of(user, since=today - CHECKED_WITHIN)):
        text = ngettext("%(n)s public page to read and check", "%(n)s public pages to read and check", n) % {"n": n}
        yield text, reverse("checks")
    if roles.is_manager and (n := Brief.objects.waiting_for(user).count()):
        text = ngettext("%(n)s brief to review", "%(n)s briefs to review", n) % {"n": n}
        yield text, reverse("desk_briefs") + "?status=submitted"
    for brief in Brief.objects.returned_to(user) if roles.countries or roles.themes else ():
        text = _("A brief came back: %(title)s") % {"title": brief.title}
        yield text, reverse("desk_brief", args=[brief.uuid])
    for chapter in chapters_due(user):
        about = {"title": title_of(chapter), "report": chapter.report}
        if chapter.due:
            text = _("A chapter by %(day)s: %(title)s, %(report)s") % {**about, "day": day(chapter.due)}
        else:
            text = _("A chapter: %(title)s, %(report)s") % about
        yield text, reverse("report_chapter", args=[chapter.report.uuid, chapter.code])


def _listed(results: QuerySet[Result], when: Callable[[Result], str]) -> dict[str, Any]:
    """Some lines, each with what happened last; how many results there are in all, and how many more than shown."""
    lines = [
        line_of(result, when(result), getattr(result, "returned_because", None) or "") for result in results[:SHOWN]
    ]
    count = results.count()
    return {"lines": lines, "count": count, "more": count - len(lines)}


def _changed(result: Result) -> str:
    return _("last saved on %(day)s") % {"day": day(result.changed_at)}


def _sent(result: Result) -> str:
    words = {"day": day(result.submitted_at), "who": result.submitted_by}
    return _("sent on %(day)s by %(who)s") % words


def _open_until(result: Result) -> str:
    until: date | None = result.return_open_until
    return _("can be sent again until %(day)s") % {"day": day(until)}
