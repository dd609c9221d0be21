"""Projects that are there already get their way of grouping, and placements their voter."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0002_grouping'),
    ]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO triage_grouping (project_id, space, next_space, learnt_from, apply_from)
            SELECT id, '', '', 0, 0.95 FROM feedback_project
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
            UPDATE triage_placement AS placement SET voter = word.voter
            FROM feedback_feedback AS word WHERE word.id = placement.feedback_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
