"""What is published: appended, chained, and never changed (docs/design.md, "The ledger")."""

from indicators.ledger.chain import (
    hash_of,
    in_force,
    link,
    lock,
    projection_problems,
    publish,
    restate,
    verify,
    withdraw,
)
from indicators.ledger.changes import Change, changes_between, changes_in_words
from indicators.ledger.checking import changed_since, check, compare_with
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
)
from indicators.ledger.entries import entries_of, entry_of, entry_of_copy, everything, seen_through
from indicators.ledger.promises import PROMISES, Found, Promise
from indicators.ledger.seals import (
    KeptSeal,
    latest_seal,
    latest_seals,
    pin_edition,
    seals_in,
    take_daily_seal,
    take_seal,
)
from indicators.ledger.search_rows import indicator_rows, result_rows, results_in_force
from indicators.ledger.shown import reason_for_readers, shown_to_readers
from indicators.ledger.statement import (
    Payload,
    canonical,
    differences,
    for_the_public,
    payload_of,
    restated,
    support,
)

__all__ = [
    "LINES",
    "PROMISES",
    "Change",
    "ClashesWithPublished",
    "Found",
    "KeptSeal",
    "Names",
    "Payload",
    "PayloadLine",
    "Promise",
    "WordedDifference",
    "canonical",
    "changed_since",
    "changes_between",
    "changes_in_words",
    "check",
    "compare_with",
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
    "latest_seal",
    "latest_seals",
    "link",
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
    "seals_in",
    "seen_through",
    "shown_to_readers",
    "support",
    "take_daily_seal",
    "take_seal",
    "verify",
    "withdraw",
]
