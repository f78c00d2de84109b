"""What is published: appended, chained, and never changed (docs/design.md, "The ledger")."""

from indicators.ledger.chain import (
    hash_of,
    in_force,
    link,
    lock,
    pin_edition,
    projection_problems,
    publish,
    restate,
    verify,
    withdraw,
)
from indicators.ledger.comparison import (
    LINES,
    Names,
    PayloadLine,
    WordedDifference,
    differences_in_words,
    in_words,
    label_of,
    names_in,
)
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

__all__ = [
    "LINES",
    "Names",
    "Payload",
    "PayloadLine",
    "WordedDifference",
    "canonical",
    "differences",
    "differences_in_words",
    "entries_of",
    "entry_of",
    "entry_of_copy",
    "everything",
    "for_the_public",
    "hash_of",
    "in_force",
    "in_words",
    "indicator_rows",
    "label_of",
    "link",
    "lock",
    "names_in",
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
