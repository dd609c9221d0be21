from django.db import migrations

# What is like an issue's questions is told otherwise now: a fix that is still watched is counted
# anew, so that its days before and since are counted alike.
ANEW = """
DELETE FROM triage_fixday USING triage_fix
WHERE triage_fixday.fix_id = triage_fix.id AND triage_fix.outcome IN ('', 'too_early')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0038_telling_reached'),
    ]

    operations = [
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
