"""The statements that fold raw rows into daily tables. Pure text; a day is a UTC date.

Every statement takes `project`; those that fold take `days`, an array of dates. Reasons are those
of `feedback.directory.reasons`.
"""

# ruff: noqa: S608 - put together from what stands here

_ON_THE_DAYS = """
    unnest(%(days)s::date[]) AS one(day)
    JOIN {table} AS item ON item.project_id = %(project)s
     AND item.{time} >= one.day::timestamp AT TIME ZONE 'UTC'
     AND item.{time} < (one.day + 1)::timestamp AT TIME ZONE 'UTC'
"""
_ANSWERS = _ON_THE_DAYS.format(table="feedback_answer", time="asked_at") + " AND NOT item.stub"
_WORDS = _ON_THE_DAYS.format(table="feedback_feedback", time="given_at") + " AND NOT item.withdrawn"

FOLD_COUNTS = f"""
INSERT INTO reporting_dailycount (
    project_id, day, team_id, cohort_id, answers, anonymous, abstained, rated_answers,
    complained_answers, words, up, down, complaints, corrections, unverified
)
SELECT %(project)s, day, team_id, cohort_id,
       sum(answers), sum(anonymous), sum(abstained), sum(rated_answers), sum(complained_answers),
       sum(words), sum(up), sum(down), sum(complaints), sum(corrections), sum(unverified)
FROM (
    SELECT one.day, item.team_id, item.cohort_id,
           count(*) AS answers,
           count(*) FILTER (WHERE item.person_id IS NULL) AS anonymous,
           count(*) FILTER (WHERE item.abstained) AS abstained,
           count(*) FILTER (WHERE said.complains IS NOT NULL) AS rated_answers,
           count(*) FILTER (WHERE said.complains) AS complained_answers,
           0 AS words, 0 AS up, 0 AS down, 0 AS complaints, 0 AS corrections, 0 AS unverified
    FROM {_ANSWERS}
    LEFT JOIN LATERAL (
        SELECT bool_or(word.complains) AS complains
        FROM feedback_feedback AS word
        WHERE word.answer_id = item.id AND NOT word.withdrawn
    ) AS said ON true
    GROUP BY 1, 2, 3
  UNION ALL
    SELECT one.day, item.team_id, item.cohort_id,
           0, 0, 0, 0, 0,
           count(*),
           count(*) FILTER (WHERE item.rating > 0),
           count(*) FILTER (WHERE item.rating < 0),
           count(*) FILTER (WHERE item.complains),
           count(*) FILTER (WHERE correction.id IS NOT NULL),
           count(*) FILTER (WHERE %(couldnt_verify)s = ANY (item.reasons))
    FROM {_WORDS}
    LEFT JOIN feedback_correction AS correction ON correction.feedback_id = item.id
    GROUP BY 1, 2, 3
) AS parts
GROUP BY day, team_id, cohort_id
"""

FOLD_PEOPLE = f"""
INSERT INTO reporting_personday (
    project_id, day, person_id, visitor, team_id, cohort_id, answers, words, votes
)
SELECT %(project)s, day, person_id, visitor, team_id, cohort_id,
       sum(answers), sum(words), sum(votes)
FROM (
    SELECT one.day, item.person_id, NULL::uuid AS visitor, item.team_id, item.cohort_id,
           count(*) AS answers, 0 AS words, 0 AS votes
    FROM {_ANSWERS}
    WHERE item.person_id IS NOT NULL
    GROUP BY 1, 2, 4, 5
  UNION ALL
    SELECT one.day, item.person_id,
           CASE WHEN item.person_id IS NULL THEN md5(item.voter)::uuid END,
           item.team_id, item.cohort_id,
           0, count(*), count(*) FILTER (WHERE item.rating <> 0)
    FROM {_WORDS}
    GROUP BY 1, 2, 3, 4, 5
) AS parts
GROUP BY day, person_id, visitor, team_id, cohort_id
"""

CLEAR = (
    "DELETE FROM reporting_dailycount WHERE project_id = %(project)s AND day = ANY (%(days)s)",
    "DELETE FROM reporting_personday WHERE project_id = %(project)s AND day = ANY (%(days)s)",
)

CLEAR_ALL = (
    "DELETE FROM reporting_dailycount WHERE project_id = %(project)s",
    "DELETE FROM reporting_personday WHERE project_id = %(project)s",
    "DELETE FROM reporting_leftday WHERE project_id = %(project)s",
)

# What has arrived since: a row more, a row less or a row changed makes another text of it.
ARRIVALS = """
SELECT concat_ws(' ', count(*), max(at), sum(extract(epoch FROM at)), sum(others))
FROM (
    SELECT recorded_at AS at, 0 AS others FROM feedback_answer
    WHERE project_id = %(project)s AND recorded_at >= %(since)s
  UNION ALL
    SELECT recorded_at, revision FROM feedback_feedback
    WHERE project_id = %(project)s AND recorded_at >= %(since)s
) AS arrived
"""

# A word counts on two days: its own, and the day of its answer, which now has a response.
DAYS_OF_ARRIVALS = """
SELECT (asked_at AT TIME ZONE 'UTC')::date FROM feedback_answer
WHERE project_id = %(project)s AND recorded_at >= %(since)s
UNION
SELECT (given_at AT TIME ZONE 'UTC')::date FROM feedback_feedback
WHERE project_id = %(project)s AND recorded_at >= %(since)s
UNION
SELECT (answer.asked_at AT TIME ZONE 'UTC')::date
FROM feedback_feedback AS word JOIN feedback_answer AS answer ON answer.id = word.answer_id
WHERE word.project_id = %(project)s AND word.recorded_at >= %(since)s
"""

TAKE_LEFT_DAYS = "DELETE FROM reporting_leftday WHERE project_id = %(project)s RETURNING day"
