"""Spans keep people as bits, by homes; what is folded is made anew by each project's first fold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0010_person_email'),
        ('reporting', '0014_novelty'),
    ]

    operations = [
        migrations.CreateModel(
            name='Homes',
            fields=[
                ('pk', models.CompositePrimaryKey('project', 'edition', blank=True, editable=False, primary_key=True, serialize=False)),
                ('edition', models.PositiveIntegerField()),
                ('codes', models.BinaryField(default=bytes)),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.RunSQL(
            """
            ALTER TABLE reporting_homes ALTER codes SET STORAGE EXTERNAL;
            DELETE FROM reporting_spancount;
            UPDATE reporting_foldstate
            SET folded_through = NULL, arrivals = '', rebuilding_since = NULL, rebuilt_before = NULL;
            """,
            migrations.RunSQL.noop,
        ),
    ]
