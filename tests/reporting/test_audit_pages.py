"""Drawing and judging on the pages and by the API."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Project
from reporting.models import Audit, AuditItem
from tests.builders import make_key, make_member, say, send_answer


@pytest.fixture
def answers(project: Project) -> None:
    now = timezone.now() - timedelta(days=2)
    for n in range(40):
        answer = send_answer(
            project, text=f"It is so, {n}.", person=f"p-{n % 8}", sources=["handbook"], now=now
        )
        say(project, answer, "down", comment="zyzzyva", person=f"p-{n % 8}", now=now)


@pytest.fixture
def triager(project: Project) -> Client:
    client = Client()
    client.force_login(make_member(project, "triager").user)
    return client


def drawn(project: Project) -> Audit:
    manager = Client()
    manager.force_login(make_member(project, "manager").user)
    today = timezone.now().date()
    form = {"size": "30", "from": today - timedelta(days=7), "to": today}
    response = manager.post("/p/alpha/audits/draw", form)
    audit = Audit.objects.get(project=project)
    assert response["Location"] == f"/p/alpha/audits/{audit.pk}/"
    return audit


def waiting(client: Client, audit: Audit) -> tuple[str, str]:
    """The page, and the id of the answer on it."""
    page = client.get(f"/p/alpha/audits/{audit.pk}/").content.decode()
    found = re.search(r'name="item" value="([0-9a-f-]{36})"', page)
    assert found
    return page, found[1]


def test_a_reviewer_sees_the_answer_and_its_sources_but_no_thumb(
    project: Project, answers: None, triager: Client
) -> None:
    page, item = waiting(triager, drawn(project))

    assert AuditItem.objects.get(pk=item).answer.text in page
    assert "handbook" in page
    assert "zyzzyva" not in page
    assert "complained" not in page.lower()
    assert "p-1" not in page


def test_a_judgement_leads_to_the_next_answer_and_can_be_undone(
    project: Project, answers: None, triager: Client
) -> None:
    audit = drawn(project)
    _, first = waiting(triager, audit)
    address = f"/p/alpha/audits/{audit.pk}/judge"
    said = triager.post(
        address, {"item": first, "act": "wrong", "note": "No."}, headers={"HX-Request": "true"}
    ).content.decode()
    page, second = waiting(triager, audit)

    assert second != first
    assert "1 of 30 judged" in page
    assert f'value="{first}"' in said  # what undo names

    triager.post(address, {"item": first, "act": "take-back"})
    assert waiting(triager, audit)[1] == first


def test_a_judgement_that_comes_second_is_refused(
    project: Project, answers: None, triager: Client
) -> None:
    audit = drawn(project)
    _, item = waiting(triager, audit)
    address = f"/p/alpha/audits/{audit.pk}/judge"
    triager.post(address, {"item": item, "act": "right"})
    response = triager.post(address, {"item": item, "act": "wrong"})

    assert response.status_code == 409
    assert "judged this answer already" in response.content.decode()
    assert AuditItem.objects.get(pk=item).verdict == "right"


def test_once_all_are_judged_the_share_stands_beside_the_thumbs(
    project: Project, answers: None, triager: Client
) -> None:
    audit = drawn(project)
    for n, item in enumerate(audit.items.all()):
        form = {"item": item.pk, "act": "wrong" if n < 6 else "right"}
        triager.post(f"/p/alpha/audits/{audit.pk}/judge", form)
    page = triager.get(f"/p/alpha/audits/{audit.pk}/").content.decode()
    report = triager.get("/p/alpha/report/quality/").content.decode()

    assert "Audited quality: 80%" in page
    assert "0% (0 of 40)" in page
    assert "24 right, 6 wrong" in page
    assert "80% of the answers of" in report


def test_the_api_draws_lists_and_judges(project: Project, answers: None) -> None:
    secret = make_key(project, "secret", scopes=["read", "triage", "configure"]).secret
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    today = timezone.now().date().isoformat()
    first = (timezone.now() - timedelta(days=7)).date().isoformat()
    made = client.post(
        "/api/v1/audits", {"from": first, "to": today, "size": 30}, content_type="application/json"
    ).json()
    items = client.get(f"/api/v1/audits/{made['id']}/items").json()
    address = f"/api/v1/audits/{made['id']}/items/{items[0]['id']}"
    judged = client.put(address, {"verdict": "cant_tell"}, content_type="application/json").json()
    [listed] = client.get("/api/v1/audits").json()

    assert (made["population"], made["drawn"], made["from"]) == (40, 30, first)
    assert items[0]["probability"] == 0.75
    assert "said" not in items[0]
    assert judged["verdict"] == "cant_tell"
    assert (listed["cant_tell"], listed["audited_quality"]["missing"]) == (1, 29)


def test_days_the_wrong_way_round_are_refused_in_words(project: Project) -> None:
    manager = Client()
    manager.force_login(make_member(project, "manager").user)
    form = {"size": "30", "from": "2026-06-08", "to": "2026-06-01"}
    response = manager.post("/p/alpha/audits/draw", form)

    assert response.status_code == 422
    assert "The first day is after the last." in response.content.decode()
