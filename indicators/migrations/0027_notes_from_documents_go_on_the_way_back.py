"""Notes without a round, from documents, have no place in the release before; `load_reference` brings them again."""

from django.db import migrations


def take_out(apps, schema_editor):
    apps.get_model("indicators", "CountryIndicatorNote").objects.filter(round=None).delete()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0026_notes_and_claims_from_documents")]

    operations = [migrations.RunPython(migrations.RunPython.noop, take_out)]
