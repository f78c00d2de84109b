from django.db import migrations, models


class Migration(migrations.Migration):
    """A publication can have a salt, and has a digest: written by the next migration."""

    dependencies = [("indicators", "0012_why_a_figure_is_restated")]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="salt",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="publication",
            name="digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="publication",
            name="payload",
            field=models.TextField(null=True),
        ),
    ]
