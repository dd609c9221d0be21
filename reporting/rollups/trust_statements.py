"""The statements that fold how far answers can be trusted. Pure text; see `statements`.

Beside `project` and `days` they take the reasons `couldnt_verify` and `should_abstain`.
"""

# ruff: noqa: S608 - put together from what stands here

_ANSWERS = """
    unnest(%(days)s::date[]) AS one(day)
    JOIN feedback_answer AS item ON item.project_id = %(project)s AND NOT item.stub
     AND item.asked_at >= one.day::timestamp AT TIME ZONE 'UTC'
     AND item.asked_at < (one.day + 1)::timestamp AT TIME ZONE 'UTC'
"""

# What standing words say of an answer; `praised` is empty where nobody has judged it.
SAID = """
LEFT JOIN LATERAL (
    SELECT CASE WHEN bool_or(word.complains) THEN false
                WHEN bool_or(word.rating > 0) THEN true END AS praised,
           bool_or(word.complains) AS complained,
           bool_or(%(couldnt_verify)s = ANY (word.reasons)) AS unverified,
           bool_or(%(should_abstain)s = ANY (word.reasons)) AS unduly
    FROM feedback_feedback AS word
    WHERE word.answer_id = item.id AND NOT word.withdrawn AND NOT word.suspect
) AS said ON true
"""

# Whether all sources of an answer are as they should be, by what was stated of them at the time;
# no row is no source, and empty.
RESTS = """
LEFT JOIN LATERAL (
    SELECT true AS cited, bool_and(was.complete AND citation.passage <> '') AS complete,
           bool_and(was.status = 'approved') AS approved,
           bool_and(
               was.approved_until IS NULL
               OR was.approved_until >= (item.asked_at AT TIME ZONE 'UTC')::date
           ) AS current
    FROM feedback_citation AS citation
    JOIN feedback_source AS source ON source.id = citation.source_id
    CROSS JOIN LATERAL (
        SELECT complete, status, approved_until, until FROM reporting_pastsource
        WHERE source_id = source.id AND until > item.asked_at
      UNION ALL
        SELECT source.title <> '' AND source.uri <> '' AND source.version <> '',
               source.status, source.approved_until, 'infinity'
        ORDER BY until LIMIT 1
    ) AS was
    WHERE citation.answer_id = item.id
    HAVING count(*) > 0
) AS rests ON true
"""

_FOLD_CONFIDENCE = f"""
INSERT INTO reporting_confidencespan (
    project_id, days, first, team_id, cohort_id, bin, answers, judged, "right",
    stated, stated_right, stated_squared
)
SELECT %(project)s, 1, one.day, item.team_id, item.cohort_id,
       least(floor(item.confidence * 20), 19)::int,
       count(*), count(praised), count(*) FILTER (WHERE praised),
       coalesce(sum(share.stated) FILTER (WHERE praised IS NOT NULL), 0),
       coalesce(sum(share.stated) FILTER (WHERE praised), 0),
       coalesce(sum(share.stated * share.stated) FILTER (WHERE praised IS NOT NULL), 0)
FROM {_ANSWERS}
CROSS JOIN LATERAL (SELECT round(item.confidence * 1000000)::bigint AS stated) AS share
{SAID}
WHERE item.confidence IS NOT NULL AND NOT item.abstained
GROUP BY 3, 4, 5, 6
"""

_FOLD_SOURCES = f"""
INSERT INTO reporting_sourcespan (
    project_id, days, first, source_id, answers, complained, unverified
)
SELECT %(project)s, 1, one.day, used.source_id,
       count(*), count(*) FILTER (WHERE complained), count(*) FILTER (WHERE unverified)
FROM {_ANSWERS}
CROSS JOIN LATERAL (
    SELECT DISTINCT source_id FROM feedback_citation WHERE answer_id = item.id
) AS used
{SAID}
WHERE NOT item.abstained
GROUP BY 3, 4
"""

FOLD = (_FOLD_CONFIDENCE, _FOLD_SOURCES)

# Of each table, what its rows are of and what they sum up.
_TABLES = (
    (
        "reporting_confidencespan",
        "team_id, cohort_id, bin",
        ("answers", "judged", '"right"', "stated", "stated_right", "stated_squared"),
    ),
    ("reporting_sourcespan", "source_id", ("answers", "complained", "unverified")),
)

CLEAR = tuple(
    f"""
    DELETE FROM {table}
    WHERE project_id = %(project)s AND days = 1 AND first = ANY (%(days)s)
    """
    for table, _, _ in _TABLES
)

# The spans of `length` days from the `firsts` on, each from those of `shorter` days in it.
ADD_UP = tuple(
    statement
    for table, of, sums in _TABLES
    for statement in (
        f"""
        DELETE FROM {table}
        WHERE project_id = %(project)s AND days = %(length)s AND first = ANY (%(firsts)s)
        """,
        f"""
        INSERT INTO {table} (project_id, days, first, {of}, {", ".join(sums)})
        SELECT %(project)s, %(length)s, one.first, {of},
               {", ".join(f"sum({name})" for name in sums)}
        FROM unnest(%(firsts)s::date[]) AS one (first)
        JOIN {table} AS part ON part.project_id = %(project)s AND part.days = %(shorter)s
         AND part.first >= one.first AND part.first < one.first + %(length)s
        GROUP BY one.first, {of}
        """,
    )
)

# After a rebuild: days of which it found nothing.
TAKE_REST = tuple(
    f"""
    DELETE FROM {table} AS kept WHERE project_id = %(project)s AND days = 1 AND NOT EXISTS (
        SELECT FROM reporting_spancount AS span
        WHERE span.project_id = kept.project_id AND span.edition = %(edition)s
          AND span.kind = '' AND span.value = '' AND span.days = 1 AND span.first = kept.first
    )
    RETURNING first
    """
    for table, _, _ in _TABLES
)
