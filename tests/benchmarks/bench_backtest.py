"""`make bench-backtest`: how long it takes to say what 50 other rules would have done.

100,000 complaints of the last 30 days, each of an answer of its own with three of 500 sources, a
question and, one in three, a comment. The rules look at all that rules can, a third for words.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, TypeVar

import psycopg

from config.services.places import Places
from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report

if TYPE_CHECKING:
    from feedback.models import Project
    from triage.routing.reading import Read

COMPLAINTS = 100_000
RULES = 50
TIMES = 5
LIMIT_S = 2
WORDS = [
    "annual",
    "leave",
    "parental",
    "travel",
    "expense",
    "budget",
    "laptop",
    "password",
    "printer",
    "invoice",
    "contract",
    "bonus",
    "shift",
    "overtime",
    "canteen",
    "parking",
    "visa",
    "training",
    "pension",
    "warranty",
]

T = TypeVar("T")

_SEED = f"""
SET session_replication_role = replica;

INSERT INTO feedback_team (id, project_id, slug, name)
SELECT gen_random_uuid(), project.id, 'team-' || n, 'Team ' || n
FROM feedback_project AS project, generate_series(0, 35) AS n;

INSERT INTO feedback_cohort (id, project_id, slug, name, onboarding)
SELECT gen_random_uuid(), project.id, 'cohort-' || n, 'Cohort ' || n, ''
FROM feedback_project AS project, generate_series(0, 5) AS n;

INSERT INTO feedback_release (id, project_id, name, first_seen)
SELECT gen_random_uuid(), project.id, 'release-' || n, now() - interval '2 years'
FROM feedback_project AS project, generate_series(0, 11) AS n;

INSERT INTO feedback_source (id, project_id, external_id, uri, title, version, owner, status)
SELECT gen_random_uuid(), project.id,
       'area-' || n % 20 || '/part-' || n % 7 || '/page-' || n || '.pdf',
       'https://intranet.example/pages/' || n, 'Page ' || n, '', 'Owner ' || n % 25, 'approved'
FROM feedback_project AS project, generate_series(0, 499) AS n;

INSERT INTO feedback_answer (
    id, project_id, external_id, stub, question, text, language, model, release_id, team_id,
    prompt_version, conversation, abstained, asked_at, recorded_at
)
SELECT uuidv7(-ago), project.id, 'answer-' || n, false,
       'How do I get my ' || words.list[1 + n % 20] || ' and ' || words.list[1 + n * 7 % 20]
       || ' settled at site ' || n || ' before the end of the month?',
       'See the page.', (ARRAY['en', 'de', 'fr-CA'])[1 + abs(hashtextextended(n::text, 1)) % 3],
       'm-' || n % 4, release.id, team.id, '', '', false, now() - ago, now() - ago
FROM feedback_project AS project
CROSS JOIN (SELECT string_to_array('{" ".join(WORDS)}', ' ')) AS words (list)
CROSS JOIN generate_series(1, {COMPLAINTS}) AS n
CROSS JOIN LATERAL (SELECT make_interval(secs => n * 25.0)) AS place (ago)
JOIN feedback_release AS release ON release.name = 'release-' || n * 11 / {COMPLAINTS}
JOIN feedback_team AS team ON team.slug = 'team-' || abs(hashtextextended(n::text, 2)) % 36;

INSERT INTO feedback_citation (id, answer_id, source_id, position, passage)
SELECT gen_random_uuid(), answer.id,
       source.ids[1 + abs(hashtextextended(answer.external_id, position)) % 500], position, ''
FROM feedback_answer AS answer
CROSS JOIN generate_series(1, 3) AS position
CROSS JOIN (SELECT array_agg(id ORDER BY external_id) FROM feedback_source) AS source (ids);

INSERT INTO feedback_feedback (
    id, project_id, answer_id, voter, team_id, cohort_id, release_id, channel, rating, reasons,
    comment, withdrawn, complains, suspect, revision, given_at, recorded_at
)
SELECT answer.id, answer.project_id, answer.id, 'v', answer.team_id, cohort.id,
       answer.release_id, 'api', -1,
       (ARRAY['{{wrong}}', '{{out_of_date}}', '{{unclear,too_long}}', '{{}}'])
           [1 + abs(hashtextextended(n::text, 4)) % 4]::text[],
       CASE WHEN n % 3 = 0 THEN 'Section ' || n % 900 || ' says otherwise.' ELSE '' END,
       false, true, false, 1, answer.asked_at, answer.asked_at
FROM feedback_answer AS answer
CROSS JOIN LATERAL (SELECT split_part(answer.external_id, '-', 2)::int) AS numbered (n)
JOIN feedback_cohort AS cohort ON cohort.slug = 'cohort-' || abs(hashtextextended(n::text, 3)) % 6;

ANALYZE
"""


def rules_text(shift: int = 0) -> str:
    """RULES lines over three owners; another `shift` gives other owners."""
    owners = ("hr", "finance", "it")
    conditions = (
        "source:area-{a}/**",
        'source-owner:"Owner {a}" not language:de',
        'term:{word} or term:"{word} and"',
        "team:team-{a}* (reason:wrong or severity:low)",
        'term:"{word}" cohort:cohort-{b}',
        "release:release-{b} model:m-{b} not source:**/part-{b}/*",
    )
    lines = [
        conditions[n % len(conditions)].format(a=n % 20, b=n % 4, word=WORDS[n % len(WORDS)])
        + f" -> {owners[(n + shift * (n % 5 == 0)) % 3]}"
        + (" priority:high respond:4h" if n % 4 == shift else "")
        for n in range(RULES)
    ]
    return "\n".join(lines)


def _measured(servers: dict[str, str]) -> list[Figure]:
    os.environ |= servers | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()
    from django.utils import timezone

    from feedback.models import Project
    from triage.routing.operations import add_owner, save_rules
    from triage.routing.rules import parse

    project, now = Project.objects.get(), timezone.now()
    said = {"project": project, "actor": "system:bench", "now": now}
    for slug in ("hr", "finance", "it"):
        add_owner(slug=slug, name=slug, **said)
    save_rules(text=rules_text(), **said)

    def parsed() -> None:
        parse.cache_clear()
        parse(rules_text(1))

    figures = _parts(project, now)
    return [*figures, Figure("besides: parsing a text", timed(parsed), "s")]


def _parts(project: "Project", now: datetime) -> list[Figure]:
    """A backtest, and what it is made of."""
    from triage.routing.backtest import DAYS, Backtest, backtest, decide, read_for
    from triage.routing.queries import desk_of

    before, after = desk_of(project), desk_of(project, text=rules_text(1))

    def read() -> "Read":
        return read_for(project, before, after, since=now - timedelta(days=DAYS))

    def decided() -> None:
        fresh = replace(known, bulk=replace(known.bulk, known={}))
        decide(before, fresh)
        decide(after, fresh)

    def whole() -> Backtest:
        return backtest(project, before=before, after=after, now=now)

    known, test = read(), whole()
    assert test.complaints == COMPLAINTS, test.complaints
    assert 0 < test.moved < COMPLAINTS
    name = f"all of it: {test.moved:,} of {test.complaints:,} complaints move"
    return [
        Figure(name, timed(whole), "s", LIMIT_S, "at most"),
        Figure("of it CPU of this process", timed(whole, time.process_time), "s"),
        Figure("of it reading", timed(read), "s"),
        Figure("of it deciding, by both texts", timed(decided), "s"),
    ]


def timed(call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds, the median of TIMES."""
    walls = []
    for _ in range(TIMES):
        began = clock()
        call()
        walls.append(clock() - began)
    return median(walls)


def main() -> None:
    with bench_stack("--services-only") as stack:
        stack.manage("migrate")
        stack.bootstrap("backtest")
        places = Places(stack.var)
        servers = {"DATABASE_URL": places.database_url, "REDIS_URL": places.redis_url}
        with psycopg.connect(places.database_url, autocommit=True) as database:
            for statement in _SEED.split(";\n"):
                database.execute(statement)  # type: ignore[arg-type]
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            figures = pool.submit(_measured, servers).result()
    report("backtest", figures)


if __name__ == "__main__":
    main()
