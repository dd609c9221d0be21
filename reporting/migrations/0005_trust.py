"""How far answers can be trusted: daily sums of confidence, of sources, and what these were."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0010_person_email'),
        ('reporting', '0004_audits'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfidenceDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
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
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'day', 'team', 'cohort', 'bin'), name='confidence_day_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PastSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('complete', models.BooleanField(help_text='It had title, address and version')),
                ('status', models.CharField(choices=[('approved', 'Approved'), ('draft', 'Draft'), ('withdrawn', 'Withdrawn'), ('unknown', 'Unknown')], max_length=10)),
                ('approved_until', models.DateField(null=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.source')),
            ],
            options={
                'indexes': [models.Index(fields=['source', 'until'], name='past_source')],
            },
        ),
        migrations.CreateModel(
            name='SourceDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('answers', models.PositiveIntegerField()),
                ('complained', models.PositiveIntegerField(help_text='With any complaint')),
                ('unverified', models.PositiveIntegerField(help_text="Somebody couldn't verify it")),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.source')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'day', 'source'), name='source_day_once')],
            },
        ),
        migrations.CreateModel(
            name='VerifiableDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('answered', models.PositiveIntegerField()),
                ('cited', models.PositiveIntegerField(help_text='With at least one source')),
                ('complete', models.PositiveIntegerField(help_text='With sources, each with title, address, version and the passage cited')),
                ('approved', models.PositiveIntegerField(help_text='With sources, each of them approved')),
                ('current', models.PositiveIntegerField(help_text="With sources, none past its approval's end")),
                ('verifiable', models.PositiveIntegerField(help_text='With sources, each of them all of that')),
                ('unverified_answers', models.PositiveIntegerField(help_text="Somebody couldn't verify it")),
                ('cited_complained', models.PositiveIntegerField(help_text='With sources, and complained of')),
                ('unduly_answered', models.PositiveIntegerField(help_text='Somebody said that it should have declined')),
                ('abstained_right', models.PositiveIntegerField()),
                ('abstained_wrong', models.PositiveIntegerField()),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.cohort')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'day', 'team', 'cohort'), name='verifiable_day_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(_sql("past_sources.sql"), migrations.RunSQL.noop),
    ]
