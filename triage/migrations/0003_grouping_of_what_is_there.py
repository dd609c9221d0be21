"""Projects that are there already get their way of grouping, placements their voter; vectors and
centres stay what they were."""

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
        migrations.RunSQL(
            """
            INSERT INTO triage_complaintvector (feedback_id, space, vector, wording)
            SELECT feedback_id, model, vector, '' FROM triage_kept_vectors;
            INSERT INTO triage_issuecentre (project_id, issue_id, space, total, count, turn)
            SELECT issue.project_id, issue.id, kept.model, kept.total, kept.count, 0
            FROM triage_kept_centres AS kept JOIN triage_issue AS issue ON issue.id = kept.issue_id;
            DROP TABLE triage_kept_vectors;
            DROP TABLE triage_kept_centres;
            """,
            migrations.RunSQL.noop,
        ),
    ]
