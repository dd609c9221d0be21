"""What members are told, and their having read it."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.errors import RefusedError
from feedback.models import AuditEvent, Member, Project
from tests.builders import NOW, make_issue, make_member
from triage.models import MemberNotice
from triage.notices.for_members import notices_of, unread_of
from triage.notices.operations import mark_notices, tell_member

QUESTION = "Where is the form for parental leave?"
MENTION = MemberNotice.Kind.MENTION


def tell(member: Member, words: str = "Ann mentioned you.") -> MemberNotice:
    issue = member.project.issues.first() or make_issue(member.project, QUESTION)
    return tell_member(
        member=member, issue=issue, kind=MENTION, words=words, actor="member:ann@x.org", now=NOW
    )


@pytest.fixture
def triager(project: Project) -> Member:
    return make_member(project, "triager")


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_a_member_is_told_until_they_have_read_it(triager: Member) -> None:
    notice = tell(triager)
    assert unread_of(triager) == 1

    assert mark_notices(member=triager, ids=[notice.pk], read=True, now=NOW) == 1

    assert unread_of(triager) == 0
    assert [one.read_at for one in notices_of(triager)] == [NOW]
    assert AuditEvent.objects.filter(verb="member.told").count() == 1
    assert AuditEvent.objects.filter(verb="notices.read").count() == 1


def test_what_was_read_can_be_made_unread(triager: Member) -> None:
    notice = tell(triager)
    mark_notices(member=triager, ids=[notice.pk], read=True, now=NOW)

    mark_notices(member=triager, ids=[notice.pk], read=False, now=NOW)

    assert unread_of(triager) == 1


def test_nobody_marks_what_another_is_told(triager: Member, project: Project) -> None:
    notice = tell(triager)
    other = make_member(project, "manager")

    assert mark_notices(member=other, ids=[notice.pk], read=True, now=NOW) == 0

    assert unread_of(triager) == 1


def test_nobody_is_told_of_another_projects_issue(triager: Member, other_project: Project) -> None:
    issue = make_issue(other_project, QUESTION)

    with pytest.raises(RefusedError):
        tell_member(
            member=triager, issue=issue, kind=MENTION, words="Look", actor="system:test", now=NOW
        )


def test_who_left_is_not_told(triager: Member) -> None:
    triager.left_at = NOW
    triager.save()

    with pytest.raises(RefusedError):
        tell(triager)


def test_the_page_lists_the_newest_first_and_the_shell_counts_the_unread(triager: Member) -> None:
    tell(triager, "Ann mentioned you first.")
    tell(triager, "Ben mentioned you then.")

    page = client_of(triager).get("/p/alpha/notices/").content.decode()

    assert page.index("Ben mentioned you then.") < page.index("Ann mentioned you first.")
    assert 'For you <span class="count">2<' in page


def test_a_notice_is_marked_read_from_the_page(triager: Member) -> None:
    notice = tell(triager)

    client_of(triager).post("/p/alpha/notices/mark/", {"notice": [str(notice.pk), "nonsense"]})

    assert unread_of(triager) == 0


def test_an_empty_list_says_what_will_be_there(member_client: Callable[[str], Client]) -> None:
    page = member_client("viewer").get("/p/alpha/notices/").content.decode()

    assert "Nothing for you yet" in page


def test_the_list_is_a_file_too(triager: Member) -> None:
    tell(triager, "=1+1")

    answer = client_of(triager).get("/p/alpha/notices/?format=csv")

    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1" in answer.content.decode()
