"""What the pages of instruments show: facts in words, what rests on one, what is proposed, what was changed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Branch, Instrument, InstrumentProposal
from indicators import permissions
from indicators.ledger import WordedDifference, label_of, word_by_word
from indicators.models import Publication
from indicators.results import instruments_known_to
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day, span

Says = Mapping[str, Any]

DATED = {
    "adopted": gettext_lazy("Adopted"),
    "in_force": gettext_lazy("In force since"),
    "suspended": gettext_lazy("Suspended"),
    "repealed": gettext_lazy("Repealed"),
}


def instruments_listed(user: User) -> QuerySet[Instrument]:
    """The instruments that `user` may know of: first those with a change that waits, then those of the own countries.

    Each with how many changes wait, of those that the person may read, and how many published results rest on it.
    """
    roles = roles_of(user)
    waits = Q(proposals__state=InstrumentProposal.State.WAITING)
    if not (roles.is_manager or roles.is_evaluator):
        waits &= Q(country__in=roles.countries) | Q(proposals__by=user)
    in_force = Q(publications__superseded_at=None, publications__kind=Publication.Kind.STATEMENT)
    listed = instruments_known_to(user).annotate(
        waiting=Count("proposals", filter=waits, distinct=True),
        resting=Count("publications", filter=in_force, distinct=True),
        is_own=ExpressionWrapper(Q(country__in=roles.countries), output_field=BooleanField()),
    )
    return listed.select_related("country").order_by("-waiting", "-is_own", "country__name_en", "title", "pk")


def instrument_page(instrument: Instrument, *, user: User) -> dict[str, Any]:
    """One instrument: its facts, the published results that rest on it, what is proposed, and its history."""
    branches = {branch.code: str(branch) for branch in Branch.objects.all()}
    asked = instrument.proposals.select_related("by", "decided_by").order_by("-at", "-pk")
    proposals = list(asked) if permissions.can_read_proposals(user, instrument) else []
    changes = instrument.changes.select_related("by", "proposal__by").order_by("-at", "-pk")
    resting = Publication.objects.as_of(None).filter(instrument=instrument).order_by("achieved_last", "number")
    return {
        "instrument": instrument,
        "facts": [{"label": label, "value": value} for label, value in facts_of(instrument.says(), branches)],
        "results": list(resting.defer("payload")),
        "waiting": [
            {
                "proposal": proposal,
                "when": day(proposal.at),
                "differences": differences(proposal.before, proposal.after, branches),
                "can_decide": permissions.can_decide_proposal(user, proposal),
            }
            for proposal in proposals
            if proposal.state == InstrumentProposal.State.WAITING
        ],
        "declined": [p for p in proposals if p.state == InstrumentProposal.State.DECLINED],
        "history": [
            {
                "change": change,
                "when": day(change.at),
                "who": _who(change.by, change.proposal),
                "differences": differences(change.before, change.after, branches),
            }
            for change in changes
        ],
        "can_edit": permissions.can_edit_instrument(user, instrument),
        "can_propose": permissions.can_propose_instrument(user, instrument),
    }


def _who(by: User, proposal: InstrumentProposal | None) -> str:
    if proposal is None:
        return str(by)
    return _("proposed by %(proposer)s, accepted by %(manager)s") % {"proposer": proposal.by, "manager": by}


def facts_of(says: Says, branches: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is recorded, line by line; what is not recorded is said, for adopted is not in force (rule 7)."""
    for label, value in _lines(says, branches):
        yield label, value or (_("entry into force not recorded") if label == DATED["in_force"] else _("not recorded"))


def differences(before: Says, after: Says, branches: Mapping[str, str]) -> list[WordedDifference]:
    """What one version says and the other does not, word by word."""
    pairs = zip(_lines(before, branches), _lines(after, branches), strict=True)
    changed = [(label, old, new) for (label, old), (_label, new) in pairs if old != new]
    return [WordedDifference(label, *word_by_word(old or None, new or None)) for label, old, new in changed]


def _lines(says: Says, branches: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield _("Title"), says["title"]
    yield _("What it is"), label_of(Instrument.Kind, says["kind"]) or ""
    yield _("Reference"), says["reference"]
    for name, label in DATED.items():
        first, last = says[f"{name}_first"], says[f"{name}_last"]
        yield str(label), span(date.fromisoformat(first), date.fromisoformat(last)) if last else ""
    yield _("Branches"), ", ".join(branches.get(code, code) for code in says["branches"])
