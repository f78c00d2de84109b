"""What a result followed from and what it led to, as one line of events: from the projections of the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from countries.models import Theme
from indicators.models import Publication, PublishedFollow
from indicators.pages.published.periods import Past
from indicators.pages.published.result import PublishedResult, listed

MOST_SHOWN = 30


@dataclass(frozen=True)
class Chain:
    """The results before and after one, in the order in which they happened; `more` are left out."""

    follows: Sequence[PublishedResult]
    led_to: Sequence[PublishedResult]
    here: PublishedResult
    more: int

    def __bool__(self) -> bool:
        return bool(self.follows or self.led_to)

    @property
    def links(self) -> list[dict[str, Any]]:
        """What the component `history` reads."""
        in_order = [
            *((result, _("It followed from this")) for result in self.follows),
            (self.here, _("This result")),
            *((result, _("It led to this")) for result in self.led_to),
        ]
        return [
            {
                "what": result.title,
                "when": result.date_text,
                "who": result.badge,
                "comment": comment,
                "href": "" if result is self.here else result.url,
                "current": result is self.here,
            }
            for result, comment in in_order
        ]


def chain_of(statement: Publication, here: PublishedResult, *, themes: Mapping[str, Theme], past: Past) -> Chain:
    """The published results that a statement says it follows from, and those that say so of it: one query."""
    followed = json.loads(statement.payload)["follows"]
    following = PublishedFollow.objects.filter(followed__uuid=here.entry.key).values("publication")
    near = Publication.objects.as_of(past.day).filter(Q(result__uuid__in=followed) | Q(pk__in=following))
    in_order = near.exclude(result__uuid=here.entry.key).with_labels().order_by("achieved_last", "number")
    found = list(in_order[: MOST_SHOWN + 1])
    shown = listed(found[:MOST_SHOWN], themes=themes, past=past, with_country=True)
    return Chain(
        follows=[result for result in shown if result.entry.key in followed],
        led_to=[result for result in shown if result.entry.key not in followed],
        here=here,
        more=len(found) - len(shown),
    )
