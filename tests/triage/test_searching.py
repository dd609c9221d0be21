"""What the queue and the API find by words, and by what complaints have."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import Member, Project
from tests.builders import NOW, make_issue
from tests.triage.placing import LEAVE, VPN, complain, issue_of, place_all
from triage.issues.filters import QueueFilters
from triage.issues.operations import rename
from triage.issues.paging import cursor_at, page_after
from triage.issues.queries import queue_page, searching
from triage.models import Issue

ANN = "member:ann@example.org"


def found(project: Project, member: Member | None = None, **asked: str) -> set[str]:
    filters = QueueFilters(status="all", **asked)
    page = queue_page(project=project, filters=filters, member=member)
    return {issue.title for issue in page.issues}


@pytest.fixture
def titled(project: Project) -> Callable[..., None]:
    """An issue of one complaint, under a title of its own."""

    def make(title: str, question: str, **said: object) -> None:
        issue = make_issue(project, question, **said)
        rename(issue=issue, title=title, version=None, actor=ANN, now=NOW)

    return make


@pytest.mark.parametrize(
    "words",
    [
        "annual",
        "ANNUAL leave",
        "leave carry otherwise",
        '"annual leave"',
        "carr",
        "agreement",
        "thirty",
        "uber Übermassig",
        "hr/leave",
        "a''b\\ & | ! ( leave:* )",
    ],
)
def test_words_of_title_question_comment_and_correction_are_found(
    project: Project, titled: Callable[..., None], words: str
) -> None:
    titled(
        "The annual leave page",
        "May I carry leave over? See hr/leave. Über, übermassig",
        comment="The agreement says otherwise.",
        correction="You have thirty days. a''b",
    )
    titled("The VPN", "Why does the VPN refuse my password?")

    assert found(project, q=words) == {"The annual leave page"}


@pytest.mark.parametrize(
    "words", ['"leave annual"', "password leave", "xylophone", "!!!", '"', "annual -", "ual"]
)
def test_what_is_not_said_is_not_found(
    project: Project, titled: Callable[..., None], words: str
) -> None:
    titled("The VPN", "Why does the VPN refuse my password?")
    if words != "annual -":
        titled("The annual leave page", "May I carry leave over?")

    assert found(project, q=words) == set()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("有給休暇は何日ありますか", "休暇"),
        ("年假有多少天", "多少天"),
        ("Жалоба на отпуск без содержания", "отпуск"),
        ("كم يوما من الإجازة السنوية لدي؟", "السنوية"),
        ("मेरी छुट्टी कितने दिन की है?", "छुट्टी"),
        ("ฉันมีวันลากี่วัน", "วันลา"),
        ("연차 휴가는 며칠인가요?", "휴가는"),
        ("Où est l'accès à la réunion ?", "acces reunion"),
    ],
)
def test_words_of_any_script_are_found(
    project: Project, titled: Callable[..., None], question: str, words: str
) -> None:
    titled("It", question)
    titled("Another", "Why does the VPN refuse my password?")

    assert found(project, q=words) == {"It"}


def test_a_common_word_is_looked_for_as_a_rare_one(
    project: Project, titled: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    titled("One", "How many days of leave do I have?", team="Sales", reasons=["wrong"])
    titled("Other", "Why does the VPN refuse my password?", team="Sales", reasons=["unclear"])
    asked = [{"q": "leave"}, {"q": "vpn"}, {"team": "sales", "reason": "wrong"}, {"q": "zebra"}]
    before = [found(project, **one) for one in asked]

    monkeypatch.setattr(searching, "LISTED", -1)

    assert (
        [found(project, **one) for one in asked] == before == [{"One"}, {"Other"}, {"One"}, set()]
    )


def test_what_two_filters_say_is_said_by_one_complaint(project: Project) -> None:
    complain(project, LEAVE, team="Sales", reasons=["wrong"])
    complain(project, LEAVE, team="Legal", reasons=["unclear"])
    place_all(project)

    assert found(project, team="sales", reason="wrong")
    assert not found(project, team="sales", reason="unclear")


def test_the_best_match_comes_first_and_pages_follow(project: Project) -> None:
    few = complain(project, VPN, comment="It is about leave too.")
    many = [complain(project, "Where is the canteen?", comment=f"leave {n}") for n in range(3)]
    titles = complain(project, LEAVE)
    place_all(project)
    best = [issue_of(word).number for word in (titles, many[0], few)]
    filters = QueueFilters(status="all", q="leave", sort="relevance")

    first = queue_page(project=project, filters=filters, member=None, limit=2)
    rest = queue_page(
        project=project,
        filters=QueueFilters(status="all", q="leave", sort="relevance", cursor=first.next),
        member=None,
        limit=2,
    )

    assert [issue.number for issue in [*first.issues, *rest.issues]] == best
    assert not rest.next


def test_another_projects_words_are_not_found(project: Project, other_project: Project) -> None:
    complain(other_project, LEAVE, team="Sales")
    place_all(other_project)

    assert found(project, q="leave") == found(project, team="sales") == set()


@pytest.mark.parametrize("q", ["%ED%A0%80", "%F0%9F%98%80", "'%22%5C", "x" * 500, "%E2%80%AE"])
def test_no_text_makes_the_queue_fail(
    project: Project, member_client: Callable[[str], Client], leave: Issue, q: str
) -> None:
    address = f"/p/{project.slug}/queue/?q={q}"

    assert member_client("viewer").get(address).status_code == 200
    assert member_client("viewer").get(f"{address}&sort=relevance").status_code == 200


def test_the_api_narrows_as_the_page_does(
    project: Project, key_client: Callable[[str], APIClient]
) -> None:
    complain(
        project,
        LEAVE,
        team="Sales",
        reasons=["wrong"],
        comment="The agreement says otherwise.",
    )
    complain(project, VPN)
    place_all(project)
    client = key_client("secret")

    for asked in (
        "q=agreement",
        "reason=wrong",
        "team=sales&reason=wrong",
        "q=leave&sort=relevance",
    ):
        rows = client.get(f"/api/v1/issues?{asked}").json()["results"]
        assert [row["complaints"] for row in rows] == [1], asked
    assert client.get("/api/v1/issues?source=none").json()["results"] == []
    assert client.get("/api/v1/issues?assignee=me").json()["path"] == "assignee"


def test_pages_follow_one_another_in_every_order(project: Project) -> None:
    for n in range(5):
        make_issue(project, f"Question {n} about {'abcde'[n] * 5}?", complaints=1 + n % 2)
    for order in (("-complaints", "id"), ("-priority", "-score", "id"), ("-number",)):
        rows = Issue.objects.of(project)
        whole, cursor, read = list(rows.order_by(*order)), "", []
        while page := page_after(rows, order, cursor, 2):
            read += page
            cursor = cursor_at(page[-1], order)
        assert read == whole
