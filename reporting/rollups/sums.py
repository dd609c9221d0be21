"""The statements that add the daily tables up. Pure text.

Each takes `project` and any number of windows: `places` (their numbers), `firsts`, `ends` (the
day after the last). Each row is a window's place, a team and a cohort ("" for without, NULL for
all of them), and counts.
"""

# ruff: noqa: S608 - put together from what stands here

COUNTED = (
    "answers",
    "anonymous",
    "abstained",
    "rated_answers",
    "complained_answers",
    "words",
    "up",
    "down",
    "complaints",
    "corrections",
    "unverified",
    "seen",
    "seen_spoken",
)

TRUSTED = (
    "answered",
    "cited",
    "complete",
    "approved",
    "current",
    "verifiable",
    "unverified_answers",
    "cited_complained",
    "unduly_answered",
    "abstained_right",
    "abstained_wrong",
)

_PERIODS = """
unnest(%(places)s::int[], %(firsts)s::date[], %(ends)s::date[]) AS period(place, first, over)
"""

# Every statement first makes few rows, by window, team and cohort; then the totals of those.
_TOTALS = """
SELECT place, team, cohort, {totals}
FROM (
    SELECT small.*, coalesce(team.slug, '') AS team, coalesce(cohort.slug, '') AS cohort
    FROM small
    LEFT JOIN feedback_team AS team ON team.id = small.team_id
    LEFT JOIN feedback_cohort AS cohort ON cohort.id = small.cohort_id
) AS named
GROUP BY place, CUBE (team, cohort)
"""


def _sums(table: str, names: tuple[str, ...]) -> str:
    """The sums of a table that has a row for each day, team and cohort."""
    return f"""
WITH small AS MATERIALIZED (
    SELECT period.place, daily.team_id, daily.cohort_id,
           {", ".join(f"sum(daily.{name})::int AS {name}" for name in names)}
    FROM {_PERIODS}
    JOIN {table} AS daily ON daily.project_id = %(project)s
     AND daily.day >= period.first AND daily.day < period.over
    GROUP BY 1, 2, 3
)
{_TOTALS.format(totals=", ".join(f"sum({name})" for name in names))}
"""


COUNTS = _sums("reporting_dailycount", COUNTED)
TRUST = _sums("reporting_verifiableday", TRUSTED)

VOICES = f"""
WITH small AS MATERIALIZED (
    SELECT period.place, used.team_id, used.cohort_id,
           coalesce(used.person_id, used.visitor) AS who,
           bool_or(used.answers > 0 OR used.words > 0) AS used,
           bool_or(used.words > 0) AS spoke, bool_or(used.votes > 0) AS voted,
           bool_or(used.seen > 0) AS saw
    FROM {_PERIODS}
    JOIN reporting_personday AS used ON used.project_id = %(project)s
     AND used.day >= period.first AND used.day < period.over
    GROUP BY 1, 2, 3, 4
)
{
    _TOTALS.format(
        totals="count(DISTINCT who) FILTER (WHERE used), count(DISTINCT who) FILTER (WHERE spoke), "
        "count(DISTINCT who) FILTER (WHERE voted), count(DISTINCT who) FILTER (WHERE saw)"
    )
}
"""

PEOPLE = f"""
WITH first_use AS (
    SELECT person_id, min(day) AS day FROM reporting_personday
    WHERE project_id = %(project)s AND person_id IS NOT NULL AND (answers > 0 OR words > 0)
    GROUP BY 1
),
active AS (
    SELECT DISTINCT period.place, used.person_id
    FROM {_PERIODS}
    JOIN reporting_personday AS used ON used.project_id = %(project)s
     AND used.day >= period.first AND used.day < period.over
    WHERE used.person_id IS NOT NULL AND (used.answers > 0 OR used.words > 0)
),
small AS MATERIALIZED (
    SELECT period.place, person.team_id, person.cohort_id,
           count(*)::int AS registered,
           count(active.person_id)::int AS active,
           count(*) FILTER (WHERE first_use.day IS NULL OR first_use.day >= period.over)::int
               AS never_used
    FROM {_PERIODS}
    JOIN feedback_person AS person ON person.project_id = %(project)s
     AND person.registered_at < period.over::timestamp AT TIME ZONE 'UTC'
     AND (person.left_at IS NULL
          OR person.left_at >= period.over::timestamp AT TIME ZONE 'UTC')
    LEFT JOIN first_use ON first_use.person_id = person.id
    LEFT JOIN active ON active.place = period.place AND active.person_id = person.id
    GROUP BY 1, 2, 3
)
{_TOTALS.format(totals="sum(registered), sum(active), sum(never_used)")}
"""
