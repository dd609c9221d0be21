"""Each project compares its complaints in a space of its own; vectors of two models may stand beside each other."""

import django.db.models.deletion
import pgvector.django
from django.db import migrations, models

# What the model's vectors were called before its files' bytes were part of the name.
RENAMED = "'all-MiniLM-L6-v2-int8@7cc09e29+letters' WHERE model = 'all-MiniLM-L6-v2-int8+letters'"


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0007_issue_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='grouping',
            name='space',
            field=models.CharField(default='minilm', help_text='The space that complaints are compared in', max_length=100),
        ),
        migrations.AddField(
            model_name='grouping',
            name='moving_to',
            field=models.CharField(blank=True, default='', help_text='The space they are being read into', max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='grouping',
            name='model',
            field=models.CharField(blank=True, default='', help_text='Whose vectors are compared; none before the first', max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='grouping',
            name='trouble',
            field=models.CharField(blank=True, default='', help_text="Why complaints can't be read now", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='grouping',
            name='moving_trouble',
            field=models.CharField(blank=True, default='', help_text="Why they can't be read into the other space now", max_length=300),
            preserve_default=False,
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name='ComplaintVector'),
                migrations.CreateModel(
                    name='ComplaintVector',
                    fields=[
                        ('pk', models.CompositePrimaryKey('feedback', 'model', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('feedback', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='feedback.feedback')),
                        ('model', models.CharField(max_length=100)),
                        ('vector', pgvector.django.VectorField()),
                    ],
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE triage_complaintvector DROP CONSTRAINT triage_complaintvector_pkey,"
                    " ADD PRIMARY KEY (feedback_id, model)",
                    migrations.RunSQL.noop,
                ),
            ],
        ),
        migrations.RunSQL(f"UPDATE triage_complaintvector SET model = {RENAMED}", migrations.RunSQL.noop),
        migrations.RunSQL(f"UPDATE triage_issuecentre SET model = {RENAMED}", migrations.RunSQL.noop),
        migrations.RunSQL(
            "UPDATE triage_grouping SET model = centre.model"
            " FROM triage_issuecentre AS centre JOIN triage_issue AS issue ON issue.id = centre.issue_id"
            " WHERE issue.project_id = triage_grouping.project_id AND centre.count > 0",
            migrations.RunSQL.noop,
        ),
    ]
