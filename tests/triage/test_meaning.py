"""What the queue and the API find by what words mean, though no complaint has them."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import Member, Project
from tests.builders import make_issue, make_project
from tests.triage.acting import resolve
from tests.triage.reading import reading_worker
from triage.clustering.tasks import read
from triage.issues.filters import MEANING, FilterRefusedError, QueueFilters
from triage.issues.queries import meaning, next_in_queue, queue_page
from triage.issues.queries.queue import QueuePage
from triage.models import Grouping, Issue

LEAVE = "How many days of annual leave do I have?"
UNPAID = "Is unpaid leave possible?"
VPN = "Why does the VPN refuse my password?"
PRINTER = "Where is the printer on the second floor?"
HOLIDAY = "vacation allowance"
NOT_READ = "Words alone for now: what reads it does not answer."


def page_of(project: Project, q: str = HOLIDAY, **asked: str) -> QueuePage:
    filters = QueueFilters(q=q, sort=MEANING, **asked)
    return queue_page(project=project, filters=filters, member=None)


def titles(page: QueuePage) -> list[str]:
    return [issue.title for issue in page.issues]


@pytest.fixture(autouse=True)
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "WAIT_S", 0.05)


@pytest.fixture
def asked(project: Project) -> dict[str, Issue]:
    """Four issues, and a worker has read HOLIDAY."""
    issues = {text: make_issue(project, text) for text in (LEAVE, UNPAID, VPN, PRINTER)}
    read(str(project.pk), HOLIDAY)
    return issues


def test_what_means_the_same_is_found_without_a_word_in_common(
    project: Project, asked: dict[str, Issue]
) -> None:
    page = page_of(project)

    assert page.issues == [asked[LEAVE], asked[UNPAID]]
    near = [page.likeness[issue.pk] for issue in page.issues]
    assert near == sorted(near, reverse=True)
    assert all(meaning.LEAST <= value <= 1 for value in near)


def test_nothing_is_shown_where_nothing_means_that(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client]
) -> None:
    read(str(project.pk), "purple elephants dance")

    html = member_client("viewer").get(
        f"/p/{project.slug}/queue/?sort=likeness&q=purple+elephants+dance"
    )

    assert "Nothing here means that" in html.content.decode()
    assert html.context["rows"] == []


def test_filters_and_tabs_narrow_what_is_near(project: Project, asked: dict[str, Issue]) -> None:
    resolve(asked[LEAVE])

    assert page_of(project).issues == [asked[UNPAID]]
    assert page_of(project, status="resolved").issues == [asked[LEAVE]]
    assert page_of(project, status="all").issues == [asked[LEAVE], asked[UNPAID]]
    assert page_of(project, status="all", kind="novelty").issues == []
    assert page_of(project, status="merged").issues == []


def test_pages_follow_one_another_though_issues_are_worked_off_meanwhile(
    project: Project, asked: dict[str, Issue], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "LEAST", -1.0)
    filters = QueueFilters(q=HOLIDAY, sort=MEANING)
    whole = queue_page(project=project, filters=filters, member=None).issues
    first = queue_page(project=project, filters=filters, member=None, limit=2)
    resolve(whole[0])
    behind = QueueFilters(q=HOLIDAY, sort=MEANING, cursor=first.next)
    rest = queue_page(project=project, filters=behind, member=None, limit=2)

    assert len(whole) == 4
    assert [*first.issues, *rest.issues] == whole
    assert not rest.next


def test_after_an_act_the_next_nearest_is_shown(
    project: Project, asked: dict[str, Issue], triager: Member
) -> None:
    filters = QueueFilters(q=HOLIDAY, sort=MEANING)
    was = asked[LEAVE]

    following = next_in_queue(filters=filters, member=triager, was=was, gone=[was])

    assert following == asked[UNPAID]


def test_a_new_issue_is_among_what_is_near(project: Project, asked: dict[str, Issue]) -> None:
    page_of(project)

    new = make_issue(project, "What is the holiday allowance of part-time staff?")

    assert new in page_of(project).issues


def test_only_what_is_near_is_announced_as_new(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client]
) -> None:
    client = member_client("viewer")
    page = client.get(f"/p/{project.slug}/queue/?sort=likeness&q={HOLIDAY}")

    make_issue(project, "Which discount may I give a returning customer?")
    assert "since you looked" not in client.get(page.context["news"].url).content.decode()

    make_issue(project, "What is the holiday allowance of part-time staff?")
    assert "1 new issue since you looked" in client.get(page.context["news"].url).content.decode()


def test_a_view_of_what_is_near_is_saved_and_tabs_keep_what_is_looked_for(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client]
) -> None:
    client, query = member_client("triager"), f"q={HOLIDAY.replace(' ', '+')}&sort=likeness"
    client.post(f"/p/{project.slug}/queue/views/", {"name": "Holidays", "back": query})

    page = client.get(f"/p/{project.slug}/queue/?{query}")

    assert page.context["view"].row.name == "Holidays"
    assert all(query in tab.url for tab in page.context["news"].tabs)


def test_a_short_id_leads_to_its_issue(project: Project, asked: dict[str, Issue]) -> None:
    for sort in ("likeness", "relevance"):
        filters = QueueFilters(q=asked[VPN].short_id, sort=sort)
        assert queue_page(project=project, filters=filters, member=None).issues == [asked[VPN]]


def test_another_projects_issues_are_not_near(
    project: Project, asked: dict[str, Issue], other_project: Project
) -> None:
    assert page_of(other_project).issues == []
    make_issue(other_project, VPN)
    read(str(other_project.pk), HOLIDAY)
    assert page_of(other_project).issues == []


def test_without_a_worker_words_alone_tell_and_the_page_says_so(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client]
) -> None:
    client = member_client("viewer")

    page = client.get(f"/p/{project.slug}/queue/?sort=likeness&q=unpaid")

    assert NOT_READ in page.content.decode()
    assert [row for row, _ in page.context["rows"]] == [asked[UNPAID]]
    assert (
        client.get(f"/p/{project.slug}/queue/?sort=likeness&q=unpaid&format=csv").status_code == 503
    )


def test_what_a_worker_could_not_read_is_said(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client]
) -> None:
    Grouping.objects.filter(project=project).update(space="nowhere")
    read(str(project.pk), "time off")

    page = member_client("viewer").get(f"/p/{project.slug}/queue/?sort=likeness&q=time+off")

    assert "Words alone for now: the space nowhere is not on offer here." in page.content.decode()


def test_a_program_is_told_how_near_or_to_ask_again(
    project: Project, asked: dict[str, Issue], key_client: Callable[[str], APIClient]
) -> None:
    client = key_client("secret")

    rows = client.get("/api/v1/issues", {"q": HOLIDAY, "sort": "likeness"}).json()["results"]
    unread = client.get("/api/v1/issues", {"q": "time off", "sort": "likeness"})
    plain = client.get("/api/v1/issues").json()["results"]

    assert [row["id"] for row in rows] == [asked[LEAVE].short_id, asked[UNPAID].short_id]
    assert all(meaning.LEAST <= row["likeness"] <= 1 for row in rows)
    assert (unread.status_code, unread.json()["code"]) == (503, "meaning_unavailable")
    assert unread["Retry-After"] == "5"
    assert {row["likeness"] for row in plain} == {None}


def test_the_sheet_has_the_nearest_first(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client]
) -> None:
    address = f"/p/{project.slug}/queue/?format=csv&sort=likeness&q={HOLIDAY}"

    sheet = b"".join(member_client("viewer").get(address).streaming_content).decode()

    head, *rows = (line.split(",") for line in sheet.splitlines())
    assert head[-1] == "likeness"
    assert [row[0] for row in rows] == [asked[LEAVE].short_id, asked[UNPAID].short_id]
    assert float(rows[0][-1]) >= float(rows[1][-1]) >= meaning.LEAST


@pytest.mark.parametrize("q", ["%20", "%F0%9F%98%80%F0%9F%8F%96", "!%3F%E2%80%A6", "", "%ED%A0%80"])
def test_what_says_nothing_finds_nothing_and_never_fails(
    project: Project, asked: dict[str, Issue], member_client: Callable[[str], Client], q: str
) -> None:
    page = member_client("viewer").get(f"/p/{project.slug}/queue/?sort=likeness&q={q}")

    assert page.status_code == 200
    assert "Words alone" not in page.content.decode()


@pytest.mark.parametrize("q", ["x" * 10_000, "a\x00b", "\ud800"])
def test_what_is_no_text_to_look_for_is_refused(q: str) -> None:
    with pytest.raises(FilterRefusedError, match="q is no text to look for"):
        QueueFilters.read({"q": q, "sort": MEANING})


def test_what_is_typed_is_masked_before_a_model_reads_it(
    project: Project, asked: dict[str, Issue]
) -> None:
    typed = [f"{who}@example.org has no vacation allowance" for who in ("ann", "bob")]
    for text in typed:
        read(str(project.pk), text)

    one, other = (page_of(project, text) for text in typed)

    assert one.likeness == other.likeness != {}


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_what_is_typed_while_the_page_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(meaning, "WAIT_S", 60.0)  # it loads its model first
    project = make_project("waits")
    near = make_issue(project, LEAVE)
    make_issue(project, VPN)
    filters = QueueFilters(q="vacation allowance", sort=MEANING)

    with reading_worker():
        assert meaning.read_words(project, filters) == ""

    assert queue_page(project=project, filters=filters, member=None).issues == [near]
