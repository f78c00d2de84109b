"""Rows that are written once and never again, digests of them, and rows read as JSON in one query."""

from rmt.records.append_only import (
    AppendOnly,
    AppendOnlyQuerySet,
    PublicFact,
    PublicFactQuerySet,
    drop_triggers,
    end_of,
    install_triggers,
    new_salt,
    trigger_problems,
)
from rmt.records.digests import (
    SUPERSEDED,
    Erased,
    content_digest,
    digest_of_row,
    held_still,
    states_now,
    states_that_differ,
    strips,
)
from rmt.records.json_rows import JsonRows

__all__ = [
    "SUPERSEDED",
    "AppendOnly",
    "AppendOnlyQuerySet",
    "Erased",
    "JsonRows",
    "PublicFact",
    "PublicFactQuerySet",
    "content_digest",
    "digest_of_row",
    "drop_triggers",
    "end_of",
    "held_still",
    "install_triggers",
    "new_salt",
    "states_now",
    "states_that_differ",
    "strips",
    "trigger_problems",
]
