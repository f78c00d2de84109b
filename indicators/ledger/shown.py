"""What of a stored version may be shown to readers: the one place where its texts are read for pages of versions."""

import json
from collections import defaultdict
from decimal import Decimal

from indicators.figures import PERSON, SMALLEST_SHOWN
from indicators.ledger.statement import Payload
from indicators.models import Indicator, Publication, ValueStatus

OF_PEOPLE = (PERSON, "participation")


def shown_to_readers(publication: Publication) -> Payload:
    """What a version says, as its page and the history of its result show it; `publication` has its indicator.

    Of a dimension with a group of 1 to 9 people no group is shown at all (rule 12): what two versions say of the
    others could give it away.
    """
    payload: Payload = json.loads(publication.payload)
    if publication.indicator.measure != Indicator.Measure.PERSONS and payload["unit"] not in OF_PEOPLE:
        return payload
    by_dimension: dict[str, list[Decimal]] = defaultdict(list)
    for part in payload["parts"]:
        by_dimension[part["category"].partition(":")[0]].append(Decimal(part["value"] or 0))
    small = {name for name, values in by_dimension.items() if any(0 < value < SMALLEST_SHOWN for value in values)}
    parts = [
        part | {"value": None, "status": ValueStatus.WITHHELD} if part["category"].partition(":")[0] in small else part
        for part in payload["parts"]
    ]
    return payload | {"parts": parts}


def reason_for_readers(publication: Publication) -> str:
    """The public reason of a version: why it was withdrawn, restated or decided so; empty if it gives none."""
    return publication.reason or ""
