-- An issue is looked at again by the next sweep where its priority, owner, state or what the rule
-- gave was changed, and its times were not reckoned in the same breath.
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
