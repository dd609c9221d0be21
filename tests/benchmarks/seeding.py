"""A project's worth of feedback, made by PostgreSQL itself: a million rows in a minute or two."""

import psycopg

from config.services.places import Places
from tests.stack import Stack

ANSWERS = 200_000
PEOPLE = 50_000
TEAMS, COHORTS, RELEASES = 36, 6, 24

# A number from 0 up to 1 that is a row's own, and seems to have nothing to do with its others.
_CHANCE = "(hashtextextended({of}, {salt}) & 1048575) / 1048576.0"

# Powers of chance make few groups large and many small; the last of each is rare. One reason is
# given by one team only.
_STATEMENTS = f"""
SET session_replication_role = replica;  -- what it refers to is there: no row is looked up

INSERT INTO feedback_team (id, project_id, slug, name)
SELECT gen_random_uuid(), project.id, 'team-' || n, 'Team ' || n
FROM feedback_project AS project, generate_series(0, {TEAMS}) AS n;

INSERT INTO feedback_cohort (id, project_id, slug, name, onboarding)
SELECT gen_random_uuid(), project.id, 'cohort-' || n, 'Cohort ' || n, ''
FROM feedback_project AS project, generate_series(0, {COHORTS}) AS n;

INSERT INTO feedback_release (id, project_id, name, first_seen)
SELECT gen_random_uuid(), project.id, 'release-' || n, now() - interval '2 years'
FROM feedback_project AS project, generate_series(0, {RELEASES}) AS n;

INSERT INTO feedback_person (id, project_id, external_id, team_id, cohort_id, registered_at)
SELECT gen_random_uuid(), project.id, 'person-' || n, team.id, cohort.id, now() - interval '2 years'
FROM feedback_project AS project, generate_series(0, {PEOPLE} - 1) AS n
JOIN feedback_team AS team ON team.slug = 'team-' || CASE WHEN n % 5000 = 0 THEN {TEAMS}
    ELSE floor({TEAMS} * power({_CHANCE.format(of="n::text", salt=1)}, 2)) END
JOIN feedback_cohort AS cohort ON cohort.slug = 'cohort-' || CASE WHEN n % 2500 = 1 THEN {COHORTS}
    ELSE floor({COHORTS} * power({_CHANCE.format(of="n::text", salt=2)}, 2)) END;

INSERT INTO feedback_answer (
    id, project_id, external_id, stub, question, text, language, model, release_id, prompt_version,
    conversation, abstained, asked_at, recorded_at
)
SELECT uuidv7(ago), project.id, 'answer-' || n, false, 'How many days of leave do I have?',
       repeat('You have 28 days of leave. ', 8), 'en', 'm-1', release.id, '', '', false,
       now() + ago, now() + ago
FROM feedback_project AS project, generate_series(0, {ANSWERS} - 1) AS n
CROSS JOIN LATERAL (SELECT make_interval(secs => (n - {ANSWERS}) * 300.0)) AS place (ago)
JOIN feedback_release AS release ON release.name = 'release-' || CASE
    WHEN n % 10000 = 0 THEN {RELEASES} ELSE n * {RELEASES} / {ANSWERS} END;
"""
_WORDS = f"""
INSERT INTO feedback_feedback (
    id, project_id, answer_id, person_id, voter, team_id, cohort_id, release_id, channel, rating,
    reasons, comment, withdrawn, complains, suspect, revision, given_at, recorded_at
)
SELECT uuidv7(ago), person.project_id, answer.id, person.id, 'person:' || person.id, person.team_id,
       person.cohort_id, answer.release_id, 'widget',
       CASE WHEN reasons = '{{}}' THEN 1 ELSE -1 END, reasons,
       CASE WHEN mod(n, 3) = 0 THEN 'Section ' || mod(n, 900) || ' says otherwise.' ELSE '' END,
       false, reasons <> '{{}}', mod(n, 5000) = 7, 1, now() + ago, now() + ago
FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS n
CROSS JOIN LATERAL (SELECT make_interval(secs => (n - %(rows)s) * 60.0)) AS place (ago)
JOIN feedback_answer AS answer ON answer.external_id = 'answer-' || n * {ANSWERS} / %(rows)s
JOIN feedback_person AS person ON person.external_id = 'person-' || mod(n * 7919, {PEOPLE})
CROSS JOIN (SELECT id FROM feedback_team WHERE slug = 'team-3') AS tooled
CROSS JOIN LATERAL (SELECT CASE
    WHEN person.team_id = tooled.id AND mod(n, 2) = 0 THEN ARRAY['integration_failed']
    WHEN mod(n, 5000) = 3 THEN ARRAY['unsafe']
    WHEN chance < 0.60 THEN '{{}}'::text[]
    WHEN chance < 0.80 THEN ARRAY['wrong']
    WHEN chance < 0.90 THEN ARRAY['out_of_date', 'wrong']
    WHEN chance < 0.95 THEN ARRAY['unclear']
    WHEN chance < 0.98 THEN ARRAY['couldnt_verify', 'unclear']
    ELSE ARRAY['too_long'] END
    FROM (SELECT {_CHANCE.format(of="n::text", salt=3)}) AS drawn (chance)) AS said (reasons)
ORDER BY n
"""
_DETAILS = """
INSERT INTO feedback_correction (id, feedback_id, text, proposed_at)
SELECT gen_random_uuid(), id, 'You have 30 days of leave.', recorded_at
FROM feedback_feedback WHERE complains AND hashtextextended(id::text, 4) % 10 = 0;

INSERT INTO feedback_markedspan (id, feedback_id, start, "end", quote)
SELECT gen_random_uuid(), id, 9, 16, '28 days'
FROM feedback_feedback WHERE complains AND hashtextextended(id::text, 5) % 20 = 0
"""
STEP = 100_000


def seed(stack: Stack, rows: int) -> None:
    """So many words of the only project, as two years of use would leave them; not analysed."""
    with psycopg.connect(Places(stack.var).database_url, autocommit=True) as database:
        for statement in (*_STATEMENTS.split(";\n"), "ANALYZE feedback_answer, feedback_person"):
            database.execute(statement)
        for first in range(0, rows, STEP):
            ends = {"first": first, "last": min(first + STEP, rows), "rows": rows}
            database.execute(_WORDS, ends)
        for statement in _DETAILS.split(";\n"):
            database.execute(statement)
