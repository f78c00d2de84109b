"""A published payload as readers get it: small groups are withheld, on every page and every day (rule 12).

Nothing else turns a stored payload into one that is shown.
"""

import json
from collections.abc import Collection

from indicators import figures
from indicators.figures import FIGURE
from indicators.ledger.entries import Hidden, entry_of
from indicators.ledger.statement import Payload
from indicators.models import Publication, ValueStatus


def shown_payload(publication: Publication, hidden: Hidden) -> Payload:
    """What readers get of a publication, whatever the day."""
    payload: Payload = json.loads(publication.payload)
    return without_hidden(payload, hidden.get(payload["uuid"], ()))


def without_hidden(payload: Payload, hidden: Collection[str]) -> Payload:
    """A payload without the numbers that are hidden: each says that it is withheld.

    >>> parts = [{"category": "sex:men", "value": "5", "status": "reported"}]
    >>> without_hidden({"parts": parts}, {"sex:men"})
    {'parts': [{'category': 'sex:men', 'value': None, 'status': 'withheld'}]}
    """
    if not hidden:
        return payload
    is_small = FIGURE in hidden and FIGURE in figures.shown(entry_of(payload, step=None), hidden=hidden).hidden
    withheld = {"value": None, "status": ValueStatus.WITHHELD.value}
    parts = [part | withheld if is_small or part["category"] in hidden else part for part in payload["parts"]]
    if not is_small:
        return payload | {"parts": parts}
    nothing = dict.fromkeys(("value", "baseline_value", "increase"))
    return payload | {"parts": parts, "value_status": ValueStatus.WITHHELD.value, **nothing}
