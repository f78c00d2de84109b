from django.core.cache.backends import db
from django.db import DatabaseError


class DatabaseCache(db.DatabaseCache):
    """Django's table in the database; where nothing can be written, it keeps nothing, and no page fails for it.

    Django's own fails a page when what has expired cannot be removed.
    """

    def _cull(self, *args, **kwargs) -> None:
        try:
            super()._cull(*args, **kwargs)
        except DatabaseError:
            return

    def _base_delete_many(self, keys) -> bool:
        try:
            return super()._base_delete_many(keys)
        except DatabaseError:
            return False
