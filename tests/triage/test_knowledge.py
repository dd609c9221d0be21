"""What hangs on one person, from issues that members resolved: who sees it, and what it says."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feedback.directory.operations import end_membership
from feedback.models import Project
from tests.builders import make_member, send_answer
from tests.triage.acting import MENDED
from tests.triage.placing import complain, move, place_all
from tests.triage.teaming import ADMIN, make_team, named
from triage.clustering.opening import Draft, open_issues
from triage.issues import operations
from triage.models import Issue, Owner
from triage.routing.knowledge import knowledge_of
from triage.routing.queries import Routed

SignIn = Callable[[str], Client]
NOW = timezone.now()


@pytest.fixture
def team(project: Project) -> Owner:
    return make_team(project, "ana", "ben", assigns="nobody")


def resolve(
    team: Owner, by: str, count: int, *, source: str = "", now: datetime = NOW
) -> list[Issue]:
    """So many issues of the team, each with a complaint that cites the source, resolved."""
    project = team.project
    drafts = [Draft(f"{by} {n}", Routed(team, ""), seen=now) for n in range(count)]
    issues = open_issues(project=project, drafts=drafts, actor=ADMIN, now=now)
    for issue in issues:
        if source:
            word = complain(project)
            send_answer(project, word.answer.external_id, sources=[source])
            place_all(project)
            move(project, word, to=issue)
        operations.resolve(
            issue=issue,
            fix=MENDED,
            resolution="Mended",
            version=None,
            actor=f"member:{by}@alpha.example",
            now=now,
        )
    return issues


def test_issues_are_alike_by_team_and_source(project: Project, team: Owner) -> None:
    resolve(team, "ana", 5, source="hr/leave")
    resolve(team, "ben", 5, source="hr/travel")
    resolve(team, "ana", 3)
    resolve(team, "ben", 3)

    found = knowledge_of(project, NOW).whole

    assert (found.total, found.alone) == (16, 10)
    assert found.only == {"ana@alpha.example": 5, "ben@alpha.example": 5}


def test_what_counts_was_resolved_lately_by_a_member_and_is_resolved_still(
    project: Project, team: Owner
) -> None:
    resolve(team, "ana", 5)
    resolve(team, "ben", 4, now=NOW - timedelta(days=91))
    resolve(team, "ben", 9, now=NOW - timedelta(days=400))
    [again] = resolve(team, "ana", 1)
    operations.reopen(issue=again, version=None, actor=ADMIN, now=NOW)
    [by_key] = resolve(team, "ana", 1)
    by_key.activity.filter(verb="resolved").update(actor="key:robot")

    found = knowledge_of(project, NOW).whole

    assert (found.total, found.alone) == (5, 0)


def test_who_left_knows_nothing_any_more(project: Project, team: Owner) -> None:
    resolve(team, "ana", 4)
    resolve(team, "ben", 2)
    end_membership(member=named(project, "ben"), actor=ADMIN, now=NOW)
    assert knowledge_of(project, NOW).whole.only == {"ana@alpha.example": 6}

    end_membership(member=named(project, "ana"), actor=ADMIN, now=NOW)
    assert knowledge_of(project, NOW).whole.nobody == 6


def test_managers_read_what_hangs_on_whom(
    member_client: SignIn, project: Project, team: Owner
) -> None:
    resolve(team, "ana", 30)

    page = member_client("manager").get("/p/alpha/owners/").content.decode()
    file = member_client("manager").get("/p/alpha/owners/?format=csv&table=knowledge")

    assert "<b>100%</b> (30 of 30)" in page
    assert "If 1 certain person left" in page
    assert "Ops,30,30,0,0,1,90,ana@alpha.example,30" in file.content.decode()


def test_too_little_is_said_to_be_too_early(
    member_client: SignIn, project: Project, team: Owner
) -> None:
    resolve(team, "ana", 6)

    page = member_client("admin").get("/p/alpha/owners/").content.decode()

    assert "Too early to tell: 6 of 30" in page
    assert "100%" not in page


@pytest.mark.parametrize("role", ["viewer", "triager"])
def test_others_do_not(member_client: SignIn, project: Project, team: Owner, role: str) -> None:
    client = member_client(role)

    assert b"hangs on one person" not in client.get("/p/alpha/owners/").content
    assert client.get("/p/alpha/owners/?format=csv&table=knowledge").status_code == 403


def test_another_projects_issues_tell_nothing_here(
    project: Project, team: Owner, other_project: Project
) -> None:
    resolve(team, "ana", 5)
    make_member(other_project, "triager")

    assert knowledge_of(other_project, NOW).whole.total == 0
