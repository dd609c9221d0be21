"""The statements that fold what happened to issues into how far each has come. Pure text.

Those that fold take `issues`, an array of ids. An issue is always folded wholly, so that folding
twice changes nothing.
"""

# Which issues may have come further. Rows are found by their keys, which are made when a row is:
# `since` is the least key of a time. Notices are numbered as they are committed.
TOUCHED = """
SELECT activity.issue_id FROM triage_issueactivity AS activity
JOIN triage_issue AS issue ON issue.id = activity.issue_id
WHERE activity.id >= %(since)s AND issue.project_id = %(project)s
UNION
SELECT issue_id FROM triage_placement WHERE id >= %(since)s AND project_id = %(project)s
UNION
SELECT telling.issue_id FROM triage_reporternotice AS notice
JOIN triage_telling AS telling ON telling.id = notice.telling_id
WHERE notice.project_id = %(project)s AND notice.id > %(notice)s
"""

ALL = "SELECT id FROM triage_issue WHERE project_id = %(project)s"

NEWEST_NOTICE = """
SELECT coalesce(max(id), 0) FROM triage_reporternotice WHERE project_id = %(project)s
"""

CLEAR = "DELETE FROM reporting_issueprogress WHERE issue_id = ANY (%(issues)s)"

# The first response and the resolution are due in the run of the clocks that is the last. What
# waits on others is not due meanwhile.
FOLD = """
INSERT INTO reporting_issueprogress (
    issue_id, project_id, team_id, cohort_id, reporter, captured_at, reviewed_at,
    acted_at, verified_at, closed_by,
    respond_by, responded_in_time, resolve_by, resolved_in_time,
    reopened, regressed, complaints, people, told, told_at
)
SELECT issue.id, issue.project_id, first.team_id, first.cohort_id, md5(first.voter)::uuid,
       coalesce(first.given_at, issue.first_seen), past.reviewed_at,
       closed.at, CASE WHEN issue.status = 'verified' THEN past.verified_at END, closed.by,
       CASE WHEN issue.waiting_since IS NULL THEN issue.respond_by END,
       issue.responded_at <= issue.respond_by,
       CASE WHEN issue.waiting_since IS NULL THEN issue.resolve_by END,
       closed.at <= issue.resolve_by,
       past.reopened, past.regressed, issue.complaints, issue.people,
       coalesce(telling.told, 0), telling.at
FROM triage_issue AS issue
LEFT JOIN LATERAL (
    SELECT word.team_id, word.cohort_id, word.voter, word.given_at
    FROM triage_placement AS place JOIN feedback_feedback AS word ON word.id = place.feedback_id
    WHERE place.issue_id = issue.id
    ORDER BY place.given_at, place.feedback_id LIMIT 1
) AS first ON true
CROSS JOIN LATERAL (
    SELECT min(at) FILTER (WHERE actor LIKE 'member:%%') AS reviewed_at,
           max(at) FILTER (WHERE verb = 'verified') AS verified_at,
           max(at) FILTER (WHERE verb = 'archived') AS archived_at,
           count(*) FILTER (WHERE verb = 'reopened') AS reopened,
           count(*) FILTER (WHERE verb = 'regressed') AS regressed
    FROM triage_issueactivity WHERE issue_id = issue.id
) AS past
LEFT JOIN triage_fix AS fix ON fix.issue_id = issue.id AND fix.withdrawn_at IS NULL
CROSS JOIN LATERAL (
    SELECT CASE WHEN issue.status IN ('resolved', 'verified')
                THEN coalesce(issue.resolved_at, past.verified_at)
                WHEN issue.status = 'archived' AND issue.back_on IS NULL AND issue.back_at IS NULL
                THEN past.archived_at END AS at
) AS ended
CROSS JOIN LATERAL (
    SELECT ended.at, CASE WHEN ended.at IS NULL THEN ''
                          WHEN issue.status = 'archived' THEN 'archived'
                          ELSE coalesce(fix.kind, 'unsaid') END AS by
) AS closed
LEFT JOIN LATERAL (
    SELECT count(DISTINCT notice.voter) AS told, min(notice.at) AS at
    FROM triage_telling AS said JOIN triage_reporternotice AS notice ON notice.telling_id = said.id
    WHERE said.issue_id = issue.id AND said.at >= closed.at
) AS telling ON true
WHERE issue.id = ANY (%(issues)s) AND issue.kind = 'likeness'
  AND issue.holds <> 'noise' AND issue.status <> 'merged' AND issue.complaints > 0
"""

# A single word's event names it; a batch's says how many. Rows of a day are found by their keys.
RECEIPTS = """
INSERT INTO reporting_receiptday (project_id, day, receipts, stored)
SELECT %(project)s, %(day)s, given.receipts, kept.stored
FROM (
    SELECT coalesce(sum(CASE WHEN subject = 'feedback'
                        THEN (data ->> 'created')::int + (data ->> 'updated')::int
                        ELSE 1 END), 0) AS receipts
    FROM feedback_auditevent
    WHERE id >= %(since)s AND id < %(until)s AND project_id = %(project)s
      AND verb = 'feedback.recorded'
) AS given, (
    SELECT count(*) AS stored FROM feedback_feedbackrevision
    WHERE id >= %(since)s AND id < %(until)s AND project_id = %(project)s
) AS kept
ON CONFLICT (project_id, day) DO UPDATE
SET receipts = excluded.receipts, stored = excluded.stored
"""
