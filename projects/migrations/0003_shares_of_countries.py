"""The countries of a project get a table of their own, with a share: the rows that are there stay."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('countries', '0002_initial'),
        ('projects', '0002_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ProjectCountry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='projects.project')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='countries.country')),
                    ],
                    options={
                        'verbose_name_plural': 'project countries',
                        'ordering': ['country__name_en'],
                        'db_table': 'projects_project_countries',
                        'unique_together': {('project', 'country')},
                    },
                ),
                migrations.AlterField(
                    model_name='project',
                    name='countries',
                    field=models.ManyToManyField(blank=True, related_name='projects', through='projects.ProjectCountry', to='countries.country'),
                ),
            ],
        ),
        migrations.AlterModelTable(name='projectcountry', table=None),
        migrations.AlterUniqueTogether(name='projectcountry', unique_together=set()),
        migrations.AddConstraint(
            model_name='projectcountry',
            constraint=models.UniqueConstraint(fields=('project', 'country'), name='projects_projectcountry_once'),
        ),
    ]
