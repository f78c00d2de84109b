import django.db.models.deletion
from django.db import migrations, models


def drop_the_index_of_the_engine(apps, schema_editor):
    """It was made after each `migrate`, beside the migrations, and is the way of the release before on the way back."""
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS rmt_searchentry_words_{trigger}")
        schema_editor.execute("DROP TABLE IF EXISTS rmt_searchentry_words")
    else:
        schema_editor.execute("DROP INDEX IF EXISTS rmt_searchentry_words")


class Migration(migrations.Migration):

    dependencies = [("rmt", "0007_words_go_with_what_they_index")]

    operations = [
        migrations.RunPython(drop_the_index_of_the_engine, migrations.RunPython.noop),
        migrations.AddField("searchentry", "stems", models.TextField(default="")),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=100)),
                ("is_name", models.BooleanField()),
                ("is_stem", models.BooleanField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="rmt.searchentry"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["word", "entry", "is_name"],
                        opclasses=["varchar_pattern_ops", "int8_ops", "bool_ops"],
                        name="rmt_searchword_finds",
                    ),
                    models.Index(
                        condition=models.Q(("is_name", True), ("is_stem", False)),
                        fields=["word"],
                        name="rmt_searchword_spelled",
                    ),
                ],
            },
        ),
    ]
