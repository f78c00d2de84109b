from django.db import migrations, models

KINDS = [
    ("country", "Countries"),
    ("theme", "Themes"),
    ("indicator", "Indicators"),
    ("page", "About"),
    ("partner", "Partners"),
    ("project", "Projects"),
    ("result", "Results"),
    ("brief", "Briefs and stories"),
]


class Migration(migrations.Migration):
    dependencies = [("rmt", "0010_follow_from_outside")]

    operations = [
        migrations.AlterField("searchentry", "kind", models.CharField(choices=KINDS, max_length=20)),
    ]
