"""The columns of the ledger say what the texts beside them say: needed after going back and forward again."""

import json
from datetime import date

from django.db import migrations
from rmt.records import drop_triggers


def fill(apps, schema_editor):
    drop_triggers()  # `migrate` puts them back at its end
    publications = apps.get_model("indicators", "Publication")._base_manager
    for pk, text in publications.filter(payload__contains='"in_force_last":').values_list("pk", "payload"):
        says = json.loads(text)["instrument"]
        since, ends = says["in_force_last"], [says["suspended_first"], says["repealed_first"]]
        until = min((day for day in ends if day), default=None)
        publications.filter(pk=pk).update(
            in_force_from=date.fromisoformat(since) if since else None,
            in_force_until=date.fromisoformat(until) if until else None,
        )


def lift(apps, schema_editor):
    """On the way back the triggers of the ledger name columns that go."""
    drop_triggers()


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0016_in_force_of_a_publication"),
    ]

    operations = [
        migrations.RunPython(fill, lift),
    ]
