"""The statements by which raw rows are found and numbered. Pure text; a day is a UTC date.

Every statement takes `project`. Reasons are those of `feedback.directory.reasons`. A word that is
suspect (it came in a burst, and nobody said to count it) is in no count.
"""

# ruff: noqa: S608 - put together from what stands here

from collections.abc import Iterable

from reporting.rollups.counted import bit
from reporting.rollups.trust_statements import RESTS, SAID


def _flags(always: Iterable[str] = (), **where: str) -> str:
    """The bits of an event: of these always, of the others where their condition holds."""
    bits = [
        f"CASE WHEN {condition} THEN {bit(name)} ELSE 0 END" for name, condition in where.items()
    ]
    return " + ".join([str(sum(map(bit, always))), *bits])


# From `start` to before `over`. Whoever is not known goes by a digest of their visitor id.
_HAPPENED = f"""
    SELECT item.id AS answer_id, item.person_id, NULL::uuid AS visitor,
           item.team_id, item.cohort_id,
           item.release_id, item.model, item.language,
           {
    _flags(
        ["answers"],
        anonymous="item.person_id IS NULL",
        abstained="item.abstained",
        rated_answers="said.complained IS NOT NULL",
        complained_answers="said.complained",
        answered="NOT item.abstained",
        cited="NOT item.abstained AND rests.cited",
        complete="NOT item.abstained AND rests.complete",
        approved="NOT item.abstained AND rests.approved",
        current="NOT item.abstained AND rests.current",
        verifiable="NOT item.abstained AND rests.complete AND rests.approved AND rests.current",
        unverified_answers="NOT item.abstained AND said.unverified",
        cited_complained="NOT item.abstained AND rests.cited AND said.complained",
        unduly_answered="NOT item.abstained AND said.unduly",
        abstained_right="item.abstained AND said.praised",
        abstained_wrong="item.abstained AND said.complained",
    )
} AS flags
    FROM feedback_answer AS item
    {SAID}
    {RESTS}
    WHERE item.project_id = %(project)s AND NOT item.stub
      AND item.asked_at >= %(start)s AND item.asked_at < %(over)s
  UNION ALL
    SELECT item.answer_id, item.person_id,
           CASE WHEN item.person_id IS NULL THEN md5(item.voter)::uuid END,
           item.team_id, item.cohort_id, answer.release_id, answer.model, answer.language,
           {
    _flags(
        ["words"],
        up="item.rating > 0",
        down="item.rating < 0",
        complaints="item.complains",
        corrections="correction.id IS NOT NULL",
        unverified="%(couldnt_verify)s = ANY (item.reasons)",
    )
}
    FROM feedback_feedback AS item
    JOIN feedback_answer AS answer ON answer.id = item.answer_id
    LEFT JOIN feedback_correction AS correction ON correction.feedback_id = item.id
    WHERE item.project_id = %(project)s AND NOT item.withdrawn AND NOT item.suspect
      AND item.given_at >= %(start)s AND item.given_at < %(over)s
  UNION ALL
    SELECT item.answer_id, item.person_id,
           CASE WHEN item.person_id IS NULL THEN md5(item.viewer)::uuid END,
           item.team_id, item.cohort_id, answer.release_id, answer.model, answer.language,
           {_flags(["seen"], seen_spoken="word.id IS NOT NULL")}
    FROM feedback_exposure AS item
    JOIN feedback_answer AS answer ON answer.id = item.answer_id
    LEFT JOIN feedback_feedback AS word
      ON word.answer_id = item.answer_id AND word.voter = item.viewer
     AND NOT word.withdrawn AND NOT word.suspect
    WHERE item.project_id = %(project)s
      AND item.seen_at >= %(start)s AND item.seen_at < %(over)s
"""

# Each event as an element of `counted.Events`, and the value of each facet in the order of KINDS.
EVENTS = f"""
SELECT coalesce(known.number, visitor.number, -1),
       (coalesce(team.number, 0) << 16) + coalesce(cohort.number, 0),
       flags, coalesce(release.name, ''), happened.model, happened.language,
       coalesce(novelty.band, ''), coalesce(topic.name, '')
FROM ({_HAPPENED}) AS happened
LEFT JOIN reporting_personnumber AS known ON known.person_id = happened.person_id
LEFT JOIN reporting_personnumber AS visitor
  ON visitor.project_id = %(project)s AND visitor.visitor = happened.visitor
LEFT JOIN feedback_release AS release ON release.id = happened.release_id
LEFT JOIN reporting_answernovelty AS novelty ON novelty.answer_id = happened.answer_id
LEFT JOIN reporting_answertopic AS sorted ON sorted.answer_id = happened.answer_id
LEFT JOIN reporting_topic AS topic ON topic.id = sorted.topic_id
LEFT JOIN unnest(%(teams)s::uuid[]) WITH ORDINALITY AS team (id, number)
  ON team.id = happened.team_id
LEFT JOIN unnest(%(cohorts)s::uuid[]) WITH ORDINALITY AS cohort (id, number)
  ON cohort.id = happened.cohort_id
"""
KINDS = ("release", "model", "language", "novelty", "topic")

# Numbers from `numbered` on, for those who have none.
NUMBER_PEOPLE = """
INSERT INTO reporting_personnumber (project_id, number, person_id)
SELECT %(project)s, %(numbered)s - 1 + row_number() OVER (ORDER BY person.id), person.id
FROM feedback_person AS person
WHERE person.project_id = %(project)s
  AND NOT EXISTS (SELECT FROM reporting_personnumber WHERE person_id = person.id)
"""
NUMBER_VISITORS = """
INSERT INTO reporting_personnumber (project_id, number, visitor)
SELECT %(project)s, %(numbered)s - 1 + row_number() OVER (), visitor
FROM (
    SELECT md5(voter)::uuid AS visitor FROM feedback_feedback
    WHERE project_id = %(project)s AND person_id IS NULL AND NOT withdrawn AND NOT suspect
      AND given_at >= %(start)s AND given_at < %(over)s
  UNION
    SELECT md5(viewer)::uuid FROM feedback_exposure
    WHERE project_id = %(project)s AND person_id IS NULL
      AND seen_at >= %(start)s AND seen_at < %(over)s
) AS visited
WHERE NOT EXISTS (
    SELECT FROM reporting_personnumber AS standing
    WHERE standing.project_id = %(project)s AND standing.visitor = visited.visitor
)
"""

# The known people of the project, in the order of their numbers. Days are ordinals, 0 for none.
PEOPLE = """
SELECT one.number, coalesce(team.number, 0), coalesce(cohort.number, 0),
       coalesce(onboarding.number, 0),
       (person.registered_at AT TIME ZONE 'UTC')::date - '0001-01-01'::date + 1,
       coalesce((person.left_at AT TIME ZONE 'UTC')::date - '0001-01-01'::date + 1, 0)
FROM reporting_personnumber AS one
JOIN feedback_person AS person ON person.id = one.person_id
LEFT JOIN feedback_cohort AS wave ON wave.id = person.cohort_id
LEFT JOIN unnest(%(teams)s::uuid[]) WITH ORDINALITY AS team (id, number)
  ON team.id = person.team_id
LEFT JOIN unnest(%(cohorts)s::uuid[]) WITH ORDINALITY AS cohort (id, number)
  ON cohort.id = person.cohort_id
LEFT JOIN unnest(%(onboardings)s::text[]) WITH ORDINALITY AS onboarding (name, number)
  ON onboarding.name = coalesce(nullif(person.onboarding, ''), wave.onboarding)
WHERE one.project_id = %(project)s
ORDER BY one.number
"""
ONBOARDINGS = """
SELECT onboarding FROM feedback_person WHERE project_id = %(project)s AND onboarding <> ''
UNION
SELECT onboarding FROM feedback_cohort WHERE project_id = %(project)s AND onboarding <> ''
ORDER BY 1
"""
