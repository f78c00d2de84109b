"""The new columns of the ledger say what the texts beside them say: needed after going back and forward again."""

import json
from datetime import date

from django.db import migrations
from rmt.records import drop_triggers


def day(text):
    return date.fromisoformat(text) if text else None


def fill(apps, schema_editor):
    drop_triggers()  # `migrate` puts them back at its end
    publications = apps.get_model("indicators", "Publication")._base_manager
    for pk, text in publications.filter(payload__contains='"source_kind":"').values_list("pk", "payload"):
        says = json.loads(text)
        publications.filter(pk=pk).update(
            source_kind=says["source_kind"],
            source_first=day(says["source_first"]),
            source_last=day(says["source_last"]),
        )


def lift(apps, schema_editor):
    """On the way back the triggers of the ledger name columns that go."""
    drop_triggers()


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0013_kind_and_day_of_the_source"),
    ]

    operations = [
        migrations.RunPython(fill, lift),
    ]
