"""What it adds up to: daily tables, and word of the days that answers leave.
"""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models



def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("reporting", "0001_initial"),
        ("reporting", "0002_left_days"),
        ("reporting", "0003_exposures"),
    ]

    dependencies = [
        ("feedback", "0001_squashed_0009_answer_tags"),
    ]

    operations = [
        migrations.CreateModel(
            name='FoldState',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='feedback.project')),
                ('folded_through', models.DateTimeField(help_text='What arrived before this was folded; never yet where empty', null=True)),
                ('arrivals', models.CharField(blank=True, help_text='What was seen then of the latest arrivals, summed up', max_length=200)),
                ('checked_at', models.DateTimeField(help_text='When nothing more was there to fold', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LeftDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='DailyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('answers', models.PositiveIntegerField(default=0)),
                ('anonymous', models.PositiveIntegerField(default=0, help_text='Answers to nobody known')),
                ('abstained', models.PositiveIntegerField(default=0, help_text='Answers that declined to answer')),
                ('rated_answers', models.PositiveIntegerField(default=0, help_text='With any standing word')),
                ('complained_answers', models.PositiveIntegerField(default=0, help_text='With any complaint')),
                ('words', models.PositiveIntegerField(default=0, help_text='Standing feedback of any kind')),
                ('up', models.PositiveIntegerField(default=0)),
                ('down', models.PositiveIntegerField(default=0)),
                ('complaints', models.PositiveIntegerField(default=0)),
                ('corrections', models.PositiveIntegerField(default=0)),
                ('unverified', models.PositiveIntegerField(default=0, help_text="Said: couldn't verify")),
                ('seen', models.PositiveIntegerField(default=0, help_text='Answers seen, once for each viewer')),
                ('seen_spoken', models.PositiveIntegerField(default=0, help_text='With a standing word of that viewer')),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.cohort')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'day', 'team', 'cohort'), name='daily_count_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PersonDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('visitor', models.UUIDField(null=True)),
                ('answers', models.PositiveIntegerField(default=0)),
                ('words', models.PositiveIntegerField(default=0, help_text='Standing feedback of any kind')),
                ('votes', models.PositiveIntegerField(default=0, help_text='Standing thumbs, up or down')),
                ('seen', models.PositiveIntegerField(default=0, help_text='Answers first seen; no use by itself')),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.cohort')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.person')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'day', 'person', 'visitor', 'team', 'cohort'), name='person_day_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('visitor__isnull', True), _connector='XOR'), name='person_day_of_one'), models.CheckConstraint(condition=models.Q(('answers__gt', 0), ('words__gt', 0), ('seen__gt', 0), _connector='OR'), name='person_day_used')],
            },
        ),
        migrations.RunSQL(_sql("left_days.sql"), migrations.RunSQL.noop),
    ]
