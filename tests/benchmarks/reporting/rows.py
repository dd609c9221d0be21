"""The statements that make the project's rows of what was drawn. Pure text; see `seeding`."""

# As UUIDv7, ids are in the order of the numbers; `kind` and `project` tell them apart.
MAKE_ID = """
CREATE OR REPLACE FUNCTION pg_temp.id(kind text, n int8, project int4) RETURNS uuid
IMMUTABLE LANGUAGE sql AS $$
    SELECT (lpad(to_hex(n >> 28), 8, '0') || lpad(to_hex((n >> 12) & 65535), 4, '0') || '7'
            || lpad(to_hex(n & 4095), 3, '0') || '8' || kind
            || lpad(to_hex(project), 12, '0'))::uuid
$$
"""

_GROUPS = """
WITH teams AS (
    INSERT INTO feedback_team (id, project_id, slug, name)
    SELECT pg_temp.id('001', n, %(of)s), %(project)s, 'team-' || n, 'team ' || n
    FROM generate_series(0, %(teams)s - 1) AS n
),
cohorts AS (
    INSERT INTO feedback_cohort (id, project_id, slug, name, onboarding)
    SELECT pg_temp.id('002', n, %(of)s), %(project)s, 'cohort-' || n, 'cohort ' || n, 'guide'
    FROM generate_series(0, %(cohorts)s - 1) AS n
),
releases AS (
    INSERT INTO feedback_release (id, project_id, name, first_seen, owner)
    SELECT pg_temp.id('003', n, %(of)s), %(project)s, 'release-' || n,
           %(began)s + n * interval '1 day' * %(days)s / %(releases)s, ''
    FROM generate_series(0, %(releases)s - 1) AS n
)
INSERT INTO feedback_source (id, project_id, external_id, uri, title, version, owner, status)
SELECT pg_temp.id('004', n, %(of)s), %(project)s, 's-' || n, 'x', 'Handbook ' || n, '1', '',
       'approved'
FROM generate_series(0, %(sources)s - 1) AS n
"""

# Ids are made once for each person, and not for each row of theirs.
_WHO = """
CREATE TEMPORARY TABLE drawn_who ON COMMIT PRESERVE ROWS AS
SELECT person, pg_temp.id('005', person, %(of)s) AS person_id,
       pg_temp.id('001', team, %(of)s) AS team_id, pg_temp.id('002', cohort, %(of)s) AS cohort_id,
       %(began)s + at * interval '1 day' AS at
FROM drawn_person
"""

_PEOPLE = """
INSERT INTO feedback_person (id, project_id, external_id, team_id, cohort_id, registered_at)
SELECT person_id, %(project)s, 'p-' || person, team_id, cohort_id, at FROM drawn_who
"""

_ANSWERS = """
INSERT INTO feedback_answer (
    id, project_id, external_id, stub, question, text, language, model, release_id,
    prompt_version, conversation, confidence, abstained, person_id, team_id, cohort_id,
    asked_at, recorded_at
)
SELECT pg_temp.id('006', answer, %(of)s), %(project)s, 'a-' || answer, false,
       'How many days of leave do I have?', repeat('You have 28 days of leave. ', 3),
       (%(languages)s::text[])[language + 1], (%(models)s::text[])[model + 1], release.id,
       '', '', CASE WHEN answer %% 3 > 0 THEN confidence END, answer %% 33 = 0,
       who.person_id, who.team_id, who.cohort_id, times.at, times.at
FROM drawn_answer AS drawn
CROSS JOIN LATERAL (SELECT %(began)s + drawn.at * interval '1 day' AS at) AS times
LEFT JOIN drawn_who AS who USING (person)
JOIN feedback_release AS release
  ON release.project_id = %(project)s AND release.name = 'release-' || drawn.release
"""

_WORDS = """
INSERT INTO feedback_feedback (
    id, project_id, answer_id, person_id, voter, team_id, cohort_id, release_id, channel, rating,
    reasons, comment, withdrawn, complains, revision, given_at, recorded_at
)
SELECT pg_temp.id('007', word, %(of)s), %(project)s, answer.id, answer.person_id,
       coalesce('person:' || answer.person_id, 'visitor:' || word %% 9973 || '/' || word),
       answer.team_id, answer.cohort_id, answer.release_id, 'widget',
       CASE WHEN up THEN 1 ELSE -1 END,
       CASE WHEN up THEN '{}' WHEN word %% 2 = 0 THEN '{wrong}' ELSE '{couldnt_verify}' END::text[],
       '', false, NOT up, 1, times.at, times.at
FROM drawn_word AS drawn
CROSS JOIN LATERAL (SELECT %(began)s + drawn.at * interval '1 day' AS at) AS times
JOIN feedback_answer AS answer ON answer.id = pg_temp.id('006', drawn.answer, %(of)s)
"""

_CORRECTIONS = """
INSERT INTO feedback_correction (id, feedback_id, text, proposed_at)
SELECT pg_temp.id('008', word, %(of)s), pg_temp.id('007', word, %(of)s), 'You have 30 days.',
       %(began)s + at * interval '1 day'
FROM drawn_word WHERE word %% 20 = 0
"""

_SEEN = """
INSERT INTO feedback_exposure (
    id, project_id, answer_id, person_id, viewer, team_id, cohort_id, seen_at, recorded_at
)
SELECT pg_temp.id('009', answer, %(of)s), %(project)s, pg_temp.id('006', answer, %(of)s),
       who.person_id, 'person:' || who.person_id, who.team_id, who.cohort_id, times.at, times.at
FROM drawn_answer AS drawn
CROSS JOIN LATERAL (SELECT %(began)s + drawn.at * interval '1 day' AS at) AS times
JOIN drawn_who AS who USING (person)
WHERE answer %% 10 = 0
"""

_CITATIONS = """
INSERT INTO feedback_citation (id, answer_id, source_id, position, passage)
SELECT pg_temp.id('00a', 2 * answer + position, %(of)s), pg_temp.id('006', answer, %(of)s),
       pg_temp.id('004', answer * position %% %(sources)s, %(of)s), position, 'You have 28 days.'
FROM drawn_answer CROSS JOIN generate_series(1, 2) AS position
WHERE answer %% 25 = 0
"""

ROWS = (_GROUPS, _WHO, _PEOPLE, _ANSWERS, _WORDS, _CORRECTIONS, _SEEN, _CITATIONS)
