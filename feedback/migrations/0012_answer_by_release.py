"""Answers of a release in the order of time; that serves the foreign key too."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('feedback', '0011_answer_by_group'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='answer',
            index=models.Index(fields=['release', 'asked_at'], name='answer_by_release'),
        ),
        migrations.AlterField(
            model_name='answer',
            name='release',
            field=models.ForeignKey(
                blank=True, db_index=False, null=True,
                on_delete=models.deletion.SET_NULL, to='feedback.release',
            ),
        ),
    ]
