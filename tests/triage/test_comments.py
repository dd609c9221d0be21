"""Comments with mentions: said, edited, taken back and put back, by page and API."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.models import Member, Project
from tests.builders import NOW, make_key, make_member
from tests.triage.acting import refusal
from triage.issues.operations import comment, reword, undo
from triage.issues.queries.comments import comments_page
from triage.models import Issue, IssueActivity, MemberNotice, Owner

SignIn = Callable[[str], Client]


@pytest.fixture
def ann(project: Project) -> Member:
    return make_member(project, "triager", email="ann@alpha.example")


@pytest.fixture
def bob(project: Project) -> Member:
    return make_member(project, "viewer", email="bob@alpha.example")


def by(member: Member) -> str:
    return f"member:{member.user.email}"


def say(issue: Issue, text: str, member: Member) -> IssueActivity:
    return comment(issue=issue, text=text, actor=by(member), now=NOW)


def told() -> list[str]:
    notices = MemberNotice.objects.filter(kind="mention").order_by("id")
    return [notice.member.user.email for notice in notices]


def texts(issue: Issue) -> list[str]:
    return [one.text for one in comments_page(issue=issue, cursor="", limit=50)[0]]


def take_back(activity: IssueActivity, member: Member) -> IssueActivity:
    return undo(project=activity.issue.project, activity=activity, actor=by(member), now=NOW)


def test_who_is_mentioned_is_told_once(leave: Issue, ann: Member, bob: Member) -> None:
    say(leave, "@bob, and again @bob@alpha.example: is it 30?", ann)
    assert told() == ["bob@alpha.example"]


def test_a_mentioned_team_is_told_and_whoever_says_it_is_not(
    leave: Issue, ann: Member, bob: Member, people_team: Owner
) -> None:
    people_team.members.add(ann, bob)
    say(leave, "@hr please", ann)
    assert told() == ["bob@alpha.example"]


def test_who_left_or_is_of_another_project_is_plain_text(
    leave: Issue, ann: Member, bob: Member, other_project: Project
) -> None:
    make_member(other_project, "triager", email="eve@beta.example")
    bob.left_at = NOW
    bob.save()
    activity = say(leave, "@bob @eve@beta.example @nobody", ann)
    assert (activity.data["mentions"], told()) == ([], [])


def test_a_mention_stays_the_same_member_under_another_address(
    member_client: SignIn, leave: Issue, ann: Member, bob: Member
) -> None:
    say(leave, "Ask @bob.", ann)
    bob.user.email, bob.user.name = "robert@alpha.example", "Robert"
    bob.user.save()
    html = member_client("viewer").get(f"/p/alpha/issues/{leave.short_id}/").content.decode()
    assert 'assignee=robert%40alpha.example" title="@bob">@Robert</a>.' in html


def test_markup_in_a_comment_stays_text(member_client: SignIn, leave: Issue, ann: Member) -> None:
    ann.user.name = "<i>Ann</i>"
    ann.user.save()
    say(leave, "<script>alert(1)</script> @ann", ann)
    html = member_client("viewer").get(f"/p/alpha/issues/{leave.short_id}/").content.decode()
    assert "<script>alert" not in html
    assert "<i>Ann" not in html
    assert "@&lt;i&gt;Ann&lt;/i&gt;</a>" in html


def test_an_edited_comment_tells_only_who_is_new_in_it(
    leave: Issue, ann: Member, bob: Member, triager: Member
) -> None:
    said = say(leave, "@bob look", ann)
    reword(activity=said, text="@bob and @triager look", actor=by(ann), now=NOW)
    assert told() == ["bob@alpha.example", "triager@alpha.example"]
    [now] = comments_page(issue=leave, cursor="", limit=5)[0]
    assert (now.text, now.edited_at) == ("@bob and @triager look", NOW)


def test_an_edit_is_taken_back_unless_there_was_another(leave: Issue, ann: Member) -> None:
    said = say(leave, "one", ann)
    first = reword(activity=said, text="two", actor=by(ann), now=NOW)
    second = reword(activity=said, text="three", actor=by(ann), now=NOW)
    assert refusal(take_back, first, ann).code == "undo_overtaken"
    take_back(second, ann)
    assert texts(leave) == ["two"]


def test_a_comment_is_its_writers_alone(leave: Issue, ann: Member, triager: Member) -> None:
    said = say(leave, "mine", ann)
    refused = refusal(lambda: reword(activity=said, text="x", actor=by(triager), now=NOW))
    assert (refused.code, refused.status) == ("not_yours", 403)
    assert refusal(take_back, said, triager).code == "not_yours"


def test_a_comment_taken_back_can_be_put_back_and_taken_back_again(
    leave: Issue, ann: Member
) -> None:
    said = say(leave, "hm", ann)
    back = take_back(said, ann)
    assert texts(leave) == []
    assert refusal(take_back, said, ann).code == "already_undone"
    edit = refusal(lambda: reword(activity=said, text="x", actor=by(ann), now=NOW))
    assert edit.code == "already_undone"
    take_back(back, ann)
    assert texts(leave) == ["hm"]
    take_back(said, ann)
    assert texts(leave) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n ", "comment_missing"),
        ("x" * 10_001, "issue_act_refused"),
        ("a\x00b", "issue_act_refused"),
        ("half \ud83d", "issue_act_refused"),
    ],
)
def test_what_is_no_comment_is_refused(leave: Issue, ann: Member, text: str, code: str) -> None:
    assert refusal(say, leave, text, ann).code == code


def test_line_breaks_of_a_form_count_once(leave: Issue, ann: Member) -> None:
    assert say(leave, "a\r\n" * 3300 + "x" * 3400, ann).data["text"].startswith("a\na\n")


def test_too_many_mentions_are_refused(leave: Issue, ann: Member, project: Project) -> None:
    for number in range(21):
        make_member(project, "viewer", email=f"m{number}@alpha.example")
    everybody = " ".join(f"@m{number}" for number in range(21))
    assert refusal(say, leave, everybody, ann).code == "too_many_mentions"


def test_a_member_edits_on_the_page(member_client: SignIn, leave: Issue, project: Project) -> None:
    client = member_client("triager")
    path = f"/p/alpha/issues/{leave.short_id}"
    form = {"version": leave.version, "place": "issue"}
    client.post(f"{path}/comment/", form | {"text": "Is it 28?"})
    said = IssueActivity.objects.get(issue=leave, verb="commented")
    response = client.post(
        f"{path}/reword/", form | {"comment": said.pk, "text": "It is 30."}, follow=True
    )
    html = unescape(response.content.decode())
    assert "Edited the comment" in html
    assert '<p class="pre said">It is 30.</p>' in html
    comments = client.get(f"{path}/?history=comments").content.decode()
    assert "opened it for" not in comments
    assert "It is 30." in comments


def test_a_comment_on_another_issue_is_not_edited_here(
    member_client: SignIn, leave: Issue, printer: Issue, ann: Member
) -> None:
    said = say(printer, "there", ann)
    response = member_client("triager").post(
        f"/p/alpha/issues/{leave.short_id}/reword/",
        {"comment": said.pk, "text": "x", "version": leave.version, "place": "issue"},
    )
    assert response.status_code == 422


def test_a_long_history_is_read_page_by_page(
    member_client: SignIn, leave: Issue, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.issues.queries.history.SHOWN", 9)
    for number in range(12):
        say(leave, f"remark {number}", ann)
    client = member_client("viewer")
    path = f"/p/alpha/issues/{leave.short_id}/"
    first = client.get(path)
    assert "remark 2<" not in first.content.decode()
    following = client.get(path, {"before": first.context["history"].next})
    assert "remark 2<" in following.content.decode()
    assert client.get(path, {"before": "x"}).status_code == 422


def post(client: Client, issue: Issue, secret: str, body: Any) -> Any:
    return client.post(
        f"/api/v1/issues/{issue.short_id}/comments",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_program_comments_and_reads(
    client: Client, leave: Issue, project: Project, bob: Member
) -> None:
    secret = make_key(project, "secret").secret
    made = post(client, leave, secret, {"text": "Fixed in 2.4, @bob."})
    assert made.status_code == 201, made.content
    [mention] = made.json()["mentions"]
    assert (mention["handle"], mention["start"], mention["end"]) == ("bob@alpha.example", 14, 18)
    assert told() == ["bob@alpha.example"]
    page = client.get(
        f"/api/v1/issues/{leave.short_id}/comments?limit=1",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert page.json() == {"results": [made.json()], "next": None}


@pytest.mark.parametrize(
    "body",
    ['{"text": ""}', '{"text": "\\ud800"}', '{"text": "a\\u0000"}', "{}", '{"text": 1}', "x"],
)
def test_a_bad_comment_by_program_is_refused(
    client: Client, leave: Issue, project: Project, body: str
) -> None:
    response = post(client, leave, make_key(project, "secret").secret, body)
    assert response.status_code in {400, 422}, response.content
