"""Sums of trust in spans, as everything else that is folded; the first fold makes them anew."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0010_person_email'),
        ('reporting', '0007_spans'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='sourceday',
            name='project',
        ),
        migrations.RemoveField(
            model_name='sourceday',
            name='source',
        ),
        migrations.CreateModel(
            name='ConfidenceSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('first', models.DateField()),
                ('bin', models.PositiveSmallIntegerField()),
                ('answers', models.PositiveIntegerField(help_text='Judged or not')),
                ('judged', models.PositiveIntegerField()),
                ('right', models.PositiveIntegerField()),
                ('stated', models.PositiveBigIntegerField()),
                ('stated_right', models.PositiveBigIntegerField(help_text='Of those that were right')),
                ('stated_squared', models.PositiveBigIntegerField()),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.cohort')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.team')),
            ],
        ),
        migrations.CreateModel(
            name='SourceSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('first', models.DateField()),
                ('answers', models.PositiveIntegerField()),
                ('complained', models.PositiveIntegerField(help_text='With any complaint')),
                ('unverified', models.PositiveIntegerField(help_text="Somebody couldn't verify it")),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.source')),
            ],
        ),
        migrations.DeleteModel(
            name='ConfidenceDay',
        ),
        migrations.DeleteModel(
            name='SourceDay',
        ),
        migrations.AddConstraint(
            model_name='confidencespan',
            constraint=models.UniqueConstraint(fields=('project', 'days', 'first', 'team', 'cohort', 'bin'), name='confidence_span_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='sourcespan',
            constraint=models.UniqueConstraint(fields=('project', 'days', 'first', 'source'), name='source_span_once'),
        ),
        migrations.RunSQL(_sql("source_spans.sql"), migrations.RunSQL.noop),
        migrations.RunSQL(
            "UPDATE reporting_foldstate SET folded_through = NULL, arrivals = ''",
            migrations.RunSQL.noop,
        ),
    ]
