"""Rows of one table inside the query of another: what a page says of a country, read at once."""

import json
from decimal import Decimal
from typing import Any

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class ExactDecoder(json.JSONDecoder):
    """Reads numbers as they are written: 16.4 is not 16.399999."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


class JsonRows(Subquery):
    """Every row of a queryset as a list of dicts, in its order; days and moments are text.

    Country.objects.annotate(phases=JsonRows(priorities, "phase", since="start"))
    """

    output_field = JSONField(decoder=ExactDecoder)
    template = "(SELECT COALESCE(JSONB_AGG(_row), '[]') FROM (%(subquery)s) AS _rows)"
    template_of_sqlite = "(SELECT JSON_GROUP_ARRAY(JSON(_row)) FROM (%(subquery)s) AS _rows)"

    def __init__(self, queryset: QuerySet, *fields: str, **named: Any) -> None:
        row = JSONObject(**{name: name for name in fields}, **named)
        super().__init__(queryset.annotate(_row=row).values("_row"))

    def as_sqlite(self, compiler, connection, **options):
        return self.as_sql(compiler, connection, template=self.template_of_sqlite, **options)
