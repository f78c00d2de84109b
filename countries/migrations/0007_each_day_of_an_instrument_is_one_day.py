from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """What was one day so far is known to the day: its last possible day is its first."""
    instruments = apps.get_model("countries", "Instrument").objects
    instruments.update(in_force_last=F("in_force_first"), suspended_last=F("suspended_first"), repealed_last=F("repealed_first"))


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0006_days_of_instruments"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
