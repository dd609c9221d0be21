-- Facets follow places as they come, change and go, and findings as they rest on other complaints.
CREATE FUNCTION triage_follow_placements() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    _moves triage_move[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(ROW(issue_id, feedback_id, facets, 1)::triage_move) INTO _moves FROM came;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(ROW(issue_id, feedback_id, facets, -1)::triage_move) INTO _moves FROM went;
    ELSE
        SELECT array_agg(ROW(place.issue_id, place.feedback_id, place.facets, sign)::triage_move)
        INTO _moves
        FROM went JOIN came USING (id)
        CROSS JOIN LATERAL (
            VALUES (went.issue_id, went.feedback_id, went.facets, -1),
                   (came.issue_id, came.feedback_id, came.facets, 1)
        ) AS place (issue_id, feedback_id, facets, sign)
        WHERE (went.issue_id, went.facets) IS DISTINCT FROM (came.issue_id, came.facets);
    END IF;
    IF _moves IS NOT NULL THEN
        PERFORM triage_count_moves(_moves || triage_found_moves(_moves));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER triage_placements_come AFTER INSERT ON triage_placement
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION triage_follow_placements();
CREATE TRIGGER triage_placements_change AFTER UPDATE ON triage_placement
    REFERENCING OLD TABLE AS went NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION triage_follow_placements();
CREATE TRIGGER triage_placements_go AFTER DELETE ON triage_placement
    REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION triage_follow_placements();

CREATE FUNCTION triage_follow_findings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    _moves triage_move[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(
            ROW(issue.id, place.feedback_id, place.facets, 1)::triage_move
        ) INTO _moves
        FROM came AS link JOIN triage_placement AS place USING (feedback_id)
        JOIN triage_finding AS finding ON finding.id = link.finding_id
        JOIN triage_issue AS issue ON issue.id = finding.issue_id AND issue.kind <> 'likeness';
    ELSE
        SELECT array_agg(
            ROW(issue.id, place.feedback_id, place.facets, -1)::triage_move
        ) INTO _moves
        FROM went AS link JOIN triage_placement AS place USING (feedback_id)
        JOIN triage_finding AS finding ON finding.id = link.finding_id
        JOIN triage_issue AS issue ON issue.id = finding.issue_id AND issue.kind <> 'likeness';
    END IF;
    IF _moves IS NOT NULL THEN
        PERFORM triage_count_moves(_moves);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER triage_findings_link AFTER INSERT ON triage_finding_feedback
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION triage_follow_findings();
CREATE TRIGGER triage_findings_unlink AFTER DELETE ON triage_finding_feedback
    REFERENCING OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION triage_follow_findings();
