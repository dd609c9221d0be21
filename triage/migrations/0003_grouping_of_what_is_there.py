"""Projects that are there already get their way of grouping."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0002_grouping'),
    ]

    operations = [
        migrations.RunSQL(
            "INSERT INTO triage_grouping (project_id, apply_from) SELECT id, 0.95 FROM feedback_project",
            migrations.RunSQL.noop,
        ),
    ]
