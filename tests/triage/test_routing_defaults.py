"""Who gets what no rule names: whoever answers for what is to blame."""

import pytest
from django.test import Client

from feedback.capture.messages import CitationMessage, ReleaseMessage
from feedback.capture.operations import record_releases
from feedback.models import AuditEvent, Project, Release
from tests.builders import NOW, make_key, say, send_answer
from tests.triage.placing import place_all
from triage.models import Issue
from triage.routing.operations import add_owner, save_rules


@pytest.fixture
def teams(project: Project) -> None:
    for slug in ("hr", "assistant"):
        add_owner(project=project, slug=slug, name=slug, actor="system:test", now=NOW)


def own(project: Project, release: str, owner: str) -> list[str]:
    message = ReleaseMessage(id=release, owner=owner)
    return list(record_releases(project=project, messages=[message], actor="system:test", now=NOW))


def issue_of(project: Project, *reasons: str, release: str = "2.0") -> Issue:
    answer = send_answer(
        project, release=release, citations=[CitationMessage(source="leave.pdf", owner="HR")]
    )
    say(project, answer, "down", reasons=list(reasons))
    place_all(project)
    return Issue.objects.get(project=project)


@pytest.mark.parametrize(
    ("reasons", "owner", "why"),
    [
        (["wrong"], "assistant", "the release's owner is Assistant"),
        (["integration_failed"], "assistant", "the release's owner is Assistant"),
        (["wrong", "unclear", "out_of_date"], "assistant", "the release's owner is Assistant"),
        (["out_of_date"], "hr", "the source's owner is HR"),
        (["out_of_date", "wrong"], "hr", "the source's owner is HR"),
        ([], "hr", "the source's owner is HR"),
    ],
)
def test_what_is_to_blame_says_who_answers(
    project: Project, teams: None, reasons: list[str], owner: str, why: str
) -> None:
    own(project, "2.0", "Assistant")

    issue = issue_of(project, *reasons)

    assert (issue.owner.slug, issue.owner_why) == (owner, why)


def test_a_release_that_nobody_owns_leaves_it_to_the_sources_owner(
    project: Project, teams: None
) -> None:
    assert issue_of(project, "wrong").owner.slug == "hr"


def test_a_rule_goes_before_the_releases_owner(project: Project, teams: None) -> None:
    own(project, "2.0", "Assistant")
    save_rules(project=project, text="reason:wrong -> hr", actor="system:test", now=NOW)

    assert issue_of(project, "wrong").owner_why == "line 1 matched reason:wrong"


def test_whoever_catches_all_gets_what_neither_names(project: Project) -> None:
    issue = issue_of(project, "wrong")

    assert issue.owner.catches_all
    assert (
        issue.owner_why == "no rule matched, and no release and no source names an owner known here"
    )


def test_a_release_may_be_named_before_its_first_answer(project: Project) -> None:
    assert own(project, "3.0", "Assistant") == ["created"]
    assert own(project, "3.0", "Assistant") == ["duplicate"]
    assert own(project, "3.0", "Platform") == ["updated"]
    assert own(project, "3.0", "") == ["duplicate"]

    send_answer(project, release="3.0")
    assert Release.objects.get(project=project).owner == "Platform"
    assert AuditEvent.objects.filter(verb="releases.synced").count() == 2


def test_releases_are_sent_and_read_by_the_api(project: Project, client: Client) -> None:
    key = {"Authorization": f"Bearer {make_key(project, 'secret').secret}"}
    body = {"releases": [{"id": "2.0", "owner": "Assistant"}, {"id": ""}]}

    sent = client.post("/api/v1/releases", body, "application/json", headers=key)
    read = client.get("/api/v1/releases", headers=key)

    assert [result["status"] for result in sent.json()["results"]] == [201, 422]
    assert [(r["id"], r["owner"]) for r in read.json()["releases"]] == [("2.0", "Assistant")]
