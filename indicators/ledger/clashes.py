"""Nothing is appended that contradicts what is published, by whichever door it comes (ledger rule 1, rule 9)."""

import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from indicators.figures import Clash, Entry, clashes, series_key
from indicators.ledger.entries import entries_in_full, entry_of
from indicators.ledger.statement import Payload
from indicators.models import Publication, Result
from indicators.wording import clash_message


class ClashesWithPublished(ValidationError):
    """What is to be published cannot be right together with what is."""

    def __init__(self, found: Sequence[Clash]) -> None:
        super().__init__([clash_message(clash) for clash in found])


def refuse_a_clash(result: Result, payload: Payload, *, before: Publication | None) -> None:
    """Raise ClashesWithPublished if a statement moves a figure so that its series contradicts itself.

    `before` is the statement in force. One that brings or changes no value, day, baseline, span, unit, country,
    indicator, instrument, pool, basis or duration is never refused: tags, links and standings move no figure.
    """
    own = entry_of(payload, step=None)
    if own.instrument is None:
        return
    if before is not None and moves(own) == moves(entry_of(json.loads(before.payload), step=None)):
        return
    others = Publication.objects.as_of(None).filter(instrument__uuid=own.instrument).exclude(result=result)
    series = [entry for entry in entries_in_full(others) if series_key(entry) == series_key(own)]
    if found := clashes([*series, own], of=own):
        raise ClashesWithPublished(found)


def moves(entry: Entry) -> tuple:
    """Everything that a figure of people is worked out from."""
    return (
        *series_key(entry), entry.basis, entry.duration, entry.first, entry.last, entry.value, entry.increase,
        entry.counted_from, entry.baseline_value, entry.baseline_first, entry.baseline_last,
    )  # fmt: skip
