from django.db import migrations


def drop_words(apps, schema_editor):
    """The index of words is made after each `migrate`, beside the migrations; on the way back nothing else drops it."""
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS rmt_searchentry_words_{trigger}")
        schema_editor.execute("DROP TABLE IF EXISTS rmt_searchentry_words")


class Migration(migrations.Migration):

    dependencies = [("rmt", "0006_events_of_accounts")]

    operations = [migrations.RunPython(migrations.RunPython.noop, drop_words)]
