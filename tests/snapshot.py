"""The reference data as it was loaded, kept beside the tables: a flush takes it away, `restore` puts it back."""

from django.apps import apps
from django.db import connection, transaction

REST_OF_THE_RECORD = ("phase1_more_results.json", "phase2_results.json")
"""Files that tests do not stand on: what is found later changes no test but those about it."""

OURS = {"countries", "projects", "indicators", "briefs", "rmt"}


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return [model._meta.db_table for model in models if model._meta.app_label in OURS]


def keep() -> None:
    """Copy every row of our tables, inside the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'DROP TABLE IF EXISTS "kept_{table}"')
            cursor.execute(f'CREATE TABLE "kept_{table}" AS SELECT * FROM "{table}"')


def restore() -> None:
    """Fill our tables, which a flush has emptied, with the rows that were kept."""
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are looked at when it ends
        for table in _tables():
            cursor.execute(f'SELECT * FROM "kept_{table}" LIMIT 0')
            columns = ", ".join(f'"{column[0]}"' for column in cursor.description)
            cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "kept_{table}"')
