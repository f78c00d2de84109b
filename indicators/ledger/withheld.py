"""A published payload as readers get it: without small groups (rule 12) and removed passages (rule 2).

Nothing else turns a stored payload into one that is shown; of saved versions the desk loses removed passages as well.
"""

import json
from collections.abc import Iterable

from indicators import figures
from indicators.figures import FIGURE
from indicators.ledger.entries import NOTHING, Hidden, Withheld, entry_of, removed_text
from indicators.ledger.statement import Payload, with_words
from indicators.models import Publication, Removal, Revision, ValueStatus
from rmt.text import as_day


def shown_payload(publication: Publication, hidden: Hidden) -> Payload:
    """What readers get of a publication, whatever the day."""
    payload: Payload = json.loads(publication.payload)
    return without_hidden(payload, hidden.get(payload["uuid"], NOTHING), version=publication.version)


def shown_revision(revision: Revision, removals: Iterable[Removal], *, now: Payload) -> Payload:
    """What a saved version says on the desk: without the passages that were removed since.

    What the working copy still says `now` is another text, which its author kept: that stays.
    """
    payload: Payload = json.loads(revision.payload)
    for removal in removals:
        field = removal.field or ""
        said = payload.get(field)
        if said and revision.at <= removal.at and said != now.get(field):
            payload = payload | with_words(field, removed_text(as_day(removal.at), removal.reason))
    return payload


def reason_for_readers(publication: Publication) -> str:
    """The public reason of a version: why it was withdrawn, restated or decided so; empty if it gives none."""
    return publication.reason or ""


def with_shown_title(publication: Publication, hidden: Hidden) -> Publication:
    """A publication whose title, until it is read again, is the one that readers get."""
    publication.title = shown_payload(publication, hidden)["title"]
    return publication


def without_hidden(payload: Payload, withheld: Withheld, *, version: int) -> Payload:
    """The payload of a version without what is withheld of it: numbers say so, passages when and why.

    >>> parts = [{"category": "sex:men", "value": "5", "status": "reported"}]
    >>> without_hidden({"parts": parts}, Withheld(frozenset({"sex:men"})), version=1)
    {'parts': [{'category': 'sex:men', 'value': None, 'status': 'withheld'}]}
    """
    for passage in withheld.passages:
        if version <= passage.last_version and payload.get(passage.field):
            payload = payload | with_words(passage.field, passage.words)
    return _without_small_groups(payload, withheld.groups) if withheld.groups else payload


def _without_small_groups(payload: Payload, hidden: frozenset[str]) -> Payload:
    is_small = FIGURE in hidden and FIGURE in figures.shown(entry_of(payload, step=None), hidden=hidden).hidden
    withheld = {"value": None, "status": ValueStatus.WITHHELD.value}
    parts = [part | withheld if is_small or part["category"] in hidden else part for part in payload["parts"]]
    if not is_small:
        return payload | {"parts": parts}
    nothing = dict.fromkeys(("value", "baseline_value", "increase"))
    return payload | {"parts": parts, "value_status": ValueStatus.WITHHELD.value, **nothing}
