"""Open issues are due from the upgrade on; and what due times rest on can't change unnoticed.

The trigger has an issue looked at again by the next sweep where its priority, owner, state or what
the rule gave was changed, and its times were not reckoned in the same breath.
"""

from django.db import migrations

BEGIN = """
UPDATE triage_issue SET clock_from = now(), look_at = now() WHERE status = 'unresolved';
"""
WATCH = """
CREATE FUNCTION triage_issue_due_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.look_at = NEW.clock_from;
    RETURN NEW;
END $$;
CREATE TRIGGER triage_issue_due_again BEFORE UPDATE ON triage_issue FOR EACH ROW
    WHEN ((OLD.priority, OLD.owner_id, OLD.status, OLD.rule_respond, OLD.rule_resolve)
          IS DISTINCT FROM
          (NEW.priority, NEW.owner_id, NEW.status, NEW.rule_respond, NEW.rule_resolve)
          AND (OLD.due_at, OLD.look_at) IS NOT DISTINCT FROM (NEW.due_at, NEW.look_at))
    EXECUTE FUNCTION triage_issue_due_again();
"""
UNWATCH = """
DROP TRIGGER triage_issue_due_again ON triage_issue;
DROP FUNCTION triage_issue_due_again();
"""


class Migration(migrations.Migration):
    dependencies = [("triage", "0016_due_times")]

    operations = [
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
