"""The framework, rounds, results, and the ledger of what was published."""
