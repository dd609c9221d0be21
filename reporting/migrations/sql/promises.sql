-- A line of the business case's ledger is never changed: another one is written.
CREATE FUNCTION reporting_promise_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append only.';
END $$;
CREATE TRIGGER reporting_promise_append_only BEFORE UPDATE ON reporting_promise
    FOR EACH ROW EXECUTE FUNCTION reporting_promise_refuses();
