"""How the text of ownership rules reads, and how it says what is no rule."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.models import Kind
from triage.routing.conditions import (
    FIELDS,
    ONE_OF,
    Condition,
    Everything,
    Matcher,
    all_of,
    either_of,
    negation_of,
)
from triage.routing.giving import LONGEST, PRIORITIES, UNITS, Gives, time_text
from triage.routing.matching import Facts
from triage.routing.rules import MOST_RULES, RuleSyntaxError, check_owners, parse


@pytest.mark.parametrize(
    ("text", "line", "column", "detail"),
    [
        ("hr/leave -> hr", 1, 1, "matcher"),
        ("* -> hr\n\nfoo:bar -> hr", 3, 1, "none of the matchers"),
        ("team:a", 1, 7, "->"),
        ("team:a ->", 1, 10, "owner"),
        ("team: -> hr", 1, 7, "value"),
        ("team:a -> HR", 1, 11, "owner"),
        ("team:a -> hr legal", 1, 14, "end of the line"),
        ('team:"a -> hr', 1, 6, "value"),
        ("-> hr", 1, 1, "matcher"),
        ("(team:a -> hr", 1, 9, ")"),
        ("team:a) -> hr", 1, 7, "->"),
        ("team:a or -> hr", 1, 11, "matcher"),
        ("or team:a -> hr", 1, 1, "matcher"),
        ("team:a not -> hr", 1, 12, "matcher"),
        ("() -> hr", 1, 2, "matcher"),
        ("kind:foo -> hr", 1, 6, "novelty"),
        ("* -> hr prio:high", 1, 9, "priority, respond, resolve"),
        ("* -> hr priority:huge", 1, 18, "low, medium, high, urgent"),
        ("* -> hr respond:4", 1, 17, "write 30m, 4h, 3d or 1w"),
        ("* -> hr respond:0h", 1, 17, "from one minute"),
        ("* -> hr resolve:53w", 1, 17, "52 weeks"),
        ("* -> hr respond:1h respond:2h", 1, 20, "twice"),
        ("* -> hr respond:2h resolve:1h", 1, 20, "after the resolution"),
        ("* -> hr\n" * MOST_RULES + "* -> hr", 1001, 1, "more than 1,000 rules"),
    ],
)
def test_what_is_no_rule_is_named_by_line_and_column(
    text: str, line: int, column: int, detail: str
) -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        parse(text)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert detail in caught.value.detail


@pytest.mark.parametrize(
    "condition",
    ["(team:a or (team:b " * 5000 + "*" + "))" * 5000, "(" * 5000, "not (*  team:a or " * 5000],
)
def test_what_stands_too_deep_in_one_another_is_refused(condition: str) -> None:
    with pytest.raises(RuleSyntaxError):
        parse(f"{condition} -> hr")


def test_brackets_that_say_nothing_may_be_any_number() -> None:
    [rule] = parse(f"{'(' * 5000}team:a{')' * 5000} -> hr")

    assert rule.condition == Matcher("team", "a")


def test_words_between_matchers_may_be_capitals() -> None:
    [rule] = parse("team:a AND NOT team:b OR team:c -> hr")

    assert str(rule.condition) == "team:a not team:b or team:c"


def test_a_value_may_be_one_of_the_words_and_hold_brackets() -> None:
    [rule] = parse("(team:or and source:pay(2).pdf) -> not")

    assert str(rule.condition) == "team:or source:pay(2).pdf"
    assert rule.owner == "not"


def test_an_unknown_owner_is_named_by_line_and_column() -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        check_owners(parse("* -> hr\nteam:a   -> nobody"), {"hr"})

    assert (caught.value.line, caught.value.column) == (2, 13)


def test_the_kinds_that_rules_know_are_those_of_issues() -> None:
    assert set(ONE_OF["kind"]) == set(Kind.values) - {Kind.ESCALATION}


@given(st.text() | st.text('()"*:->\n \tnotorandteam:a'))
def test_any_text_is_rules_or_a_syntax_error(text: str) -> None:
    try:
        lines = [rule.line for rule in parse(text)]
    except RuleSyntaxError as error:
        lines = [error.line]

    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


def matchers() -> st.SearchStrategy[Condition]:
    words = st.text("abcxyz/*?.-é廣[]", min_size=1, max_size=12).filter(lambda w: "->" not in w)
    fields = sorted(FIELDS.keys() - ONE_OF.keys())
    free = st.builds(Matcher, st.sampled_from(fields), words, st.booleans())
    spaced = st.builds(lambda f, v: Matcher(f, f"{v} ({v}", quoted=True), st.just("term"), words)
    one_of = [Matcher(field, value) for field, values in ONE_OF.items() for value in values]
    return st.just(Everything()) | free | spaced | st.sampled_from(one_of)


CONDITIONS = st.recursive(
    matchers(),
    lambda inner: (
        inner.map(negation_of)
        | st.lists(inner, min_size=1, max_size=4).map(all_of)
        | st.lists(inner, min_size=1, max_size=4).map(either_of)
    ),
    max_leaves=12,
)
TIMES = st.builds(lambda n, unit: n * unit, st.integers(1, 50), st.sampled_from([*UNITS.values()]))
GIVES = st.builds(
    Gives, st.none() | st.sampled_from([*PRIORITIES.values()]), st.none(), st.none() | TIMES
)


@given(CONDITIONS, GIVES)
def test_a_rule_reads_as_it_is_written(condition: Condition, gives: Gives) -> None:
    [rule] = parse(f"{condition} -> hr {gives}")

    assert (rule.condition, rule.gives) == (condition, gives)
    assert rule.why == f"line 1 matched {condition}"


@given(CONDITIONS, st.text(max_size=40))
def test_a_condition_holds_or_its_negation_does(condition: Condition, text: str) -> None:
    facts = Facts(text=text, sources=(text,), teams=(text,))

    assert condition.holds(facts) is not negation_of(condition).holds(facts)


@given(st.integers(1, LONGEST // timedelta(minutes=1)))
def test_a_time_reads_as_it_is_written(minutes: int) -> None:
    time = timedelta(minutes=minutes)

    [rule] = parse(f"* -> hr resolve:{time_text(time)}")

    assert rule.gives.resolve == time
