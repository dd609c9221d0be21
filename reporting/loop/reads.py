"""The statements that read how far issues have come. Pure text.

Each takes `project`, `first` and `over` (when the window begins, and when it is over), `now`, and
`team` and `cohort` as slugs ("" without, NULL for all).
"""

# ruff: noqa: S608 - put together from what stands here

_ISSUES = """
reporting_issueprogress AS issue
LEFT JOIN feedback_team AS team ON team.id = issue.team_id
LEFT JOIN feedback_cohort AS cohort ON cohort.id = issue.cohort_id
WHERE issue.project_id = %(project)s
  AND issue.captured_at >= %(first)s AND issue.captured_at < %(over)s
"""
OF_SLICE = """
  AND (%(team)s::text IS NULL OR coalesce(team.slug, '') = %(team)s)
  AND (%(cohort)s::text IS NULL OR coalesce(cohort.slug, '') = %(cohort)s)
"""

# How many people complained first, of the slice and of what it leaves of each line of a table of
# teams and cohorts. One after another: mostly the first few rows say that they are enough.
PEOPLE = f"""
SELECT count(DISTINCT reporter)
FROM (SELECT issue.reporter FROM {_ISSUES} {{where}} LIMIT %(most)s) AS first
"""
REST_OF_TEAMS = """
  AND coalesce(team.slug, '') <> %(team)s
  AND (%(cohort)s::text IS NULL OR coalesce(cohort.slug, '') = %(cohort)s)
"""
REST_OF_COHORTS = """
  AND coalesce(cohort.slug, '') <> %(cohort)s
  AND (%(team)s::text IS NULL OR coalesce(team.slug, '') = %(team)s)
"""

_REVIEWED = "coalesce(issue.reviewed_at, issue.acted_at) IS NOT NULL"
_ACTED = "issue.acted_at IS NOT NULL"
_FIXED = "issue.closed_by IN ('source', 'verified_answer', 'prompt', 'release')"
_BACK = "(issue.reopened > 0 OR issue.regressed > 0)"

# A moment is in the future where somebody's clock is: then nothing has waited yet.
_WAITED = "greatest(date_part('epoch', %(now)s::timestamptz - {since}) / 3600, 0)"


def _waits(since: str, where: str) -> str:
    return (
        "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP "
        f"(ORDER BY {_WAITED.format(since=since)}) FILTER (WHERE {where})"
    )


SUMS = f"""
SELECT count(*) AS captured,
       count(*) FILTER (WHERE {_REVIEWED}) AS reviewed,
       count(*) FILTER (WHERE {_ACTED}) AS acted,
       count(*) FILTER (WHERE {_FIXED}) AS fixed,
       count(*) FILTER (WHERE issue.closed_by IN ('source', 'verified_answer'))
           AS fixed_by_knowledge,
       count(issue.verified_at) AS verified,
       coalesce(sum(issue.complaints), 0) AS complaints,
       coalesce(sum(issue.complaints) FILTER (WHERE {_REVIEWED}), 0) AS complaints_reviewed,
       coalesce(sum(issue.complaints) FILTER (WHERE {_ACTED}), 0) AS complaints_acted,
       coalesce(sum(issue.complaints) FILTER (WHERE issue.verified_at IS NOT NULL), 0)
           AS complaints_verified,
       {_waits("issue.captured_at", f"NOT {_REVIEWED}")} AS unreviewed,
       {_waits("coalesce(issue.reviewed_at, issue.captured_at)", f"{_REVIEWED} AND NOT {_ACTED}")}
           AS unacted,
       {_waits("issue.acted_at", f"{_FIXED} AND issue.verified_at IS NULL")} AS unverified,
       count(*) FILTER (WHERE issue.responded_in_time) AS responded_in_time,
       count(*) FILTER (WHERE issue.responded_in_time IS NOT NULL
                           OR issue.respond_by < %(now)s AND NOT {_ACTED}) AS response_due,
       count(*) FILTER (WHERE issue.resolved_in_time) AS resolved_in_time,
       count(*) FILTER (WHERE issue.resolved_in_time IS NOT NULL
                           OR issue.resolve_by < %(now)s AND NOT {_ACTED}) AS resolution_due,
       count(*) FILTER (WHERE {_BACK}) AS came_back,
       count(*) FILTER (WHERE {_BACK} OR {_ACTED}) AS ever_closed,
       coalesce(sum(issue.reopened), 0) AS reopenings,
       coalesce(sum(issue.regressed), 0) AS regressions,
       coalesce(sum(least(issue.told, issue.people)) FILTER (WHERE {_ACTED}), 0) AS told,
       coalesce(sum(issue.people) FILTER (WHERE {_ACTED}), 0) AS owed,
       count(issue.told_at) FILTER (WHERE {_ACTED}) AS told_of,
       percentile_cont(0.5) WITHIN GROUP
           (ORDER BY greatest(date_part('epoch', issue.told_at - issue.acted_at) / 3600, 0))
           FILTER (WHERE {_ACTED}) AS told_after
FROM {_ISSUES} {OF_SLICE}
"""

CLOSED_BY = f"""
SELECT issue.closed_by, count(*), sum(issue.complaints)
FROM {_ISSUES} {OF_SLICE} AND {_ACTED}
GROUP BY 1 ORDER BY 2 DESC, 1
"""

# Of each cohort, how many issues waited so long for their first response, in steps of two percent
# (see `counted`), and whether that ended then.
WAITS = f"""
SELECT coalesce(named.slug, ''), ended, step, issues
FROM (
    SELECT issue.cohort_id, issue.reviewed_at IS NOT NULL AS ended,
           round(50 * ln(greatest(date_part(
               'epoch', coalesce(issue.reviewed_at, issue.acted_at, %(now)s) - issue.captured_at
           ) / 60, 1)))::int AS step,
           count(*) AS issues
    FROM {_ISSUES} {OF_SLICE}
    GROUP BY 1, 2, 3
) AS counted
LEFT JOIN feedback_cohort AS named ON named.id = counted.cohort_id
"""

RECEIPTS = """
SELECT day, receipts, stored FROM reporting_receiptday
WHERE project_id = %(project)s AND day >= %(first)s::date AND day < %(over)s::date
ORDER BY day
"""

OVERDUE = """
SELECT owner_id, count(*) FROM triage_issue
WHERE project_id = %(project)s AND status = 'unresolved' AND due_at < %(now)s
GROUP BY 1
"""

WAITING = """
SELECT count(*), min(announced_at) FROM feedback_announcement WHERE project_id = %(project)s
"""
