from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A text that is erased by order takes its salt with it."""

    dependencies = [("indicators", "0014_every_publication_is_chained_anew")]

    operations = [
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=Q(payload=None, salt=None) | Q(payload__isnull=False, salt__isnull=False),
                name="indicators_publication_erased_with_its_salt",
            ),
        ),
    ]
