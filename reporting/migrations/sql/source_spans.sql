-- The days that cite a source of which nothing was stated so far (see past_sources.sql).
CREATE OR REPLACE FUNCTION reporting_source_had() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'unknown' AND OLD.approved_until IS NULL
       AND OLD.title = '' AND OLD.uri = '' AND OLD.version = '' THEN
        INSERT INTO reporting_stale (project_id, day)
        SELECT project_id, first FROM reporting_sourcespan
        WHERE source_id = OLD.id AND days = 1;
    ELSE
        INSERT INTO reporting_pastsource
            (project_id, source_id, until, complete, status, approved_until)
        VALUES (OLD.project_id, OLD.id, now(),
                OLD.title <> '' AND OLD.uri <> '' AND OLD.version <> '',
                OLD.status, OLD.approved_until);
    END IF;
    RETURN NULL;
END $$;
