"""The statements that fold raw rows into daily tables. Pure text; a day is a UTC date.

Every statement takes `project`; those that fold take `days`, an array of dates. Reasons are those
of `feedback.directory.reasons`. A word that is suspect (it came in a burst, and nobody said to
count it) is in no count.
"""

# ruff: noqa: S608 - put together from what stands here

_ON_THE_DAYS = """
    unnest(%(days)s::date[]) AS one(day)
    JOIN {table} AS item ON item.project_id = %(project)s
     AND item.{time} >= one.day::timestamp AT TIME ZONE 'UTC'
     AND item.{time} < (one.day + 1)::timestamp AT TIME ZONE 'UTC'
"""
ANSWERS = _ON_THE_DAYS.format(table="feedback_answer", time="asked_at") + " AND NOT item.stub"
_WORDS = (
    _ON_THE_DAYS.format(table="feedback_feedback", time="given_at")
    + " AND NOT item.withdrawn AND NOT item.suspect"
)
_SEEN = _ON_THE_DAYS.format(table="feedback_exposure", time="seen_at")

FOLD_COUNTS = f"""
INSERT INTO reporting_dailycount (
    project_id, day, team_id, cohort_id, answers, anonymous, abstained, rated_answers,
    complained_answers, words, up, down, complaints, corrections, unverified,
    seen, seen_spoken
)
SELECT %(project)s, day, team_id, cohort_id,
       sum(answers), sum(anonymous), sum(abstained), sum(rated_answers), sum(complained_answers),
       sum(words), sum(up), sum(down), sum(complaints), sum(corrections), sum(unverified),
       sum(seen), sum(seen_spoken)
FROM (
    SELECT one.day, item.team_id, item.cohort_id,
           count(*) AS answers,
           count(*) FILTER (WHERE item.person_id IS NULL) AS anonymous,
           count(*) FILTER (WHERE item.abstained) AS abstained,
           count(*) FILTER (WHERE said.complains IS NOT NULL) AS rated_answers,
           count(*) FILTER (WHERE said.complains) AS complained_answers,
           0 AS words, 0 AS up, 0 AS down, 0 AS complaints, 0 AS corrections, 0 AS unverified,
           0 AS seen, 0 AS seen_spoken
    FROM {ANSWERS}
    LEFT JOIN LATERAL (
        SELECT bool_or(word.complains) AS complains
        FROM feedback_feedback AS word
        WHERE word.answer_id = item.id AND NOT word.withdrawn AND NOT word.suspect
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
           count(*) FILTER (WHERE %(couldnt_verify)s = ANY (item.reasons)),
           0, 0
    FROM {_WORDS}
    LEFT JOIN feedback_correction AS correction ON correction.feedback_id = item.id
    GROUP BY 1, 2, 3
  UNION ALL
    SELECT one.day, item.team_id, item.cohort_id,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
           count(*), count(word.id)
    FROM {_SEEN}
    LEFT JOIN feedback_feedback AS word
      ON word.answer_id = item.answer_id AND word.voter = item.viewer
     AND NOT word.withdrawn AND NOT word.suspect
    GROUP BY 1, 2, 3
) AS parts
GROUP BY day, team_id, cohort_id
"""

FOLD_PEOPLE = f"""
INSERT INTO reporting_personday (
    project_id, day, person_id, visitor, team_id, cohort_id, answers, words, votes, seen
)
SELECT %(project)s, day, person_id, visitor, team_id, cohort_id,
       sum(answers), sum(words), sum(votes), sum(seen)
FROM (
    SELECT one.day, item.person_id, NULL::uuid AS visitor, item.team_id, item.cohort_id,
           count(*) AS answers, 0 AS words, 0 AS votes, 0 AS seen
    FROM {ANSWERS}
    WHERE item.person_id IS NOT NULL
    GROUP BY 1, 2, 4, 5
  UNION ALL
    SELECT one.day, item.person_id,
           CASE WHEN item.person_id IS NULL THEN md5(item.voter)::uuid END,
           item.team_id, item.cohort_id,
           0, count(*), count(*) FILTER (WHERE item.rating <> 0), 0
    FROM {_WORDS}
    GROUP BY 1, 2, 3, 4, 5
  UNION ALL
    SELECT one.day, item.person_id,
           CASE WHEN item.person_id IS NULL THEN md5(item.viewer)::uuid END,
           item.team_id, item.cohort_id,
           0, 0, 0, count(*)
    FROM {_SEEN}
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
  UNION ALL
    SELECT recorded_at, 0 FROM feedback_exposure
    WHERE project_id = %(project)s AND recorded_at >= %(since)s
) AS arrived
"""

# A word counts on three days: its own, the day of its answer, which now has a response, and the
# day on which its voter saw that.
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
UNION
SELECT (seen_at AT TIME ZONE 'UTC')::date FROM feedback_exposure
WHERE project_id = %(project)s AND recorded_at >= %(since)s
UNION
SELECT (seen.seen_at AT TIME ZONE 'UTC')::date
FROM feedback_feedback AS word
JOIN feedback_exposure AS seen ON seen.answer_id = word.answer_id AND seen.viewer = word.voter
WHERE word.project_id = %(project)s AND word.recorded_at >= %(since)s
"""

TAKE_LEFT_DAYS = "DELETE FROM reporting_leftday WHERE project_id = %(project)s RETURNING day"
