"""Suggestions of an owner: what is learnt from, when they are made, and when they give one."""

from datetime import timedelta

import pytest

from feedback.models import Project
from tests.builders import NOW, make_project
from tests.triage.placing import complain, issue_of, place_all, settle
from tests.triage.suggesting import (
    ANN,
    ask,
    decide,
    give,
    learn,
    open_one,
    owners_in,
    suggestion_of,
    turn_on,
)
from triage.issues.operations import undo
from triage.models import Grouping, Issue, Owner, Suggesting
from triage.routing import suggestions
from triage.routing.operations import save_rules
from triage.routing.suggestions import kept_of, projects_to_learn, shown_with

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def owners(project: Project) -> dict[str, Owner]:
    return owners_in(project)


@pytest.fixture
def taught(project: Project, owners: dict[str, Owner]) -> list[Issue]:
    """Issues that Ann gave to two owners, and what was learnt from that."""
    issues = decide(project, owners)
    learn(project)
    return issues


def test_a_new_issue_is_suggested_to_whom_people_gave_its_like(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    issue = open_one(project, "it")

    shown = shown_with(issue)

    assert shown is not None
    assert shown.owner == owners["it"]
    assert shown.confidence > 0.7
    assert len(shown.like) == 2
    assert {like.owner for like in shown.like} == {owners["it"]}


def test_while_it_is_off_a_suggestion_gives_nobody_anything(
    project: Project, taught: list[Issue]
) -> None:
    issue = open_one(project, "it")

    assert issue.owner.catches_all
    assert issue.owner_by == Issue.OwnerBy.CATCH_ALL


def test_turned_on_it_gives_the_owner_and_says_how_sure_and_like_what(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    turn_on(project)

    issue = open_one(project, "it")

    like = [one.short_id for one in taught[1::2]]  # those of IT
    assert issue.owner == owners["it"]
    assert issue.owner_by == Issue.OwnerBy.SUGGESTION
    assert issue.owner_why.startswith("suggested 0.")
    assert any(name in issue.owner_why for name in like)
    assert suggestion_of(issue).applied
    assert shown_with(issue) is None


def test_below_its_threshold_it_is_only_shown(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    turn_on(project, 1.0)

    issue = open_one(project, "hr")

    assert issue.owner.catches_all
    assert shown_with(issue).owner == owners["hr"]


def test_a_rule_wins_over_a_suggestion(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    turn_on(project)
    save_rules(project=project, text="* -> hr", actor=ANN, now=NOW)

    issue = open_one(project, "it")

    assert issue.owner == owners["hr"]
    assert issue.owner_by == Issue.OwnerBy.RULE
    assert shown_with(issue).owner == owners["it"]


def test_what_grew_is_looked_at_again_and_stays_with_whom_it_was_suggested_to(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    turn_on(project)
    question = ask("it")

    words = [complain(project, question) for _ in range(4)]
    place_all(project)

    assert issue_of(words[0]).complaints == 4
    assert issue_of(words[0]).owner == owners["it"]


def test_too_few_decisions_teach_nothing_and_say_how_many_there_are(
    project: Project, owners: dict[str, Owner]
) -> None:
    decide(project, owners, each=7)

    learn(project)

    assert Suggesting.objects.get(project=project).trouble == "14 of 30 decisions"
    assert suggestion_of(open_one(project, "it")) is None


def test_decisions_for_one_owner_alone_teach_nothing(
    project: Project, owners: dict[str, Owner]
) -> None:
    decide(project, {"hr": owners["hr"]}, each=31)

    learn(project)

    assert "name one owner" in Suggesting.objects.get(project=project).trouble


def test_what_rules_and_suggestions_gave_is_nobodys_decision(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    turn_on(project)
    open_one(project, "it")
    save_rules(project=project, text="* -> hr", actor=ANN, now=NOW)
    open_one(project, "hr")

    learn(project)

    assert Suggesting.objects.get(project=project).decisions == len(taught)


def test_resolving_what_was_suggested_confirms_it(project: Project, taught: list[Issue]) -> None:
    turn_on(project)
    settle(open_one(project, "it"))

    learn(project)

    assert Suggesting.objects.get(project=project).decisions == len(taught) + 1


def test_undoing_a_decision_takes_back_what_it_taught(
    project: Project, taught: list[Issue]
) -> None:
    activity = taught[0].activity.get(verb="assigned")
    undo(project=project, activity=activity, actor=ANN, now=NOW)

    learn(project)

    assert Suggesting.objects.get(project=project).decisions == len(taught) - 1


def test_open_issues_are_suggested_for_as_soon_as_there_is_enough(
    project: Project, owners: dict[str, Owner]
) -> None:
    waiting = open_one(project, "it")
    decide(project, owners)

    learn(project)

    assert suggestion_of(waiting).owner == owners["it"]


def test_once_somebody_decided_the_suggestion_stays_as_it_was(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    issue = open_one(project, "it")
    give(issue, owners["hr"])

    learn(project, now=LATER)

    issue.refresh_from_db()
    assert suggestion_of(issue).made_at == NOW
    assert shown_with(issue) is None


def test_in_another_space_nothing_is_suggested_until_it_is_learnt_anew(
    project: Project, taught: list[Issue]
) -> None:
    Suggesting.objects.filter(project=project).update(model="another")

    issue = open_one(project, "it")

    assert suggestion_of(issue) is None
    assert projects_to_learn(LATER) == [project.pk]
    learn(project, now=LATER)
    assert suggestion_of(issue) is not None


def test_an_owner_that_is_gone_is_not_suggested(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    Issue.objects.filter(owner=owners["it"]).update(owner=owners["hr"])
    owners["it"].delete()

    issue = open_one(project, "it")

    found = suggestion_of(issue)
    assert found is None or found.owner == owners["hr"]


def test_kept_is_what_people_wanted_of_what_was_suggested(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    for owner in ("it", "it", "it", "hr"):
        give(open_one(project, "it"), owners[owner])
    turn_on(project)
    settle(open_one(project, "hr"))
    open_one(project, "hr")  # nobody has decided about it

    found = kept_of(project, now=LATER)

    assert (found.kept, found.decided) == (4, 5)
    assert found.low == pytest.approx(0.376, abs=0.001)
    assert found.high == pytest.approx(0.964, abs=0.001)


def test_of_very_many_decisions_the_newest_tell(
    project: Project,
    owners: dict[str, Owner],
    taught: list[Issue],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for wanted in ("it", "it", "hr"):
        give(open_one(project, "it"), owners[wanted])
    monkeypatch.setattr(suggestions, "MOST_MEASURED", 2)

    found = kept_of(project, now=LATER)

    assert (found.kept, found.decided) == (1, 2)


def test_what_was_suggested_long_ago_is_not_counted(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    give(open_one(project, "it"), owners["it"])

    found = kept_of(project, now=NOW + timedelta(days=91))

    assert (found.kept, found.decided, found.low) == (0, 0, None)


def test_a_decision_is_learnt_from_at_the_next_sweep_and_once(
    project: Project, owners: dict[str, Owner], taught: list[Issue]
) -> None:
    assert projects_to_learn(LATER) == []

    give(open_one(project, "it"), owners["it"], now=LATER)

    assert projects_to_learn(LATER) == [project.pk]
    learn(project, now=LATER)
    assert projects_to_learn(LATER) == []


def test_another_projects_decisions_teach_nothing_here(
    project: Project, taught: list[Issue]
) -> None:
    other = make_project("beta")
    assert Grouping.objects.get(project=other).model == ""

    learn(other)

    assert Suggesting.objects.get(project=other).trouble == "0 of 30 decisions"
