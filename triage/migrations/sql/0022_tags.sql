-- The id that a tag has as a facet, as it has no row: made of its project and itself (RFC 9562,
-- version 3). `tag_facet` makes the same.
CREATE FUNCTION triage_tag(_project uuid, _tag text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT encode(
        set_byte(
            set_byte(hash, 6, (get_byte(hash, 6) & 15) | 48), 8, (get_byte(hash, 8) & 63) | 128
        ),
        'hex'
    )::uuid
    FROM (SELECT decode(md5(uuid_send(_project) || convert_to(_tag, 'UTF8')), 'hex'))
        AS digest (hash);
END;

-- What complaints have: when they were given, the ids of their team, cohort, release, reasons,
-- sources and tags, and their words.
CREATE OR REPLACE FUNCTION triage_described(_ids uuid[])
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
