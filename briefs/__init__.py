"""Briefs, lessons and reports: what is written from the ledger for readers."""
