-- The id that a tag has as a facet, as it has no row: made of its project and itself (RFC 9562,
-- version 3). `tag_facet` makes the same. One expression: that is put into the query that asks, and
-- costs a tenth of a call.
-- The 13th digit says the version; the 17th has 10 for its first two bits.
CREATE FUNCTION triage_tag(_project uuid, _tag text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN overlay(
    overlay(md5(uuid_send(_project) || convert_to(_tag, 'UTF8')) PLACING '3' FROM 13)
    PLACING translate(
        substr(md5(uuid_send(_project) || convert_to(_tag, 'UTF8')), 17, 1),
        '01234567cdef', '89ab89ab89ab'
    ) FROM 17
)::uuid;

-- What complaints have: when they were given, the ids of their team, cohort, release, reasons,
-- sources and tags, and their words.
CREATE FUNCTION triage_described(_ids uuid[])
RETURNS TABLE (feedback_id uuid, given_at timestamptz, facets uuid[], words tsvector)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT said.id, said.given_at,
           array_remove(ARRAY[said.team_id, said.cohort_id, answer.release_id], NULL)
           || ARRAY(
               SELECT reason.id FROM feedback_reason AS reason
               WHERE reason.project_id = said.project_id AND reason.code = ANY(said.reasons)
               ORDER BY reason.id
           )
           || ARRAY(
               SELECT DISTINCT citation.source_id FROM feedback_citation AS citation
               WHERE citation.answer_id = answer.id ORDER BY citation.source_id
           )
           || ARRAY(SELECT triage_tag(said.project_id, tag) FROM unnest(answer.tags) AS tag),
           triage_words(
               concat_ws(
                   ' ', left(answer.question, 6000), left(said.comment, 6000),
                   left(correction.text, 6000)
               )
           )
    FROM feedback_feedback AS said
    JOIN feedback_answer AS answer ON answer.id = said.answer_id
    LEFT JOIN feedback_correction AS correction ON correction.feedback_id = said.id
    WHERE said.id = ANY(_ids);
END;

-- Bring places up to what their complaints have now.
CREATE FUNCTION triage_describe(_ids uuid[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    UPDATE triage_placement AS placement
    SET given_at = found.given_at, facets = found.facets, words = found.words
    FROM triage_described(_ids) AS found
    WHERE placement.feedback_id = found.feedback_id
      AND (placement.given_at, placement.facets, placement.words)
          IS DISTINCT FROM (found.given_at, found.facets, found.words);
END;

-- Add so many complaints (less than none takes away) with a facet to an issue.
CREATE FUNCTION triage_add_facets(_issues uuid[], _facets uuid[], _numbers bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF _issues IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO triage_issuefacet AS standing (issue_id, facet, complaints)
    SELECT * FROM unnest(_issues, _facets, _numbers) AS change (issue_id, facet, number)
    WHERE number > 0 ORDER BY 1, 2
    ON CONFLICT (issue_id, facet) DO UPDATE
    SET complaints = standing.complaints + excluded.complaints;

    DELETE FROM triage_issuefacet AS standing
    USING unnest(_issues, _facets, _numbers) AS change (issue_id, facet, number)
    WHERE standing.issue_id = change.issue_id AND standing.facet = change.facet
      AND standing.complaints + change.number <= 0;

    UPDATE triage_issuefacet AS standing SET complaints = standing.complaints + change.number
    FROM unnest(_issues, _facets, _numbers) AS change (issue_id, facet, number)
    WHERE standing.issue_id = change.issue_id AND standing.facet = change.facet
      AND change.number < 0;
END $$;

-- A complaint that comes to (1) or goes from (-1) an issue, with its facets.
CREATE TYPE triage_move AS (issue_id uuid, feedback_id uuid, facets uuid[], number integer);

CREATE FUNCTION triage_count_moves(_moves triage_move[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    SELECT triage_add_facets(array_agg(issue_id), array_agg(facet), array_agg(number))
    FROM (
        SELECT move.issue_id, facet, sum(move.number) AS number
        FROM unnest(_moves) AS move CROSS JOIN unnest(move.facets) AS facet
        GROUP BY move.issue_id, facet HAVING sum(move.number) <> 0
    ) AS change;
END;

-- The issues of findings that rest on these complaints: they stand elsewhere, and count there too.
CREATE FUNCTION triage_found_moves(_moves triage_move[]) RETURNS triage_move[] LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT array_agg(ROW(issue.id, move.feedback_id, move.facets, move.number)::triage_move)
    FROM unnest(_moves) AS move
    JOIN triage_finding_feedback AS link ON link.feedback_id = move.feedback_id
    JOIN triage_finding AS finding ON finding.id = link.finding_id
    JOIN triage_issue AS issue ON issue.id = finding.issue_id AND issue.kind <> 'likeness';
END;

-- All facets anew, from what the places have.
CREATE FUNCTION triage_facets_again() RETURNS void LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM triage_issuefacet;
    INSERT INTO triage_issuefacet (issue_id, facet, complaints)
    SELECT issue_id, facet, count(*)
    FROM (
        SELECT issue_id, facets FROM triage_placement
        UNION ALL
        SELECT issue.id, place.facets
        FROM triage_finding_feedback AS link
        JOIN triage_placement AS place ON place.feedback_id = link.feedback_id
        JOIN triage_finding AS finding ON finding.id = link.finding_id
        JOIN triage_issue AS issue ON issue.id = finding.issue_id AND issue.kind <> 'likeness'
    ) AS place CROSS JOIN unnest(place.facets) AS facet
    GROUP BY issue_id, facet;
END;
