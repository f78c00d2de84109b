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
from indicators.ledger.changes import Change, changes_between, changes_in_words
from indicators.ledger.clashes import ClashesWithPublished
from indicators.ledger.comparison import (
    LINES,
    Names,
    PayloadLine,
    WordedDifference,
    differences_in_words,
    in_words,
    label_of,
    names_in,
    word_by_word,
)
from indicators.ledger.entries import entries_of, entry_of, entry_of_copy, everything, seen_through
from indicators.ledger.search_rows import indicator_rows, result_rows, results_in_force
from indicators.ledger.shown import reason_for_readers, shown_to_readers
from indicators.ledger.statement import (
    Payload,
    canonical,
    differences,
    for_the_public,
    in_force_of,
    instrument_payload,
    payload_of,
    restated,
    support,
)

__all__ = [
    "LINES",
    "Change",
    "ClashesWithPublished",
    "Names",
    "Payload",
    "PayloadLine",
    "WordedDifference",
    "canonical",
    "changes_between",
    "changes_in_words",
    "differences",
    "differences_in_words",
    "entries_of",
    "entry_of",
    "entry_of_copy",
    "everything",
    "for_the_public",
    "hash_of",
    "in_force",
    "in_force_of",
    "in_words",
    "indicator_rows",
    "instrument_payload",
    "label_of",
    "lock",
    "names_in",
    "payload_of",
    "pin_edition",
    "projection_problems",
    "publish",
    "reason_for_readers",
    "restate",
    "restated",
    "result_rows",
    "results_in_force",
    "seen_through",
    "shown_to_readers",
    "support",
    "verify",
    "withdraw",
    "word_by_word",
]
