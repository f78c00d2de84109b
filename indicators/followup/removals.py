"""Removal: two managers hide a passage or a reply, for the law or somebody's safety (rule 2).

What is removed is printed nowhere any more: on no page, day, version or file; instead stands since when, and why. It
stays in the ledger, whose chain covers it, unless an order says that the text itself is erased.
"""

import json
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators import ledger
from indicators.models import PASSAGES, Removal, RemovalProposal, Reply, Result, ReviewEvent
from indicators.results import actions
from rmt.models import FormDraft, SiteVersion, User
from rmt.records import digest_of_row
from rmt.text import as_day

Kind = ReviewEvent.Kind


@transaction.atomic
def propose_removal(
    *,
    result: Result,
    field: str | None = None,
    reply: Reply | None = None,
    reason: str,
    by_order: bool = False,
    by: User,
) -> RemovalProposal:
    """Ask another manager to remove a passage or a reply; nothing is hidden yet.

    Raises ValidationError, keyed by field, without a reason, if nothing of it is public, or if somebody asked already.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in general words: the reason is printed instead.")})
    if (field is None) == (reply is None) or (field and field not in PASSAGES):
        raise ValidationError({"what": _("Choose a passage or a reply.")})
    Result.objects.select_for_update().get(pk=result.pk)
    if not result.publications.exists():
        raise ValidationError({"what": _("Nothing of this result was ever published: edit the draft.")})
    if RemovalProposal.objects.filter(result=result, field=field, reply=reply).exists():
        raise ValidationError({"what": _("Its removal is proposed already: another manager decides.")})
    if reply is not None and (Removal.objects.filter(reply=reply).exists() or reply.request.result_id != result.pk):
        raise ValidationError({"what": _("This reply is removed already.")})
    proposal: RemovalProposal = RemovalProposal.objects.create(
        result=result, field=field, reply=reply, reason=reason.strip(), by_order=by_order, by=by, at=timezone.now()
    )
    _event(proposal, Kind.REMOVAL_ASKED, by=by)
    return proposal


@transaction.atomic
def drop_proposal(*, proposal: RemovalProposal, by: User) -> None:
    """Leave what was proposed as it is: whoever proposed it, or another manager, thinks better of it.

    Raises ValidationError if it was decided meanwhile.
    """
    held = _held(proposal)
    _event(held, Kind.REMOVAL_DROPPED, by=by)
    held.delete()


@transaction.atomic
def remove(*, proposal: RemovalProposal, by: User) -> Removal:
    """Remove what another manager proposed, from every version so far; what is public is stated anew without it.

    Raises ValidationError if it was decided meanwhile, or by whoever proposed it.
    """
    held = _held(proposal)
    if held.by_id == by.pk:
        raise ValidationError(_("You proposed it: another manager decides."))
    # Held until the end: an edit that is saved meanwhile waits, and does not take the version that is read here away.
    result, now = Result.objects.select_for_update().get(pk=held.result_id), timezone.now()
    about: dict[str, Any] = {
        "version": result.publications.aggregate(last=Max("version"))["last"],
        "reply": held.reply,
        "reason": held.reason,
        "by_order": held.by_order,
        "digest": digest_of_row(held.reply) if held.reply and held.by_order else None,
        "proposed_by": held.by,
        "by": by,
        "at": now,
    }
    removal: Removal = Removal.objects.create(result=result, field=held.field, **about)
    removals = [removal]
    if _is_repeated(result, held.field):
        removals.append(Removal.objects.create(result=result, field="remark_source", **about))
    _event(held, Kind.REMOVED, by=by)
    held.delete()
    # What is written once is in the language of the record, whatever the manager reads.
    with override("en"):
        words = ledger.removed_text(as_day(now), removal.reason)
    statement = ledger.in_force(result)
    said = json.loads(statement.payload or "{}") if statement else {}
    changed: dict[str, Any] = {}
    for field in (one.field for one in removals if one.field):
        result = actions.replace_passage(
            result=result, field=field, words=words, by=by, whatever_it_says=removal.by_order
        )
        if said.get(field):
            changed |= ledger.with_words(field, words)
    if changed:
        ledger.restate(result=result, by=by, reason=removal.reason, **changed)
    if removal.by_order:
        for one in removals:
            _erase(one, words)
    SiteVersion.bump()
    return removal


def _held(proposal: RemovalProposal) -> RemovalProposal:
    """The proposal, held until it is decided. Raises ValidationError if it was decided meanwhile."""
    held: RemovalProposal | None = RemovalProposal.objects.select_for_update().filter(pk=proposal.pk).first()
    if held is None:
        raise ValidationError(_("Somebody decided this meanwhile. Reload the page."))
    return held


def _is_repeated(result: Result, field: str | None) -> bool:
    """Whether a passage is a source that a remark of ours rests on as well: the same text goes from both."""
    if field != "source":
        return False
    versions = [json.loads(row.payload or "{}") for row in result.publications.all()]
    sources = {said.get("source") for said in versions} - {None}
    return any(said.get("remark_source") in sources for said in versions)


def _erase(removal: Removal, words: str) -> None:
    """Erase the text by order: in the ledger with its salts, in saved versions, in what was typed, in stored pages."""
    if removal.reply is not None:
        Reply.objects.filter(pk=removal.reply.pk).erase(text=words)
    else:
        field = removal.field or ""
        ledger.erase(removal=removal, words=words)
        for revision in removal.result.revisions.all():
            payload = json.loads(revision.payload)
            if payload.get(field):
                revision.payload = ledger.canonical(payload | ledger.with_words(field, words))
                revision.save(update_fields=["payload"])
    FormDraft.objects.filter(form__contains=str(removal.result.uuid)).delete()
    transaction.on_commit(cache.clear)


def _event(proposal: RemovalProposal, kind: str, *, by: User) -> None:
    what = proposal.field or f"{proposal.reply.request.organization if proposal.reply else ''}"
    proposal.result.review_events.create(
        kind=kind, comment=f"{what}: {proposal.reason}", version=proposal.result.version, by=by, at=timezone.now()
    )
