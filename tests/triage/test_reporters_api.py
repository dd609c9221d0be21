"""`/notices`: hosts poll what reporters were told, and say that it was read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.models import AuditEvent, Feedback, Project
from tests.builders import make_issue, make_key
from tests.triage.acting import EXPENSES, LEAVE, PRINTER, comment, resolve
from tests.triage.telling import tell_all
from triage.models import Issue, ReporterNotice


@pytest.fixture
def host(key_client: Callable[[str], APIClient]) -> APIClient:
    return key_client("secret")


@pytest.fixture
def anns(project: Project) -> Issue:
    return make_issue(project, LEAVE, person="ann")


def notices(client: APIClient, **query: Any) -> Any:
    response = client.get("/api/v1/notices", query)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_host_learns_what_became_of_a_word(host: APIClient, anns: Issue) -> None:
    resolve(anns)
    tell_all()
    word = Feedback.objects.select_related("answer").get()

    [notice] = notices(host)["notices"]
    at = notice.pop("told_at")
    assert at
    assert notice == {
        "id": ReporterNotice.objects.get().pk,
        "person": "ann",
        "feedback": str(word.pk),
        "answer": word.answer.external_id,
        "issue": "AL-1",
        "state": "fixed",
        "says": "Handbook mended",
        "read_at": None,
    }


def test_polling_misses_nothing_and_repeats_nothing(
    host: APIClient, project: Project, anns: Issue
) -> None:
    seen, after = [], 0
    for question in (PRINTER, EXPENSES, "Who mends the lift?"):
        resolve(make_issue(project, question, person="ben"))
    comment(anns)
    tell_all()
    while True:
        page = notices(host, after=after, limit=2)
        if not page["notices"]:
            break
        seen += [one["id"] for one in page["notices"]]
        after = page["next"]
    resolve(anns)
    tell_all()
    seen += [one["id"] for one in notices(host, after=after)["notices"]]

    assert seen == list(ReporterNotice.objects.order_by("id").values_list("pk", flat=True))
    assert len(seen) == 5


def test_one_persons_and_the_unread_alone(host: APIClient, project: Project, anns: Issue) -> None:
    resolve(anns)
    resolve(make_issue(project, PRINTER, person="ben"))
    tell_all()
    [bens] = notices(host, person="ben")["notices"]
    assert bens["person"] == "ben"

    read = host.post("/api/v1/notices/read", {"notices": [bens["id"]]}, format="json")
    assert read.json() == {"read": 1}
    assert host.post("/api/v1/notices/read", {"notices": [bens["id"]]}, format="json").json() == {
        "read": 0
    }
    assert [one["person"] for one in notices(host, unread=True)["notices"]] == ["ann"]
    assert AuditEvent.objects.filter(verb="reporters.read").count() == 1


def test_nobody_marks_what_another_is_told(
    client: Client, project: Project, other_project: Project
) -> None:
    resolve(make_issue(project, LEAVE, visitor="v-1"))
    tell_all()
    pk = ReporterNotice.objects.get().pk

    def read(owner: Project, kind: str, **said: str) -> int:
        headers = {"Authorization": f"Bearer {make_key(owner, kind).secret}"}
        body = {"notices": [pk], **said}
        response = client.post(
            "/api/v1/notices/read", body, content_type="application/json", headers=headers
        )
        return int(response.json()["read"])

    assert read(project, "public", visitor="v-2") == 0
    assert read(other_project, "secret") == 0
    assert read(project, "public", visitor="v-1") == 1


@pytest.mark.parametrize("query", [{"after": "x"}, {"after": -1}, {"limit": 0}, {"limit": 201}])
def test_what_cant_be_meant_is_refused(host: APIClient, query: dict[str, Any]) -> None:
    assert host.get("/api/v1/notices", query).status_code == 422


def test_a_page_lists_nobodys_notices(key_client: Callable[[str], APIClient]) -> None:
    assert key_client("public").get("/api/v1/notices").status_code == 403
