"""The statements by which it is found what has arrived, and on which days it counts. Pure text.

Every statement takes `project`, and `since`, a time of arrival, or `start`, when it happened.
"""

from datetime import timedelta

# A row is stamped before its transaction commits. One that commits later than this after its
# stamp is missed until somebody rebuilds, so this is far more than any transaction may take.
OVERLAP = timedelta(minutes=10)

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
# day on which its voter saw that. An answer tells of the words on it, and of who saw it, by which
# release and model they are.
DAYS_OF_ARRIVALS = """
WITH answers AS MATERIALIZED (
    SELECT id, asked_at FROM feedback_answer
    WHERE project_id = %(project)s AND recorded_at >= %(since)s
),
words AS MATERIALIZED (
    SELECT answer_id, voter, given_at FROM feedback_feedback
    WHERE project_id = %(project)s AND recorded_at >= %(since)s
)
SELECT (asked_at AT TIME ZONE 'UTC')::date FROM answers
UNION
SELECT (word.given_at AT TIME ZONE 'UTC')::date
FROM answers JOIN feedback_feedback AS word ON word.answer_id = answers.id
UNION
SELECT (seen.seen_at AT TIME ZONE 'UTC')::date
FROM answers JOIN feedback_exposure AS seen ON seen.answer_id = answers.id
UNION
SELECT (given_at AT TIME ZONE 'UTC')::date FROM words
UNION
SELECT (answer.asked_at AT TIME ZONE 'UTC')::date
FROM words JOIN feedback_answer AS answer ON answer.id = words.answer_id
UNION
SELECT (seen.seen_at AT TIME ZONE 'UTC')::date
FROM words JOIN feedback_exposure AS seen
  ON seen.answer_id = words.answer_id AND seen.viewer = words.voter
UNION
SELECT (seen_at AT TIME ZONE 'UTC')::date FROM feedback_exposure
WHERE project_id = %(project)s AND recorded_at >= %(since)s
"""

TAKE_STALE = "DELETE FROM reporting_stale WHERE project_id = %(project)s RETURNING day"

# The first day from `start` on of which there is any row, and the last of all.
NEXT_DAY = """
SELECT (least(
    (SELECT min(asked_at) FROM feedback_answer
     WHERE project_id = %(project)s AND asked_at >= %(start)s),
    (SELECT min(given_at) FROM feedback_feedback
     WHERE project_id = %(project)s AND given_at >= %(start)s),
    (SELECT min(seen_at) FROM feedback_exposure
     WHERE project_id = %(project)s AND seen_at >= %(start)s)
) AT TIME ZONE 'UTC')::date
"""
LAST_DAY = """
SELECT (greatest(
    (SELECT max(asked_at) FROM feedback_answer WHERE project_id = %(project)s),
    (SELECT max(given_at) FROM feedback_feedback WHERE project_id = %(project)s),
    (SELECT max(seen_at) FROM feedback_exposure WHERE project_id = %(project)s)
) AT TIME ZONE 'UTC')::date
"""
