-- Word of what was folded and holds no more (see models.Stale). Inserts leave none, people apart:
-- what arrives, or changes with a new stamp, is found by that.

CREATE FUNCTION reporting_answers_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id, day)
    SELECT DISTINCT before.project_id, (moment.at AT TIME ZONE 'UTC')::date
    FROM before JOIN after ON after.id = before.id
    CROSS JOIN LATERAL (VALUES (before.asked_at), (after.asked_at)) AS moment (at)
    WHERE NOT before.stub AND (
        (before.asked_at AT TIME ZONE 'UTC')::date <> (after.asked_at AT TIME ZONE 'UTC')::date
        OR before.recorded_at = after.recorded_at AND
           (before.person_id, before.team_id, before.cohort_id, before.release_id, before.model,
            before.language, before.abstained)
           IS DISTINCT FROM
           (after.person_id, after.team_id, after.cohort_id, after.release_id, after.model,
            after.language, after.abstained));
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_answers_changed AFTER UPDATE ON feedback_answer
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_answers_changed();

CREATE FUNCTION reporting_answers_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id, day)
    SELECT DISTINCT project_id, (asked_at AT TIME ZONE 'UTC')::date FROM before WHERE NOT stub;
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_answers_gone AFTER DELETE ON feedback_answer
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_answers_gone();

-- A word counts on its own day, on its answer's, and on the day on which its voter saw that.
CREATE FUNCTION reporting_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id, day)
    WITH changed AS MATERIALIZED (
        SELECT before.project_id, before.answer_id, before.voter, before.given_at,
               after.given_at AS given_again
        FROM before JOIN after ON after.id = before.id
        WHERE (before.given_at AT TIME ZONE 'UTC')::date
              <> (after.given_at AT TIME ZONE 'UTC')::date
           OR before.recorded_at = after.recorded_at AND
              (before.person_id, before.team_id, before.cohort_id, before.release_id,
               before.rating, before.reasons, before.complains, before.withdrawn, before.suspect)
              IS DISTINCT FROM
              (after.person_id, after.team_id, after.cohort_id, after.release_id,
               after.rating, after.reasons, after.complains, after.withdrawn, after.suspect)
    )
    SELECT DISTINCT changed.project_id, (moment.at AT TIME ZONE 'UTC')::date
    FROM changed
    LEFT JOIN feedback_answer AS answer ON answer.id = changed.answer_id
    LEFT JOIN feedback_exposure AS seen
      ON seen.answer_id = changed.answer_id AND seen.viewer = changed.voter
    CROSS JOIN LATERAL (VALUES
        (changed.given_at), (changed.given_again), (answer.asked_at), (seen.seen_at)
    ) AS moment (at)
    WHERE moment.at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_words_changed AFTER UPDATE ON feedback_feedback
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_words_changed();

CREATE FUNCTION reporting_words_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id, day)
    SELECT DISTINCT before.project_id, (moment.at AT TIME ZONE 'UTC')::date
    FROM before
    LEFT JOIN feedback_answer AS answer ON answer.id = before.answer_id
    LEFT JOIN feedback_exposure AS seen
      ON seen.answer_id = before.answer_id AND seen.viewer = before.voter
    CROSS JOIN LATERAL (VALUES (before.given_at), (answer.asked_at), (seen.seen_at)) AS moment (at)
    WHERE moment.at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_words_gone AFTER DELETE ON feedback_feedback
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_words_gone();

CREATE FUNCTION reporting_sightings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id, day)
    SELECT DISTINCT before.project_id, (moment.at AT TIME ZONE 'UTC')::date
    FROM before JOIN after ON after.id = before.id
    CROSS JOIN LATERAL (VALUES (before.seen_at), (after.seen_at)) AS moment (at)
    WHERE (before.person_id, before.team_id, before.cohort_id, before.seen_at)
          IS DISTINCT FROM (after.person_id, after.team_id, after.cohort_id, after.seen_at);
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_sightings_changed AFTER UPDATE ON feedback_exposure
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_sightings_changed();

CREATE FUNCTION reporting_sightings_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id, day)
    SELECT DISTINCT project_id, (seen_at AT TIME ZONE 'UTC')::date FROM before;
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_sightings_gone AFTER DELETE ON feedback_exposure
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_sightings_gone();

CREATE FUNCTION reporting_people_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id)
    SELECT DISTINCT before.project_id FROM before JOIN after ON after.id = before.id
    WHERE (before.team_id, before.cohort_id, before.onboarding, before.registered_at,
           before.left_at)
          IS DISTINCT FROM
          (after.team_id, after.cohort_id, after.onboarding, after.registered_at, after.left_at);
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_people_changed AFTER UPDATE ON feedback_person
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_people_changed();

-- Of those who came, or who went.
CREATE FUNCTION reporting_other_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_stale (project_id) SELECT DISTINCT project_id FROM affected;
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_people_came AFTER INSERT ON feedback_person
    REFERENCING NEW TABLE AS affected
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_other_people();
CREATE TRIGGER reporting_people_gone AFTER DELETE ON feedback_person
    REFERENCING OLD TABLE AS affected
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_other_people();

-- The days that cite a source of which nothing was stated so far (see past_sources.sql).
CREATE OR REPLACE FUNCTION reporting_source_had() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'unknown' AND OLD.approved_until IS NULL
       AND OLD.title = '' AND OLD.uri = '' AND OLD.version = '' THEN
        INSERT INTO reporting_stale (project_id, day)
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

-- Sets of people neither shrink much by compression nor gain from being read through it.
ALTER TABLE reporting_spancount
    ALTER counts SET STORAGE EXTERNAL, ALTER users SET STORAGE EXTERNAL,
    ALTER speakers SET STORAGE EXTERNAL, ALTER voters SET STORAGE EXTERNAL,
    ALTER viewers SET STORAGE EXTERNAL;
ALTER TABLE reporting_register
    ALTER columns SET STORAGE EXTERNAL, ALTER first_use SET STORAGE EXTERNAL;
