from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0005_ratifications_reported_as_results"),
    ]

    operations = [
        migrations.RenameField("instrument", "in_force", "in_force_first"),
        migrations.RenameField("instrument", "suspended", "suspended_first"),
        migrations.RenameField("instrument", "repealed", "repealed_first"),
        migrations.AddField("instrument", "in_force_last", models.DateField(null=True)),
        migrations.AddField("instrument", "suspended_last", models.DateField(null=True)),
        migrations.AddField("instrument", "repealed_last", models.DateField(null=True)),
    ]
