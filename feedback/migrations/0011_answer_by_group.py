"""Answers of a team or cohort in the order of time, of the few of a small group too."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('feedback', '0010_person_email'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='answer',
            index=models.Index(fields=['team', 'cohort', 'asked_at'], name='answer_by_group'),
        ),
    ]
