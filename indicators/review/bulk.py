"""Many results validated at once, in one transaction: one refusal refuses all, each with its reason (rule 5)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators import ledger
from indicators.models import Result
from indicators.results import EditConflict, actions
from indicators.review.flagged import flags_among
from rmt.models import User


class NothingValidated(Exception):
    """Nothing was validated: at least one was refused. `refusals` are these, each with the reasons."""

    def __init__(self, refusals: list[tuple[Result, list[str]]]) -> None:
        super().__init__("; ".join(f"{result}: {' '.join(reasons)}" for result, reasons in refusals))
        self.refusals = refusals


@transaction.atomic
def validate_together(*, chosen: Sequence[tuple[Result, int]], by: User, today: date) -> list[Result]:
    """Validate and publish results, each in the version that was read, if nothing speaks against any of them.

    Raises NothingValidated with every refusal: somebody else changed it, `by` entered or sent it, it is flagged, it was
    decided meanwhile, or two of the chosen contradict each other.
    """
    ledger.lock()  # what is published meanwhile would change what is flagged
    against = _against([result for result, _version in chosen])
    refusals, validated = [], []
    for result, version in chosen:
        reasons = against[result.pk]
        if not reasons:
            try:
                with transaction.atomic():
                    actions.validate_result(result=result, version=version, by=by, today=today)
            except EditConflict:
                reasons = [_("Somebody else changed it since you read it. Read it again.")]
            except ValidationError as broken:
                reasons = broken.messages
        if reasons:
            refusals.append((result, reasons))
        validated.append(result)
    if refusals:
        raise NothingValidated(refusals)
    return validated


def _against(results: Sequence[Result]) -> dict[int, list[str]]:
    """What speaks against deciding on each of these together with the others, before anything is written.

    Two of the chosen that contradict each other are flagged, as any two that wait are.
    """
    found: dict[int, list[str]] = defaultdict(list)
    waiting = [result for result in results if result.status == Result.Status.SUBMITTED]
    for pk, flags in flags_among(waiting).items():
        found[pk] += [_("%(flag)s: decide on it by itself.") % {"flag": flag.text} for flag in flags]
    return found
