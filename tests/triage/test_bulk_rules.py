"""Rules held against many complaints at once say what they say of each by itself."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.capture.messages import CitationMessage, FlagMessage, ReleaseMessage
from feedback.capture.operations import record_releases
from feedback.models import Citation, Feedback, Project
from tests.builders import NOW, say, send_answer
from tests.triage.test_rule_grammar import CONDITIONS
from triage.clustering.queries import complaints_of
from triage.routing.backtest import backtest, decide, read_for
from triage.routing.bulk import Bulk, Column
from triage.routing.conditions import FIELDS, Condition
from triage.routing.matching import Facts
from triage.routing.operations import add_owner
from triage.routing.queries import desk_of
from triage.routing.reading import read_complaints
from triage.routing.rules import Rule, winner

WORDS = st.lists(st.sampled_from(["a", "b/c", "x", "abc", "廣", "a.b", "z z"]), max_size=3).map(
    tuple
)
FACTS = st.builds(
    Facts,
    sources=WORDS,
    source_owners=WORDS,
    teams=WORDS,
    reasons=WORDS,
    languages=WORDS,
    tags=WORDS,
    kind=st.sampled_from(["likeness", "novelty"]),
    text=WORDS.map(" ".join),
)


def bulk_of(rows: Sequence[Facts]) -> Bulk:
    """Each complaint's facts as they are: every field's column is the same."""
    places = np.arange(len(rows))
    columns = dict.fromkeys(FIELDS, Column(rows, places, places))
    return Bulk(len(rows), columns, [facts.plain for facts in rows], places)


@given(st.lists(CONDITIONS, max_size=6), st.lists(FACTS, max_size=20))
def test_many_at_once_are_won_as_each_by_itself(
    conditions: list[Condition], rows: list[Facts]
) -> None:
    rules = [Rule(n, condition, "hr", 1) for n, condition in enumerate(conditions, start=1)]

    won = bulk_of(rows).winners(rules)

    alone = [winner(rules, facts) for facts in rows]
    assert [rules[place] if place >= 0 else None for place in won.tolist()] == alone


TEXT = """
source:hr/** -> hr
source-owner:finance reason:wrong -> finance priority:low
team:"Field *" or cohort:rollout-? -> hr
term:"annual leave" not language:de -> finance respond:2h
term:"leave wrong" -> hr
release:2.* model:m-* not (reason:wrong or reason:unclear) -> assistant
language:de (team:sales or source:*.pdf) -> hr priority:urgent
source:"Leave policy" -> finance
not kind:likeness -> assistant
tag:VIP not tag:"b *" or tag:beta? -> hr
severity:high -> hr
severity:low or severity:medium term:wrong -> finance
"""


def varied(project: Project) -> None:
    """Complaints that differ in all that rules look at."""
    for slug in ("hr", "finance", "assistant"):
        add_owner(project=project, slug=slug, name=slug, actor="system:test", now=NOW)
    owned = ReleaseMessage(id="1.0", owner="Assistant")
    record_releases(project=project, messages=[owned], actor="system:test", now=NOW)
    sources = [
        CitationMessage(source="hr/leave.pdf", title="Leave policy", owner="HR"),
        CitationMessage(source="pay", uri="https://a.example/pay.pdf", owner="Finance"),
        CitationMessage(source="odd", owner="Nobody"),
    ]
    for n in range(48):
        answer = send_answer(
            project,
            question=["Is it annual\nLEAVE", "What of pay?", ""][n % 3],
            language=["en", "de-AT", ""][n // 2 % 3],
            model=["m-1", ""][n // 3 % 2],
            release=["2.0", "1.0", ""][n // 4 % 3],
            team=["Sales", "", "Field Ops"][n % 3],
            tags=[["vip"], ["b c", "vip"], ["beta2"], [], None][n % 5],
            citations=[sources[0], *sources[: n % 4], *sources[n % 3 :][:2]][: n % 5],
        )
        cites = Citation.objects.filter(answer=answer, source__external_id="odd")
        odd = {answer.pk} if n % 2 and cites.exists() else set()
        say(
            project,
            answer,
            "down" if n % 5 else None,
            reasons=[["wrong"], ["couldnt_verify"], ["unclear", "out_of_date"], ["out_of_date"]][
                n % 4
            ],
            correction="30." if n % 7 == 0 else "",
            flags=[FlagMessage(source="odd", says="doesnt_say")] if answer.pk in odd else [],
            comment=["", "wrong", "Annual  leave."][n // 5 % 3],
            person=f"p-{n}",
            team=["Field Crew", "", "Legal"][n // 2 % 3],
            cohort=["rollout-1", "pilot"][n % 2],
        )


def test_complaints_read_in_bulk_go_where_each_would_by_itself(project: Project) -> None:
    varied(project)
    read = read_for(project, desk_of(project, text=TEXT), since=NOW - timedelta(days=1))
    ids = Feedback.objects.of(project).complaints().values_list("id", flat=True)
    complaints = complaints_of(project, list(ids))

    said = set()
    for text in (TEXT, *TEXT.splitlines()):
        desk = desk_of(project, text=text)
        decided = decide(desk, read)
        alone = [desk.decide(desk.facts_of([word])) for word in complaints]
        assert Counter(decided.outcomes[place] for place in decided.of) == Counter(alone)
        said |= set(alone)
    assert len(said) > 12


MATCHERS = st.sampled_from(
    (
        *("source:hr/**", "source:*.pdf", 'source:"Leave policy"', "source-owner:f*"),
        *('team:"Field *"', "team:legal", "cohort:pilot", "reason:wrong", "reason:unclear"),
        *("term:wrong", 'term:"annual leave"', "term:leave", "release:2.*", "model:m-*"),
        *("language:de", "language:de-*", "tag:vip", "tag:beta?", "severity:high", "severity:low"),
        *("kind:likeness", "*"),
    )
)
ASKED = st.recursive(
    MATCHERS,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, inner).map("({0[0]} {0[1]})".format),
        st.tuples(inner, inner).map("({0[0]} or {0[1]})".format),
    ),
    max_leaves=4,
)
RULES_TEXT = st.lists(
    st.tuples(ASKED, st.sampled_from(["hr", "finance priority:low", "assistant respond:2h"])),
    max_size=5,
).map(lambda rules: "\n".join(f"{asked} -> {gives}" for asked, gives in rules))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(RULES_TEXT, RULES_TEXT), min_size=4, max_size=4))
def test_a_backtest_counts_what_each_complaint_by_itself_would_do(
    project: Project, texts: Sequence[tuple[str, str]]
) -> None:
    if not Feedback.objects.of(project).exists():
        varied(project)
    ids = Feedback.objects.of(project).complaints().values_list("id", flat=True)
    complaints = complaints_of(project, list(ids))
    for pair in texts:
        before, after = (desk_of(project, text=text) for text in pair)
        test = backtest(project, before=before, after=after, now=NOW + timedelta(hours=1))

        each = [
            tuple(desk.decide(desk.facts_of([word])) for desk in (before, after))
            for word in complaints
        ]
        owners = Counter((was.owner.slug, would_be.owner.slug) for was, would_be in each)
        assert {(m.before, m.after): m.count for m in test.owners} == {
            pair: count for pair, count in owners.items() if pair[0] != pair[1]
        }
        moved = sum(was.gives.priority != would_be.gives.priority for was, would_be in each)
        assert sum(move.count for move in test.priorities) == moved
        decided = Counter(would_be.why.split(" ")[1] for _, would_be in each)
        assert all(count == decided[str(line)] for line, count in test.by_line)


def test_nothing_is_read_of_a_project_without_complaints(project: Project) -> None:
    desk = desk_of(project, text="* -> triage")

    assert decide(desk, read_complaints(project, since=NOW)).of.tolist() == []
