"""What is published: appended, chained, and never changed (docs/design.md, "The ledger")."""

from indicators.ledger.chain import (
    hash_of,
    in_force,
    lock,
    pin_edition,
    projection_problems,
    publish,
    restate,
    verify,
    withdraw,
)
from indicators.ledger.comparison import SAYS, Change, Names, Said, changes, described, label_of, names_in
from indicators.ledger.entries import entries_of, entry_of, entry_of_copy, everything, seen_through
from indicators.ledger.search_rows import indicator_rows, result_rows, results_in_force
from indicators.ledger.statement import (
    Payload,
    canonical,
    differences,
    for_the_public,
    payload_of,
    support,
)

payload = payload_of

__all__ = [
    "SAYS",
    "Change",
    "Names",
    "Payload",
    "Said",
    "canonical",
    "changes",
    "described",
    "differences",
    "entries_of",
    "entry_of",
    "entry_of_copy",
    "everything",
    "for_the_public",
    "hash_of",
    "in_force",
    "indicator_rows",
    "label_of",
    "lock",
    "names_in",
    "payload",
    "payload_of",
    "pin_edition",
    "projection_problems",
    "publish",
    "restate",
    "result_rows",
    "results_in_force",
    "seen_through",
    "support",
    "verify",
    "withdraw",
]
