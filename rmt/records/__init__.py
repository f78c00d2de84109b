"""Rows that are written once and never again, and rows read as JSON in one query."""

from rmt.records.append_only import (
    AppendOnly,
    PublicFact,
    PublicFactQuerySet,
    drop_triggers,
    end_of,
    install_triggers,
)
from rmt.records.json_rows import JsonRows

__all__ = ["AppendOnly", "JsonRows", "PublicFact", "PublicFactQuerySet", "drop_triggers", "end_of", "install_triggers"]
