from django.db import migrations


def forget(apps, schema_editor):
    """`load_reference`, or the next hourly run, finds the table empty and fills it, with the words and their stems."""
    apps.get_model("rmt", "SearchEntry").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("rmt", "0008_a_table_of_words")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
