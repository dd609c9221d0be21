"""The statements that fold how far answers can be trusted. Pure text; see `statements`.

Beside `project` and `days` they take the reasons `couldnt_verify` and `should_abstain`.
"""

# ruff: noqa: S608 - put together from what stands here

from reporting.rollups.statements import ANSWERS

# What standing words say of an answer; `praised` is empty where nobody has judged it.
_SAID = """
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
_RESTS = """
LEFT JOIN LATERAL (
    SELECT true AS cited, bool_and(was.complete AND citation.passage <> '') AS complete,
           bool_and(was.status = 'approved') AS approved,
           bool_and(was.approved_until IS NULL OR was.approved_until >= one.day) AS current
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
INSERT INTO reporting_confidenceday (
    project_id, day, team_id, cohort_id, bin, answers, judged, "right",
    stated, stated_right, stated_squared
)
SELECT %(project)s, one.day, item.team_id, item.cohort_id,
       least(floor(item.confidence * 20), 19)::int,
       count(*), count(praised), count(*) FILTER (WHERE praised),
       coalesce(sum(share.stated) FILTER (WHERE praised IS NOT NULL), 0),
       coalesce(sum(share.stated) FILTER (WHERE praised), 0),
       coalesce(sum(share.stated * share.stated) FILTER (WHERE praised IS NOT NULL), 0)
FROM {ANSWERS}
CROSS JOIN LATERAL (SELECT round(item.confidence * 1000000)::bigint AS stated) AS share
{_SAID}
WHERE item.confidence IS NOT NULL AND NOT item.abstained
GROUP BY 2, 3, 4, 5
"""

_FOLD_VERIFIABLE = f"""
INSERT INTO reporting_verifiableday (
    project_id, day, team_id, cohort_id, answered, cited, complete, approved, current, verifiable,
    unverified_answers, cited_complained, unduly_answered, abstained_right, abstained_wrong
)
SELECT %(project)s, one.day, item.team_id, item.cohort_id,
       count(*) FILTER (WHERE NOT abstained),
       count(*) FILTER (WHERE NOT abstained AND rests.cited),
       count(*) FILTER (WHERE NOT abstained AND rests.complete),
       count(*) FILTER (WHERE NOT abstained AND rests.approved),
       count(*) FILTER (WHERE NOT abstained AND rests.current),
       count(*) FILTER (
           WHERE NOT abstained AND rests.complete AND rests.approved AND rests.current),
       count(*) FILTER (WHERE NOT abstained AND unverified),
       count(*) FILTER (WHERE NOT abstained AND rests.cited AND complained),
       count(*) FILTER (WHERE NOT abstained AND unduly),
       count(*) FILTER (WHERE abstained AND praised),
       count(*) FILTER (WHERE abstained AND complained)
FROM {ANSWERS}
{_SAID}
{_RESTS}
GROUP BY 2, 3, 4
"""

_FOLD_SOURCES = f"""
INSERT INTO reporting_sourceday (project_id, day, source_id, answers, complained, unverified)
SELECT %(project)s, one.day, used.source_id,
       count(*), count(*) FILTER (WHERE complained), count(*) FILTER (WHERE unverified)
FROM {ANSWERS}
CROSS JOIN LATERAL (
    SELECT DISTINCT source_id FROM feedback_citation WHERE answer_id = item.id
) AS used
{_SAID}
WHERE NOT item.abstained
GROUP BY 2, 3
"""

FOLD = (_FOLD_CONFIDENCE, _FOLD_VERIFIABLE, _FOLD_SOURCES)

_TABLES = ("reporting_confidenceday", "reporting_verifiableday", "reporting_sourceday")

CLEAR = tuple(
    f"DELETE FROM {table} WHERE project_id = %(project)s AND day = ANY (%(days)s)"
    for table in _TABLES
)

CLEAR_ALL = tuple(f"DELETE FROM {table} WHERE project_id = %(project)s" for table in _TABLES)
