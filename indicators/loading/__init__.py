"""Reference data and the real entries, from `fixtures/` into the database."""

from indicators.loading.results import LOADERS as RESULT_LOADERS
from indicators.loading.results import result_of

__all__ = ["RESULT_LOADERS", "reference", "result_of"]
