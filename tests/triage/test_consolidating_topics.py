"""Consolidation on complaints of known topics: what was scattered is brought together."""

from collections.abc import Collection
from uuid import UUID

import numpy as np
import pytest

from feedback.models import Project
from tests.builders import NOW, say, send_answer
from tests.triage.acting import hold_together, move, undo
from triage.clustering.consolidating import Consolidation
from triage.clustering.operations import move_complaints, place_waiting
from triage.clustering.standing import constraints_of
from triage.embedding.vectors import Vectors, unit
from triage.issues import operations as acts
from triage.models import Grouping, Issue, IssueActivity, Placement, Proposal
from triage.proposals import operations

TOPICS, EACH = 5, 14


class Topics:
    """Reads "topic 3, complaint 7" as a vector around a direction of that topic's own."""

    name, dimension = "topics", 32

    def embed(self, texts: Collection[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension))
        for row, text in enumerate(texts):
            topic, number = (int(word) for word in text.split() if word.isdigit())
            chance = np.random.default_rng([topic, number])
            rows[row, topic] = 1
            rows[row] += 0.12 * chance.normal(size=self.dimension)
        return unit(rows)


@pytest.fixture
def issues(project: Project) -> list[Issue]:
    """An issue for each topic."""
    for number in range(EACH):
        for topic in range(TOPICS):
            answer = send_answer(project, question=f"topic {topic} complaint {number}")
            say(project, answer, "down")
    place_waiting(project=project, embedder=Topics(), limit=1000, now=NOW)
    found = list(Issue.objects.order_by("number"))
    assert [issue.complaints for issue in found] == [EACH] * TOPICS
    return found


def consolidate(project: Project) -> int:
    found = Consolidation().changes_of
    return operations.consolidate(project=project, changes_of=found, clock=lambda: NOW)


def some(issue: Issue, number: int) -> list[UUID]:
    rows = issue.placements.order_by("feedback_id").values_list("feedback_id", flat=True)
    return list(rows[:number])


def scatter(issue: Issue, ids: Collection[UUID], to: Issue) -> None:
    move_complaints(
        project=issue.project,
        feedback_ids=ids,
        to=to,
        actor="system:test",
        now=NOW,
        why="by chance",
    )


def split(issue: Issue, number: int) -> Issue:
    activity = acts.split(
        issue=issue,
        feedback_ids=some(issue, number),
        version=None,
        actor="system:test",
        now=NOW,
    )
    return Issue.objects.get(pk=activity.data["issue"])


def sizes(project: Project) -> list[int]:
    living = Issue.objects.of(project).exclude(status=Issue.Status.MERGED)
    return list(living.order_by("number").values_list("complaints", flat=True))


def test_issues_that_are_as_they_would_be_are_left_alone(
    project: Project, issues: list[Issue]
) -> None:
    assert Consolidation().changes_of(project) == []


def test_what_was_scattered_is_brought_together_under_the_ids_of_before(
    project: Project, issues: list[Issue]
) -> None:
    crumbs = [split(issues[0], 1), split(issues[0], 3)]
    scatter(issues[1], some(issues[1], 5), to=issues[2])
    assert consolidate(project) == 3
    assert sizes(project) == [EACH] * TOPICS
    for crumb in crumbs:
        crumb.refresh_from_db()
        assert crumb.merged_into == issues[0]
    assert hold_together(project)


def test_topics_that_were_thrown_together_are_split_in_one_round(
    project: Project, issues: list[Issue]
) -> None:
    for issue in issues[1:3]:
        acts.merge(project=project, issues=[issues[0], issue], actor="system:test", now=NOW)
    scatter(issues[0], some(issues[0], 4), to=issues[3])
    assert consolidate(project) > 2
    assert sizes(project) == [EACH] * TOPICS
    assert hold_together(project)


def test_complaints_move_with_one_act_for_each_two_issues(
    project: Project, issues: list[Issue]
) -> None:
    scatter(issues[1], some(issues[1], 5), to=issues[2])
    consolidate(project)
    [activity] = IssueActivity.objects.filter(verb="moved")
    assert (activity.issue, activity.data["count"]) == (issues[2], 5)
    undo(activity)
    assert [issue.placements.count() for issue in issues[1:3]] == [EACH - 5, EACH + 5]
    assert consolidate(project) == 0


def test_what_a_person_moved_stays(project: Project, issues: list[Issue]) -> None:
    move(issues[1], issues[2], count=5)
    pinned = constraints_of(project).pinned
    consolidate(project)
    places = dict(Placement.objects.filter(by="person").values_list("feedback_id", "issue_id"))
    assert places == pinned


def test_an_issue_that_people_know_waits_for_them_where_it_is_not_sure(
    project: Project, issues: list[Issue]
) -> None:
    Grouping.objects.filter(project=project).update(apply_from=1.0)
    crumb = split(issues[0], 6)
    move(issues[1], crumb, count=2)
    consolidate(project)
    [proposal] = Proposal.objects.filter(state="open", kind="merge")
    assert {proposal.issue, proposal.other} == {issues[0], crumb}
    assert proposal.evidence["runs"] == 5
    assert proposal.confidence == 0.75
