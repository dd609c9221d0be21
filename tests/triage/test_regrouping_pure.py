"""What is proposed leads from the issues as they are to the groups found afresh, and not further
than people allow."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.online import Issues, applied, snapshot_of
from triage.clustering.changes import Change, Kind, Snapshot
from triage.clustering.constraints import Constraints
from triage.clustering.labels import Labels
from triage.clustering.regrouping import accord, changes_towards
from triage.embedding.vectors import unit

ENOUGH = 8  # passes: each settles all but what the one before it opened


@dataclass(frozen=True)
class Case:
    issues: Issues
    runs: list[Labels]
    constraints: Constraints

    def snapshot(self, issues: Issues) -> Snapshot:
        vectors = unit(np.random.default_rng(1).normal(size=(len(issues), 8)))
        return snapshot_of(issues, vectors, self.constraints)

    def changes(self) -> list[Change]:
        return changes_towards(self.runs, self.snapshot(self.issues))


def labels(number: int, most: int) -> st.SearchStrategy[Labels]:
    groups = st.lists(st.integers(0, most), min_size=number, max_size=number)
    return groups.map(lambda found: np.unique(found, return_inverse=True)[1])


@st.composite
def constraints(draw: st.DrawFn, issues: Issues) -> Constraints:
    keys = [UUID(int=int(issue)) for issue in np.unique(issues)]
    pairs = st.frozensets(st.sampled_from(keys), min_size=2, max_size=2)
    apart = draw(st.frozensets(pairs, max_size=4)) if len(keys) > 1 else frozenset()
    rows = draw(st.sets(st.integers(0, len(issues) - 1), max_size=5))
    return Constraints(
        apart=apart,
        whole=draw(st.frozensets(st.sampled_from(keys), max_size=2)),
        pinned={UUID(int=row): UUID(int=int(issues[row])) for row in rows},
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    number = draw(st.integers(1, 40))
    issues = draw(labels(number, 9))
    runs = draw(st.lists(labels(number, 6), min_size=1, max_size=4))
    return Case(issues, runs, draw(constraints(issues)))


@settings(max_examples=80, deadline=None)
@given(cases())
def test_nothing_is_proposed_against_what_people_said(case: Case) -> None:
    for change in case.changes():
        if change.other:
            assert case.constraints.may_merge(change.issue, change.other)
        if change.kind != Kind.MERGE:
            assert case.constraints.may_leave(change.issue, change.feedback)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_all_of_it_done_never_brings_together_what_is_kept_apart(case: Case) -> None:
    merges = [change for change in case.changes() if change.kind == Kind.MERGE]
    after, _ = applied(case.issues, merges)
    for pair in case.constraints.apart:
        one, two = (set(after[case.issues == issue.int]) for issue in pair)
        assert not one & two


@settings(max_examples=80, deadline=None)
@given(cases())
def test_each_complaint_is_asked_about_once_and_where_it_is(case: Case) -> None:
    taken = [(change, pk) for change in case.changes() for pk in change.feedback]
    assert len({pk for _, pk in taken}) == len(taken)
    for change, pk in taken:
        assert case.issues[pk.int] == change.issue.int
    for change in case.changes():
        assert len(change.feedback) < (case.issues == change.issue.int).sum()
        assert bool(change.feedback) is (change.kind != Kind.MERGE)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_confidence_is_a_share_and_the_most_confident_come_first(case: Case) -> None:
    found = [change.confidence for change in case.changes()]
    assert all(0 <= confidence <= 1 for confidence in found)
    assert found == sorted(found, reverse=True)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_where_the_groups_are_the_issues_nothing_changes(case: Case) -> None:
    assert changes_towards([case.issues], case.snapshot(case.issues)) == []


@settings(max_examples=80, deadline=None)
@given(cases())
def test_done_in_full_it_leads_to_the_groups(case: Case) -> None:
    free, issues = Case(case.issues, case.runs[:1], Constraints()), case.issues
    for _ in range(ENOUGH):
        issues, _ = applied(issues, changes_towards(free.runs, free.snapshot(issues)))
    assert accord(np.unique(issues, return_inverse=True)[1], free.runs[0]) == 1


def groups(*sizes: int) -> Labels:
    return np.repeat(np.arange(len(sizes)), sizes)


def only(issues: Labels, *runs: Labels) -> Change:
    [change] = Case(issues, list(runs), Constraints()).changes()
    return change


def test_two_issues_in_one_group_are_to_be_merged_into_the_bigger() -> None:
    change = only(groups(10, 30), groups(40))
    assert (change.kind, change.issue.int, change.other) == (Kind.MERGE, 1, UUID(int=0))
    assert change.confidence == 1.0
    assert 0 <= change.evidence["lift"] <= 1


def test_part_of_an_issue_in_a_group_of_its_own_is_to_be_split_off() -> None:
    change = only(groups(40), groups(30, 10))
    assert (change.kind, change.other, len(change.feedback)) == (Kind.SPLIT, None, 10)


def test_complaints_in_another_issues_group_are_to_move_there() -> None:
    change = only(groups(20, 20), groups(17, 23))
    assert (change.kind, change.issue.int, change.other) == (Kind.MOVE, 0, UUID(int=1))
    assert [pk.int for pk in change.feedback] == [17, 18, 19]
    assert "3 complaints are of the other issue's kind" in change.why


def test_what_one_grouping_of_four_denies_is_three_quarters_sure() -> None:
    change = only(groups(20, 20), groups(40), groups(40), groups(40), groups(20, 20))
    assert change.confidence == 0.75


def test_complaints_that_most_groupings_leave_where_they_are_stay() -> None:
    issues, other = groups(20, 20), groups(17, 23)
    assert Case(issues, [other, issues, issues], Constraints()).changes() == []
