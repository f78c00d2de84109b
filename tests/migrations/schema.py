"""The tables of a database as it describes itself, to compare what migrations made with what the models say."""

import re

from django.apps import apps
from django.db import connection

NAMED = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": "SELECT quote_ident(conname) FROM pg_constraint UNION SELECT indexdef FROM pg_indexes",
}


def columns() -> dict[str, list[str]]:
    """The columns of each table that is of a model."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.db_table: _columns_of(model._meta.db_table) for model in models}


def rules() -> list[str]:
    """The names of the constraints of the models that the database knows."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED[connection.vendor])
        words = {word for (text,) in cursor.fetchall() for word in re.findall(r"\w+", text)}
    return sorted(rule.name for model in apps.get_models() for rule in model._meta.constraints if rule.name in words)


def _columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return sorted(column[0] for column in cursor.description)
