"""Laws, decrees, strategies and schemes: a change is proposed, decided on, and said anew by every result on them.

Who may is asked in `permissions`. That nobody decides on their own proposal is a rule of the record itself, so this
module and the database enforce it as well (docs/design.md, "Workflow").
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Branch, Instrument, InstrumentChange, InstrumentProposal
from indicators import ledger
from indicators.ledger import instrument_payload
from indicators.models import Publication, Result, ReviewEvent
from rmt.models import SiteVersion, User
from rmt.roles import roles_of

Says = Mapping[str, Any]
State = InstrumentProposal.State

ADOPTION = (1, 2)
"""The steps that are the adoption of something: a strategy or policy; a law, a scheme."""


class InstrumentChanged(Exception):
    """Somebody else changed the instrument since it was read. Nothing was written."""


def instruments_known_to(user: User) -> QuerySet[Instrument]:
    """The instruments that `user` may know of: what was published names them, or a result that the person may read.

    Those of their own country a team knows in any case; what no result names, managers and evaluators.
    """
    roles = roles_of(user)
    published = Publication.objects.order_by().exclude(instrument=None).values("instrument")
    read = Result.objects.visible_to(user).order_by().exclude(instrument=None).values("instrument")
    known = Q(pk__in=published) | Q(pk__in=read) | Q(country__in=roles.countries)
    if roles.is_manager or roles.is_evaluator:
        named = Result.objects.order_by().exclude(instrument=None).values("instrument")
        known |= ~Q(pk__in=named)
    return Instrument.objects.filter(known)


def proposals_to_decide(user: User) -> QuerySet[InstrumentProposal]:
    """What waits for a decision that `user`, a manager, may take: what others proposed, of what the person knows."""
    waiting = InstrumentProposal.objects.filter(state=State.WAITING).exclude(by=user)
    return waiting.filter(instrument__in=instruments_known_to(user))


@transaction.atomic
def propose_change(*, instrument: Instrument, version: int, says: Says, reason: str, by: User) -> InstrumentProposal:
    """Ask a manager to change what is recorded of an instrument; nothing changes by it.

    Raises ValidationError, keyed by field, if it changes nothing, has no reason or cannot be; InstrumentChanged if
    the instrument is no longer what `by` read as `version`.
    """
    current = Instrument.objects.select_for_update().get(pk=instrument.pk)
    if current.version != version:
        raise InstrumentChanged
    before = current.says()
    _check(current, before, says, reason)
    return InstrumentProposal.objects.create(
        instrument=current, before=before, after=before | dict(says), reason=reason.strip(), by=by, at=timezone.now()
    )


@transaction.atomic
def change_instrument(*, instrument: Instrument, version: int, says: Says, reason: str, by: User) -> Instrument:
    """Change what is recorded of an instrument; every published result that rests on it is restated, here and now.

    Raises as `propose_change` does.
    """
    current = _claim(instrument, version=version)
    return _write(current, says, reason=reason, by=by)


@transaction.atomic
def accept_proposal(*, proposal: InstrumentProposal, by: User) -> Instrument:
    """Write what was proposed. What changed meanwhile and was not proposed stays as it is now.

    Raises ValidationError if it was decided already, if `by` proposed it, or if what it changes was changed meanwhile.
    """
    proposal = _decide(proposal, State.ACCEPTED, by=by)
    current = _claim(proposal.instrument, version=proposal.instrument.version)
    says = current.says()
    if moved := [name for name in proposal.changed if says[name] != proposal.before[name]]:
        message = _("This was changed since it was proposed (%(names)s). Decline it, or change the record yourself.")
        raise ValidationError(message % {"names": ", ".join(moved)})
    return _write(current, proposal.changed, reason=proposal.reason, by=by, proposal=proposal)


@transaction.atomic
def decline_proposal(*, proposal: InstrumentProposal, answer: str, by: User) -> InstrumentProposal:
    """Leave the instrument as it is, and say why. Raises ValidationError as `accept_proposal` does."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why: whoever proposed it reads this.")})
    return _decide(proposal, State.DECLINED, answer=answer.strip(), by=by)


@transaction.atomic
def follow_adoption(instrument_id: int | None, *, by: User, publishing: Result | None = None) -> None:
    """Let the day on which an instrument was adopted follow from what is published of it, unless somebody wrote it.

    It is the day of the first result that says that it was adopted, if nothing on it is dated earlier: a later one
    tells of a reform. So it is the same in whatever order results are published, corrected and withdrawn. What comes
    from a published source fills nothing: what that leaves out stays open. `publishing` is what is about to be said.
    """
    if instrument_id is None:
        return
    ledger.lock()
    instrument = Instrument.objects.get(pk=instrument_id)
    if _is_written(instrument):
        return
    said = Publication.objects.as_of(None).filter(instrument=instrument).exclude(result=publishing)
    resting = [
        (row.achieved_last, row.achieved_first, row.number, row.indicator.step, row.origin)
        for row in said.select_related("indicator").defer("payload")
    ]
    if publishing and publishing.indicator and publishing.achieved_last:
        achieved = (publishing.achieved_last, publishing.achieved_first or publishing.achieved_last)
        resting.append((*achieved, publishing.number or 0, publishing.indicator.step, publishing.origin))
    adoptions = [row for row in resting if row[3] in ADOPTION and row[4] != Result.Origin.HISTORICAL]
    says: dict[str, str | None] = {"adopted_first": None, "adopted_last": None}
    reason = _("No published result says any more when it was adopted.")
    if adoptions and (first := min(adoptions))[:2] == min(row[:2] for row in resting):
        says = {"adopted_first": first[1].isoformat(), "adopted_last": first[0].isoformat()}
        reason = _("From the date of the first result published of it that says that it was adopted.")
    if says.items() <= instrument.days().items():
        return
    try:
        _check(instrument, instrument.says(), says, reason)
    except ValidationError:
        # It contradicts the rest of the instrument: a person settles that, and no publication waits for it.
        return
    current = _claim(instrument, version=instrument.version)
    instrument = _write(current, says, reason=reason, by=by, is_followed=True)
    if publishing:
        publishing.instrument = instrument


def _is_written(instrument: Instrument) -> bool:
    """Whether somebody wrote the day of adoption, or a source that was loaded says it."""
    days = ("adopted_first", "adopted_last")
    changes = [c for c in instrument.changes.all() if any(c.before[name] != c.after[name] for name in days)]
    return any(not change.is_followed for change in changes) or bool(instrument.adopted_last and not changes)


def _claim(instrument: Instrument, *, version: int) -> Instrument:
    """The instrument, one version on, if it is still the one that was read; one UPDATE decides between two people.

    The ledger is locked first, as whoever publishes does: neither waits for the other.
    """
    ledger.lock()
    if not Instrument.objects.filter(pk=instrument.pk, version=version).update(version=F("version") + 1):
        raise InstrumentChanged
    return Instrument.objects.select_related("country").get(pk=instrument.pk)


def _decide(proposal: InstrumentProposal, state: str, *, by: User, answer: str = "") -> InstrumentProposal:
    if proposal.by_id == by.pk:
        raise ValidationError(_("You proposed this: another manager decides."))
    waiting = InstrumentProposal.objects.filter(pk=proposal.pk, state=State.WAITING)
    if not waiting.update(state=state, answer=answer, decided_by=by, decided_at=timezone.now()):
        raise ValidationError(_("Somebody has decided on this already."))
    return InstrumentProposal.objects.select_related("instrument").get(pk=proposal.pk)


def _write(
    instrument: Instrument,
    says: Says,
    *,
    reason: str,
    by: User,
    proposal: InstrumentProposal | None = None,
    is_followed: bool = False,
) -> Instrument:
    before = instrument.says()
    _check(instrument, before, says, reason)
    _set(instrument, says)
    instrument.save()
    if "branches" in says:
        instrument.branches.set(Branch.objects.filter(code__in=says["branches"]))
    InstrumentChange.objects.create(
        instrument=instrument, before=before, after=instrument.says(), reason=reason.strip(), proposal=proposal,
        is_followed=is_followed, by=by, at=timezone.now(),
    )  # fmt: skip
    _restate(instrument, reason=reason.strip(), by=by)
    SiteVersion.bump()
    return instrument


def _set(instrument: Instrument, says: Says) -> None:
    for name, value in says.items():
        if name in Instrument.PLAIN:
            setattr(instrument, name, value)
        elif name != "branches":
            setattr(instrument, name, date.fromisoformat(value) if value else None)


def _restate(instrument: Instrument, *, reason: str, by: User) -> None:
    """Append, for each published result that names it, a statement that says it anew; the rest of each stays."""
    named = Publication.objects.as_of(None).filter(instrument=instrument).order_by("number").select_related("result")
    said = instrument_payload(instrument)
    for statement in named:
        result = statement.result
        result.review_events.create(
            kind=ReviewEvent.Kind.INSTRUMENT, comment=reason, version=result.version, by=by, at=timezone.now()
        )
        ledger.restate(result=result, by=by, reason=reason, instrument=said)


def _check(instrument: Instrument, before: Says, says: Says, reason: str) -> None:
    """Raises ValidationError, keyed by field, with what keeps a change from being written."""
    problems: dict[str, str] = {}
    if not reason.strip():
        problems["reason"] = _("Say why, and where it is written: the history keeps it.")
    after = {**before, **says}
    if after == before:
        raise ValidationError(_("Nothing is changed."))
    if not after["title"].strip():
        problems["title"] = _("Write its title.")
    others = Instrument.objects.filter(country=instrument.country_id).exclude(pk=instrument.pk)
    if others.filter(title__iexact=after["title"].strip()).exists():
        problems["title"] = _("Another law, strategy or scheme of this country has this title.")
    today = timezone.localdate().isoformat()
    if after["adopted_first"] and after["adopted_first"] > today:
        problems["adopted"] = _("This day has not come yet.")
    for name in ("suspended", "repealed"):
        if after["adopted_first"] and after[f"{name}_last"] and after[f"{name}_last"] < after["adopted_first"]:
            problems[name] = _("This is before it was adopted.")
    if problems:
        raise ValidationError(problems)
