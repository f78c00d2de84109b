"""What a result followed from and what it led to, as one line of events: from the projections of the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from countries.models import Theme
from indicators.models import Publication, PublishedFollow
from indicators.pages.published.listing import Listed, Past, listed

MOST_SHOWN = 30


@dataclass(frozen=True)
class Link:
    """One result of the chain, for the component `history`."""

    what: str
    when: str
    who: str
    comment: str
    href: str
    current: bool


@dataclass(frozen=True)
class Chain:
    """The results before and after one, in the order in which they happened; `more` are left out."""

    follows: Sequence[Listed]
    led_to: Sequence[Listed]
    here: Listed
    more: int

    def __bool__(self) -> bool:
        return bool(self.follows or self.led_to)

    @property
    def links(self) -> list[Link]:
        return [
            *(_link(result, _("It followed from this")) for result in self.follows),
            _link(self.here, _("This result"), current=True),
            *(_link(result, _("It led to this")) for result in self.led_to),
        ]


def _link(result: Listed, comment: str, *, current: bool = False) -> Link:
    return Link(
        what=result.title,
        when=result.date_text,
        who=result.badge,
        comment=comment,
        href="" if current else result.url,
        current=current,
    )


def chain_of(statement: Publication, here: Listed, *, themes: Mapping[str, Theme], past: Past) -> Chain:
    """The published results that a statement says it follows from, and those that say so of it: one query."""
    followed = json.loads(statement.payload)["follows"]
    saying = PublishedFollow.objects.filter(followed__uuid=here.entry.key).values("publication")
    near = Publication.objects.as_of(past.day).filter(Q(result__uuid__in=followed) | Q(pk__in=saying))
    in_order = near.exclude(result__uuid=here.entry.key).with_labels().order_by("achieved_last", "number")
    found = list(in_order[: MOST_SHOWN + 1])
    shown = [listed(p, themes=themes, past=past, with_country=True) for p in found[:MOST_SHOWN]]
    return Chain(
        follows=[result for result in shown if result.entry.key in followed],
        led_to=[result for result in shown if result.entry.key not in followed],
        here=here,
        more=len(found) - len(shown),
    )
