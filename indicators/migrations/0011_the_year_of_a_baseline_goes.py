from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0010_days_of_baselines'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='publication',
            name='baseline_year',
        ),
        migrations.RemoveField(
            model_name='result',
            name='baseline_year',
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'discarded']), ('origin', 'historical'), models.Q(('level', 'impact'), _negated=True), models.Q(('grade__isnull', False), ('unit__isnull', False), ('value_status', 'reported'), models.Q(models.Q(('baseline_last__isnull', False), ('baseline_value__isnull', False)), ('increase__isnull', False), _connector='OR')), _connector='OR'), name='indicators_result_sent_impact_has_figures'),
        ),
    ]
