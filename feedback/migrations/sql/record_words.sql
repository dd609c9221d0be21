-- Recording words in one round trip: whatever their number, a few statements, one transaction.
-- Each word has a voter of its own on an answer, and an event id of its own (the caller sees to
-- that: of two words of one voter on one answer, the second comes in a second call).

CREATE TYPE feedback_said AS (
    place integer,          -- which of the caller's messages
    id uuid,                -- of each row that is made for it: they are in tables of their own
    event_id text,
    answer text,            -- by the sender's own ids and names, as all of these
    person text,
    voter text,             -- null for a person
    team text,
    team_slug text,
    cohort text,
    cohort_slug text,
    rating smallint,
    reasons text[],
    comment text,
    correction text,
    spans jsonb,            -- [[start, end, quote], …] in order
    flags jsonb,            -- [[source, says], …] in order
    withdrawn boolean,
    complains boolean,
    suspect boolean,
    given_at timestamptz,
    dated boolean           -- given_at is what the sender said
);

CREATE TYPE feedback_found AS (
    place integer,
    answer_id uuid,
    release_id uuid,
    person_id uuid,
    voter text,
    team_id uuid,
    cohort_id uuid,
    seen uuid,              -- the word that this very event made earlier
    lacks boolean,          -- something it refers to is not there yet
    moves boolean           -- its person is known otherwise: in other groups, or since later
);

CREATE TYPE feedback_taken AS (
    place integer,
    id uuid,
    answer text,
    outcome text,
    revision integer,
    recorded_at timestamptz,
    tell boolean,
    replaces boolean        -- details of an earlier revision
);

-- What the words refer to, by the rows' ids; null for what is not there.
CREATE FUNCTION feedback_find(_project uuid, _words feedback_said[]) RETURNS feedback_found[]
LANGUAGE plpgsql STABLE
-- One plan for good: it is the same lookups by index whatever the tables hold, and to make it
-- anew costs ten times what it takes to follow.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    RETURN (SELECT array_agg(ROW(
        word.place, answer.id, answer.release_id, person.id,
        coalesce(word.voter, 'person:' || person.id),
        CASE WHEN word.team_slug IS NULL THEN person.team_id ELSE team.id END,
        CASE WHEN word.cohort_slug IS NULL THEN person.cohort_id ELSE cohort.id END,
        seen.feedback_id,
        seen.feedback_id IS NULL AND NOT word.withdrawn AND (
            answer.id IS NULL
            OR (word.person IS NOT NULL AND person.id IS NULL)
            OR (word.team_slug IS NOT NULL AND team.id IS NULL)
            OR (word.cohort_slug IS NOT NULL AND cohort.id IS NULL)),
        seen.feedback_id IS NULL AND NOT word.withdrawn AND person.id IS NOT NULL AND (
            (word.team_slug IS NOT NULL AND team.id IS DISTINCT FROM person.team_id)
            OR (word.cohort_slug IS NOT NULL AND cohort.id IS DISTINCT FROM person.cohort_id)
            OR (word.dated AND word.given_at < person.registered_at))
    )::feedback_found)
    FROM unnest(_words) AS word
    LEFT JOIN feedback_answer AS answer
      ON answer.project_id = _project AND answer.external_id = word.answer
    LEFT JOIN feedback_person AS person
      ON person.project_id = _project AND person.external_id = word.person
    LEFT JOIN feedback_team AS team
      ON team.project_id = _project AND team.slug = word.team_slug
    LEFT JOIN feedback_cohort AS cohort
      ON cohort.project_id = _project AND cohort.slug = word.cohort_slug
    LEFT JOIN feedback_feedbackrevision AS seen
      ON seen.project_id = _project AND seen.event_id = word.event_id);
END $$;

-- Make what the words refer to and what is not there: teams, cohorts, people, stubs of answers.
-- Nothing is made for a word that was seen, or that takes back what was never said.
CREATE FUNCTION feedback_make_missing(
    _project uuid, _now timestamptz, _words feedback_said[], _found feedback_found[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feedback_team (id, project_id, slug, name)
    SELECT gen_random_uuid(), _project, word.team_slug, min(word.team)
    FROM unnest(_words) AS word
    WHERE word.team_slug IS NOT NULL AND NOT word.withdrawn
    GROUP BY word.team_slug ORDER BY word.team_slug
    ON CONFLICT DO NOTHING;

    INSERT INTO feedback_cohort (id, project_id, slug, name, onboarding)
    SELECT gen_random_uuid(), _project, word.cohort_slug, min(word.cohort), ''
    FROM unnest(_words) AS word
    WHERE word.cohort_slug IS NOT NULL AND NOT word.withdrawn
    GROUP BY word.cohort_slug ORDER BY word.cohort_slug
    ON CONFLICT DO NOTHING;

    INSERT INTO feedback_person (id, project_id, external_id, registered_at)
    SELECT (array_agg(word.id))[1], _project, word.person,
           coalesce(min(word.given_at) FILTER (WHERE word.dated), _now)
    FROM unnest(_words) AS word JOIN unnest(_found) AS found USING (place)
    WHERE word.person IS NOT NULL AND found.person_id IS NULL
      AND found.seen IS NULL AND NOT word.withdrawn
    GROUP BY word.person ORDER BY word.person
    ON CONFLICT DO NOTHING;

    INSERT INTO feedback_answer (
        id, project_id, external_id, stub, question, text, language, model, prompt_version,
        conversation, abstained, asked_at, recorded_at
    )
    SELECT (array_agg(word.id))[1], _project, word.answer, true, '', '', '', '', '', '', false,
           min(word.given_at), _now
    FROM unnest(_words) AS word JOIN unnest(_found) AS found USING (place)
    WHERE found.answer_id IS NULL AND found.seen IS NULL AND NOT word.withdrawn
    GROUP BY word.answer ORDER BY word.answer
    ON CONFLICT DO NOTHING;
END $$;

-- People are where the latest word says they are. Whether anybody moved.
CREATE FUNCTION feedback_move_people(
    _project uuid, _words feedback_said[], _found feedback_found[]
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE feedback_person AS person
    SET team_id = coalesce(latest.team_id, person.team_id),
        cohort_id = coalesce(latest.cohort_id, person.cohort_id),
        registered_at = least(person.registered_at, latest.since)
    FROM (
        SELECT found.person_id,
               (array_agg(found.team_id ORDER BY word.place DESC)
                    FILTER (WHERE word.team_slug IS NOT NULL))[1] AS team_id,
               (array_agg(found.cohort_id ORDER BY word.place DESC)
                    FILTER (WHERE word.cohort_slug IS NOT NULL))[1] AS cohort_id,
               min(word.given_at) FILTER (WHERE word.dated) AS since
        FROM unnest(_words) AS word JOIN unnest(_found) AS found USING (place)
        WHERE found.person_id IS NOT NULL AND found.seen IS NULL AND NOT word.withdrawn
        GROUP BY found.person_id
    ) AS latest
    WHERE person.id = latest.person_id
      AND (person.team_id IS DISTINCT FROM coalesce(latest.team_id, person.team_id)
        OR person.cohort_id IS DISTINCT FROM coalesce(latest.cohort_id, person.cohort_id)
        OR person.registered_at > latest.since);
    RETURN FOUND;
END $$;

-- What becomes of each word, with those that stand locked in one order against deadlocks.
CREATE FUNCTION feedback_judge(
    _channel text, _now timestamptz, _words feedback_said[], _found feedback_found[]
) RETURNS feedback_taken[] LANGUAGE plpgsql AS $$
DECLARE
    _standing uuid[];
BEGIN
    SELECT array_agg(id) INTO _standing FROM (
        SELECT word.id FROM unnest(_found) AS found
        JOIN feedback_feedback AS word
          ON word.answer_id = found.answer_id AND word.voter = found.voter
        WHERE found.seen IS NULL
        ORDER BY word.id FOR NO KEY UPDATE OF word
    ) AS locked;
    IF _standing IS NULL AND NOT EXISTS (
        SELECT FROM unnest(_found) AS found WHERE found.seen IS NOT NULL
    ) THEN  -- the common case: words of people who said nothing about these answers yet
        RETURN (
            SELECT array_agg(ROW(
                word.place, word.id, word.answer,
                CASE WHEN word.withdrawn THEN 'nothing' ELSE 'created' END, 1, _now,
                word.complains AND NOT word.suspect, false
            )::feedback_taken)
            FROM unnest(_words) AS word
        );
    END IF;
    RETURN (
        SELECT array_agg(ROW(
            said.place, coalesce(seen.feedback_id, standing.id, said.id),
            coalesce(seen_answer.external_id, said.answer), outcome,
            CASE outcome WHEN 'updated' THEN standing.revision + 1
                         WHEN 'created' THEN 1
                         ELSE coalesce(seen.number, standing.revision) END,
            CASE WHEN outcome IN ('created', 'updated') THEN _now
                 ELSE coalesce(seen.recorded_at, standing.recorded_at) END,
            (said.complains OR coalesce(standing.complains, false))
                AND NOT coalesce(standing.suspect, said.suspect),
            outcome = 'updated'
        )::feedback_taken)
        FROM unnest(_words) AS said
        JOIN unnest(_found) AS found USING (place)
        LEFT JOIN feedback_feedbackrevision AS seen
          ON found.seen IS NOT NULL AND seen.feedback_id = found.seen
         AND seen.event_id = said.event_id
        LEFT JOIN feedback_feedback AS seen_word ON seen_word.id = found.seen
        LEFT JOIN feedback_answer AS seen_answer ON seen_answer.id = seen_word.answer_id
        LEFT JOIN feedback_feedback AS standing
          ON found.seen IS NULL AND standing.answer_id = found.answer_id
         AND standing.voter = found.voter
        LEFT JOIN feedback_feedbackrevision AS last
          ON last.feedback_id = standing.id AND last.number = standing.revision
        CROSS JOIN LATERAL (SELECT CASE
            WHEN found.seen IS NOT NULL THEN 'duplicate'
            WHEN standing.id IS NULL AND said.withdrawn THEN 'nothing'
            WHEN standing.id IS NULL THEN 'created'
            WHEN last.rating = said.rating AND last.reasons = said.reasons::varchar[]
             AND last.comment = said.comment AND last.correction = said.correction
             AND last.withdrawn = said.withdrawn
             AND last.spans = said.spans AND last.flags = said.flags THEN 'duplicate'
            WHEN _channel = 'import' AND said.given_at < last.given_at THEN 'outdated'
            ELSE 'updated' END AS outcome) AS decided
    );
END $$;

-- Corrections, spans and flags: those of the words as they now stand.
CREATE FUNCTION feedback_write_details(
    _project uuid, _now timestamptz, _words feedback_said[], _taken feedback_taken[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM feedback_correction USING unnest(_taken) AS taken
    WHERE feedback_id = taken.id AND taken.replaces;
    DELETE FROM feedback_markedspan USING unnest(_taken) AS taken
    WHERE feedback_id = taken.id AND taken.replaces;
    DELETE FROM feedback_sourceflag USING unnest(_taken) AS taken
    WHERE feedback_id = taken.id AND taken.replaces;

    INSERT INTO feedback_correction (id, feedback_id, text, proposed_at)
    SELECT gen_random_uuid(), taken.id, said.correction, _now
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    WHERE taken.outcome IN ('created', 'updated') AND said.correction <> '';

    INSERT INTO feedback_markedspan (id, feedback_id, start, "end", quote)
    SELECT gen_random_uuid(), taken.id, (span->>0)::integer, (span->>1)::integer, span->>2
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    CROSS JOIN jsonb_array_elements(said.spans) AS span
    WHERE taken.outcome IN ('created', 'updated');

    INSERT INTO feedback_source (
        id, project_id, external_id, uri, title, version, owner, status
    )
    SELECT DISTINCT ON (flag->>0) gen_random_uuid(), _project, flag->>0, '', '', '', '', 'unknown'
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    CROSS JOIN jsonb_array_elements(said.flags) AS flag
    WHERE taken.outcome IN ('created', 'updated')
    ORDER BY flag->>0
    ON CONFLICT DO NOTHING;

    INSERT INTO feedback_sourceflag (id, feedback_id, source_id, says)
    SELECT gen_random_uuid(), taken.id, source.id, flag->>1
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    CROSS JOIN jsonb_array_elements(said.flags) AS flag
    JOIN feedback_source AS source
      ON source.project_id = _project AND source.external_id = flag->>0
    WHERE taken.outcome IN ('created', 'updated');
END $$;

-- The words themselves: rows, revisions, details, announcements, and the event that says so.
CREATE FUNCTION feedback_write(
    _project uuid, _channel text, _actor text, _now timestamptz,
    _words feedback_said[], _found feedback_found[], _taken feedback_taken[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _created integer;
    _updated integer;
BEGIN
    INSERT INTO feedback_feedback (
        id, project_id, answer_id, person_id, voter, team_id, cohort_id, release_id, channel,
        rating, reasons, comment, withdrawn, complains, suspect, revision, given_at, recorded_at
    )
    SELECT said.id, _project, found.answer_id, found.person_id, found.voter, found.team_id,
           found.cohort_id, found.release_id, _channel, said.rating, said.reasons, said.comment,
           said.withdrawn, said.complains, said.suspect, 1, said.given_at, _now
    FROM unnest(_words) AS said
    JOIN unnest(_found) AS found USING (place)
    JOIN unnest(_taken) AS taken USING (place)
    WHERE taken.outcome = 'created';
    GET DIAGNOSTICS _created = ROW_COUNT;

    UPDATE feedback_feedback AS word
    SET rating = said.rating, reasons = said.reasons, comment = said.comment,
        withdrawn = said.withdrawn, complains = said.complains, revision = taken.revision,
        recorded_at = _now
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    WHERE taken.outcome = 'updated' AND word.id = taken.id;
    GET DIAGNOSTICS _updated = ROW_COUNT;

    INSERT INTO feedback_feedbackrevision (
        id, project_id, feedback_id, number, event_id, rating, reasons, comment, correction,
        spans, flags, withdrawn, given_at, recorded_at
    )
    SELECT said.id, _project, taken.id, taken.revision, said.event_id, said.rating,
           said.reasons, said.comment, said.correction, said.spans, said.flags, said.withdrawn,
           said.given_at, _now
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    WHERE taken.outcome IN ('created', 'updated');

    IF EXISTS (SELECT FROM unnest(_taken) AS taken WHERE taken.replaces)
    OR EXISTS (
        SELECT FROM unnest(_words) AS said
        WHERE said.correction <> '' OR said.spans <> '[]' OR said.flags <> '[]'
    ) THEN
        PERFORM feedback_write_details(_project, _now, _words, _taken);
    END IF;

    INSERT INTO feedback_announcement (id, project_id, feedback_id, announced_at)
    SELECT said.id, _project, taken.id, _now
    FROM unnest(_words) AS said JOIN unnest(_taken) AS taken USING (place)
    WHERE taken.tell AND taken.outcome IN ('created', 'updated');

    INSERT INTO feedback_auditevent (id, project_id, at, actor, verb, subject, data)
    SELECT _words[1].id, _project, _now, _actor, 'feedback.recorded',
           CASE WHEN cardinality(_taken) = 1 THEN 'feedback:' || _taken[1].id ELSE 'feedback' END,
           CASE WHEN cardinality(_taken) = 1
                THEN jsonb_build_object('revision', _taken[1].revision)
                ELSE jsonb_build_object('created', _created, 'updated', _updated) END
    WHERE _created + _updated > 0;
END $$;

-- What a caller was let in by: the key, its project and the project's signing keys, as they are
-- now (when they were last used apart). Another stamp: one of them was changed.
CREATE FUNCTION feedback_stamp(_key uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT concat(project.xmin, ' ', sum(hash_record_extended(
        (key.id, key.scopes, key.origins, key.expires_at, key.revoked_at), 0
    )))
    FROM feedback_apikey AS own
    JOIN feedback_project AS project ON project.id = own.project_id
    JOIN feedback_apikey AS key ON key.project_id = project.id
     AND (key.id = own.id OR key.kind = 'signing')
    WHERE own.id = _key
    GROUP BY project.id);
END $$;

-- The whole of it. `_words` is a JSON list of feedback_said, each without what is empty. Nothing is
-- done, and nothing comes back, where the key's stamp is not what the caller was let in by.
CREATE FUNCTION feedback_record_words(
    _project uuid, _channel text, _actor text, _now timestamptz, _words json,
    _key uuid, _stamp text
) RETURNS SETOF feedback_taken LANGUAGE plpgsql
-- Plans made for the very project take one that is new for a small one, whose answers may as well
-- all be read; and planning anew for a thousand words costs much of what it saves.
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _unsaid CONSTANT json := '{"reasons": [], "comment": "", "correction": "", "spans": [],
        "flags": [], "withdrawn": false, "complains": false, "suspect": false, "dated": false}';
    _said feedback_said[];
    _found feedback_found[];
    _taken feedback_taken[];
BEGIN
    IF _stamp IS NOT NULL AND _stamp IS DISTINCT FROM feedback_stamp(_key) THEN
        RETURN;
    END IF;
    SELECT array_agg(word) INTO _said
    FROM json_populate_recordset(json_populate_record(NULL::feedback_said, _unsaid), _words) AS word;
    _found := feedback_find(_project, _said);
    IF EXISTS (SELECT FROM unnest(_found) AS found WHERE found.lacks) THEN
        PERFORM feedback_make_missing(_project, _now, _said, _found);
        _found := feedback_find(_project, _said);
    END IF;
    IF EXISTS (SELECT FROM unnest(_found) AS found WHERE found.moves)
    AND feedback_move_people(_project, _said, _found) THEN
        _found := feedback_find(_project, _said);
    END IF;
    _taken := feedback_judge(_channel, _now, _said, _found);
    IF EXISTS (SELECT FROM unnest(_taken) AS taken WHERE taken.outcome IN ('created', 'updated'))
    THEN
        PERFORM feedback_write(_project, _channel, _actor, _now, _said, _found, _taken);
    END IF;
    RETURN QUERY SELECT * FROM unnest(_taken);
END $$;
