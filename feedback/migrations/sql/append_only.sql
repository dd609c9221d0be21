-- The audit trail is appended to and never changed, whoever asks. Deleting goes through where a
-- transaction says so first (erasing a project, tests): SET LOCAL errata.erasing = 'on'.
CREATE FUNCTION feedback_audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('errata.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit trail is append only.';
END $$;
CREATE TRIGGER feedback_audit_append_only BEFORE UPDATE OR DELETE ON feedback_auditevent
    FOR EACH ROW EXECUTE FUNCTION feedback_audit_refuses();
