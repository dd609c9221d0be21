"""One function that records words, and fewer checks of rows that every vote shares."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


FORWARD = Path(__file__).with_name("sql").joinpath("0004_record_words.sql").read_text()
BACKWARD = """
DROP FUNCTION feedback_record_words, feedback_stamp, feedback_write, feedback_write_details, feedback_judge,
    feedback_move_people, feedback_make_missing, feedback_find;
DROP TYPE feedback_taken, feedback_found, feedback_said;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0003_capture_in_depth'),
    ]

    operations = [
        migrations.AlterField(
            model_name='announcement',
            name='project',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project'),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='cohort',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.cohort'),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='project',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='feedback.project'),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='release',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text="The answer's, kept here too so that lists can be filtered by it", null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.release'),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.team'),
        ),
        migrations.AlterField(
            model_name='feedbackrevision',
            name='project',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
