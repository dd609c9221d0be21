-- A source of which something else is stated now leaves word of what it was (see
-- models.PastSource); one of which nothing was stated so far, of the days that cite it.
CREATE FUNCTION reporting_source_had() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'unknown' AND OLD.approved_until IS NULL
       AND OLD.title = '' AND OLD.uri = '' AND OLD.version = '' THEN
        INSERT INTO reporting_leftday (project_id, day)
        SELECT project_id, day FROM reporting_sourceday WHERE source_id = OLD.id;
    ELSE
        INSERT INTO reporting_pastsource
            (project_id, source_id, until, complete, status, approved_until)
        VALUES (OLD.project_id, OLD.id, now(),
                OLD.title <> '' AND OLD.uri <> '' AND OLD.version <> '',
                OLD.status, OLD.approved_until);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_source_had AFTER UPDATE ON feedback_source
    FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.approved_until IS DISTINCT FROM NEW.approved_until
          OR (OLD.title <> '' AND OLD.uri <> '' AND OLD.version <> '')
             <> (NEW.title <> '' AND NEW.uri <> '' AND NEW.version <> ''))
    EXECUTE FUNCTION reporting_source_had();
