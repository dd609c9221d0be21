"""Audits: random samples of answers that reviewers judge."""

import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0010_person_email'),
        ('reporting', '0001_squashed_0003_exposures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('population', models.PositiveIntegerField(help_text='Answers to draw from, at the draw')),
                ('complained', models.PositiveIntegerField(help_text='Of these, with a complaint')),
                ('praised', models.PositiveIntegerField(help_text='With a thumb up and no complaint')),
                ('people', models.PositiveIntegerField(help_text='Behind the population; one for each to nobody known')),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.CharField(max_length=250)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audits', to='feedback.project')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='AuditItem',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(help_text='In the order of the draw, from 1')),
                ('probability', models.FloatField(help_text='Of being drawn, over 0 to 1')),
                ('said', models.CharField(choices=[('complained', 'Complained of'), ('praised', 'Praised'), ('silent', 'Nothing')], help_text='By readers, at the draw; not shown', max_length=10)),
                ('verdict', models.CharField(blank=True, choices=[('right', 'Right'), ('wrong', 'Wrong'), ('cant_tell', "Can't tell")], max_length=9)),
                ('judged_by', models.CharField(blank=True, help_text='Who, as audit events name them', max_length=250)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audited', to='feedback.answer')),
                ('audit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='reporting.audit')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='audit_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.CheckConstraint(condition=models.Q(('population__gte', django.db.models.expressions.CombinedExpression(models.F('complained'), '+', models.F('praised')))), name='audit_counts_are_parts'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.UniqueConstraint(fields=('audit', 'position'), name='audit_position_unique'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.UniqueConstraint(fields=('audit', 'answer'), name='audit_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.CheckConstraint(condition=models.Q(('probability__gt', 0), ('probability__lte', 1)), name='audit_probability_is_one'),
        ),
        migrations.AddConstraint(
            model_name='audititem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judged_at', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('judged_at', None), _negated=True)), _connector='OR'), name='audit_judged_with_its_time'),
        ),
    ]
