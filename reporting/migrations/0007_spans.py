"""Daily tables and persons' days become spans with sets of people.

What is folded is made anew by the first fold of each project.
"""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0010_person_email'),
        ('reporting', '0006_loop'),
    ]

    operations = [
        migrations.RunSQL(
            """
            DROP TRIGGER reporting_answer_leaves_day ON feedback_answer;
            DROP FUNCTION reporting_answer_leaves_day();
            """
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='feedback.project')),
                ('teams', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('cohorts', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('onboardings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                ('columns', models.BinaryField(default=bytes)),
                ('first_use', models.BinaryField(default=bytes)),
            ],
        ),
        migrations.AddField(
            model_name='foldstate',
            name='edition',
            field=models.PositiveIntegerField(default=0, help_text='The one that is read'),
        ),
        migrations.AddField(
            model_name='foldstate',
            name='numbered',
            field=models.PositiveIntegerField(default=0, help_text='How many numbers people have got'),
        ),
        migrations.AddField(
            model_name='foldstate',
            name='rebuilding_since',
            field=models.DateTimeField(help_text='Empty where nobody rebuilds', null=True),
        ),
        migrations.AddField(
            model_name='foldstate',
            name='rebuilt_before',
            field=models.DateField(help_text='Earlier days are rebuilt', null=True),
        ),
        migrations.CreateModel(
            name='PersonNumber',
            fields=[
                ('pk', models.CompositePrimaryKey('project', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('visitor', models.UUIDField(null=True)),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.person')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='SpanCount',
            fields=[
                ('pk', models.CompositePrimaryKey('project', 'edition', 'kind', 'value', 'days', 'first', blank=True, editable=False, primary_key=True, serialize=False)),
                ('edition', models.PositiveIntegerField(help_text='See FoldState')),
                ('kind', models.CharField(blank=True, max_length=10)),
                ('value', models.CharField(blank=True, max_length=100)),
                ('days', models.PositiveSmallIntegerField()),
                ('first', models.DateField()),
                ('counts', models.BinaryField()),
                ('users', models.BinaryField(help_text='With an answer or a word')),
                ('speakers', models.BinaryField(help_text='With a standing word')),
                ('voters', models.BinaryField(help_text='With a standing thumb')),
                ('viewers', models.BinaryField(help_text='Who saw an answer; no use by itself')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='Stale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(null=True)),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.DeleteModel(
            name='DailyCount',
        ),
        migrations.DeleteModel(
            name='LeftDay',
        ),
        migrations.DeleteModel(
            name='PersonDay',
        ),
        migrations.DeleteModel(
            name='VerifiableDay',
        ),
        migrations.AddConstraint(
            model_name='personnumber',
            constraint=models.UniqueConstraint(fields=('project', 'visitor'), name='visitor_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='personnumber',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('visitor__isnull', True), _connector='XOR'), name='number_of_one'),
        ),
        migrations.RunSQL(_sql("stale.sql")),
        migrations.RunSQL("UPDATE reporting_foldstate SET folded_through = NULL, arrivals = ''"),
    ]
