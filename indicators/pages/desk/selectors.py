"""My desk: what is due and when, what came back, what is in draft, what waits for others; nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import permissions
from indicators.models import CountryUpdate, Result, ReviewEvent
from indicators.pages.followup import questions_for, unchecked_pages_of
from indicators.pages.rounds import RoundLine, round_for_manager
from indicators.pages.transition import Line, line_of
from indicators.pages.updates import DueCard, due_for
from indicators.tagging import unchecked_for
from rmt.forms import TypedNotSaved, drafts_of
from rmt.models import User
from rmt.roles import Roles, roles_of
from rmt.text import day

Status = Result.Status

SHOWN = 20
CARDS_SHOWN = 3
CHECKED_WITHIN = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some lines, and how many there are in all."""

    lines: list[Line]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown here."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that waits for this person alone: how many, and where."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The page of one person; a shelf that a role has no part in is `None`."""

    due: list[DueCard]
    asked: list[Asked]
    typed: list[TypedNotSaved]
    returned: Shelf | None
    drafts: Shelf | None
    waiting: Shelf | None
    round: RoundLine | None
    can_add: bool

    @property
    def cards(self) -> list[DueCard]:
        """The updates that are shown whole; somebody with more countries has the rest as a list."""
        return self.due[:CARDS_SHOWN]

    @property
    def has_nothing_of_its_own(self) -> bool:
        """Whether somebody who enters results has none begun, returned or sent."""
        shelves = (self.returned, self.drafts, self.waiting)
        return all(shelf is not None and not shelf.count for shelf in shelves)

    @property
    def more_due(self) -> list[DueCard]:
        return self.due[CARDS_SHOWN:]


def desk_of(user: User, *, now: datetime) -> Desk:
    """What concerns `user` now."""
    roles = roles_of(user)
    mine = own_results(user, roles)
    own = Result.objects.visible_to(user).for_desk().filter(mine)
    drafts = own.filter(status=Status.DRAFT)
    can_add = bool(permissions.indicators_offered(roles))
    writes = can_add or own.exists()
    plain = drafts.filter(return_open_until=None).order_by("-changed_at")
    sent = own.filter(status=Status.SUBMITTED).order_by("-submitted_at", "pk")
    regions = None if roles.is_manager else roles.regions
    return Desk(
        due=due_for(user, now) if roles.countries else [],
        asked=list(_asked(user, roles, now=now)),
        typed=drafts_of(user),
        returned=_returned(drafts.exclude(return_open_until=None)) if writes else None,
        drafts=_shelf(plain, _changed) if writes else None,
        waiting=_shelf(sent, _sent) if writes else None,
        round=round_for_manager(now, regions=regions) if roles.is_manager or roles.regions else None,
        can_add=can_add,
    )


def own_results(user: User, roles: Roles) -> Q:
    """What this person writes: of the own countries, of the own theme's indicators, and what they began."""
    own = Q(author=user) | Q(country__in=roles.countries)
    return own | Q(indicator__theme__in=roles.themes, indicator__collected_by="lead")


def _asked(user: User, roles: Roles, *, now: datetime) -> Iterable[Asked]:
    today = now.date()
    if roles.is_manager and (n := Result.objects.waiting_for(user).count()):
        text = ngettext("%(n)s result to review", "%(n)s results to review", n) % {"n": n}
        yield Asked(text, reverse("review"))
    if roles.is_manager and (n := _updates_to_validate(user)):
        text = ngettext("%(n)s update to validate", "%(n)s updates to validate", n) % {"n": n}
        yield Asked(text, reverse("review") + "#updates")
    if (roles.regions or roles.themes) and not roles.is_manager and (n := _to_read(user)):
        text = ngettext("%(n)s result was sent in your area", "%(n)s results were sent in your area", n) % {"n": n}
        yield Asked(text, reverse("review"))
    if (roles.themes or roles.is_manager) and (n := unchecked_for(user, now=now).count()):
        text = ngettext("%(n)s theme to confirm or reject", "%(n)s themes to confirm or reject", n) % {"n": n}
        yield Asked(text, reverse("tags"))
    if (roles.countries or roles.themes) and (n := len(questions_for(user, today=today))):
        text = ngettext("%(n)s step: still in force?", "%(n)s steps: still in force?", n) % {"n": n}
        yield Asked(text, reverse("standing"))
    if (roles.countries or roles.themes) and (n := unchecked_pages_of(user, since=today - CHECKED_WITHIN)):
        text = ngettext("%(n)s public page to read and check", "%(n)s public pages to read and check", n) % {"n": n}
        yield Asked(text, reverse("checks"))


def _updates_to_validate(user: User) -> int:
    sent = CountryUpdate.objects.filter(status=CountryUpdate.Status.SUBMITTED)
    return sent.exclude(submitted_by=user).exclude(answers__by=user).count()


def _to_read(user: User) -> int:
    return Result.objects.waiting_to_read(user).count()


def _shelf(results: QuerySet[Result], when) -> Shelf:
    return Shelf([line_of(result, when(result)) for result in results[:SHOWN]], results.count())


def _returned(results: QuerySet[Result]) -> Shelf:
    """Drafts that a manager gave back, the first to close at the top, with what was said."""
    kind = ReviewEvent.Kind.RETURNED
    events = ReviewEvent.objects.filter(result=OuterRef("pk"), kind=kind).order_by("-at", "-pk")
    rows = results.annotate(returned_because=Subquery(events.values("comment")[:1])).order_by("return_open_until", "pk")
    return Shelf([line_of(row, _open_until(row), row.returned_because or "") for row in rows[:SHOWN]], rows.count())


def _changed(result: Result) -> str:
    return _("last saved on %(day)s") % {"day": day(result.changed_at)}


def _sent(result: Result) -> str:
    words = {"day": day(result.submitted_at), "who": result.submitted_by}
    return _("sent on %(day)s by %(who)s") % words


def _open_until(result: Result) -> str:
    until: date | None = result.return_open_until
    return _("can be sent again until %(day)s") % {"day": day(until)}
