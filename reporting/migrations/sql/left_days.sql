-- An answer whose day changes leaves word of the day it was counted on (see models.LeftDay).
CREATE FUNCTION reporting_answer_leaves_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_leftday (project_id, day)
    VALUES (OLD.project_id, (OLD.asked_at AT TIME ZONE 'UTC')::date);
    RETURN NULL;
END $$;
CREATE TRIGGER reporting_answer_leaves_day AFTER UPDATE ON feedback_answer
    FOR EACH ROW
    WHEN (NOT OLD.stub AND (OLD.asked_at AT TIME ZONE 'UTC')::date
          <> (NEW.asked_at AT TIME ZONE 'UTC')::date)
    EXECUTE FUNCTION reporting_answer_leaves_day();
