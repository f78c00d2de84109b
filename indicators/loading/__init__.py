"""Reference data and the real entries, from `fixtures/` into the database."""

from indicators.loading.results import LOADERS as RESULT_LOADERS

__all__ = ["RESULT_LOADERS", "reference"]
