"""Believable results for tests and benchmarks: what `generate_load` writes into a database of its own."""

from indicators.generated.writing import generate, how_many, is_of_its_own

__all__ = ["generate", "how_many", "is_of_its_own"]
