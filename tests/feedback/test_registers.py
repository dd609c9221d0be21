"""`/people`, `/sources`, `/exposures`: what the host's systems bring over."""

from datetime import date

import pytest

from feedback.models import Answer, AuditEvent, Cohort, Exposure, Person, Project, Source
from tests.builders import make_key, send_answer
from tests.feedback.conftest import Post


@pytest.fixture
def key(project: Project) -> str:
    return make_key(project, "secret").secret


def test_people_come_over_as_they_are(post: Post, key: str) -> None:
    ann = {
        "id": "ann",
        "team": "Sales",
        "cohort": "pilot",
        "onboarding": "workshop",
        "onboarded_on": "2026-02-03",
        "registered_at": "2026-02-01T08:00:00Z",
    }
    got = post(key, {"people": [ann, {"id": "ben", "active": False}]}, "people")
    assert got.status_code == 207
    assert [r["outcome"] for r in got.json()["results"]] == ["created", "created"]
    stored = Person.objects.select_related("team", "cohort").get(external_id="ann")
    assert (stored.team.name, stored.cohort.name) == ("Sales", "pilot")
    assert (stored.onboarding, stored.onboarded_on) == ("workshop", date(2026, 2, 3))
    assert Cohort.objects.get().onboarding == "workshop"
    assert Person.objects.get(external_id="ben").left_at


def test_the_same_people_again_change_nothing(post: Post, key: str) -> None:
    body = {"people": [{"id": "ann", "team": "Sales"}]}
    post(key, body, "people")
    [result] = post(key, body, "people").json()["results"]
    assert result["outcome"] == "duplicate"
    assert AuditEvent.objects.filter(verb="people.synced").count() == 1


def test_somebody_leaves_and_comes_back(post: Post, key: str) -> None:
    left = "2026-03-01T00:00:00Z"
    post(key, {"people": [{"id": "ann", "left_at": left}]}, "people")
    assert Person.objects.get().left_at.isoformat().startswith("2026-03-01")
    post(key, {"people": [{"id": "ann", "active": True}]}, "people")
    assert Person.objects.get().left_at is None


def test_a_wrong_person_is_refused_alone(post: Post, key: str) -> None:
    people = [
        {"id": "ann"},
        {"id": ""},
        {"id": "ben", "registered_at": "9999-01-01T00:00:00Z"},
        {"id": "cid", "active": True, "left_at": "2026-03-01T00:00:00Z"},
        {"id": "d\x00d"},
    ]
    results = post(key, {"people": people}, "people").json()["results"]
    assert [r["outcome"] for r in results] == ["created", *["refused"] * 4]
    assert results[2]["problem"]["path"] == "$.people[2].registered_at"
    assert [person.external_id for person in Person.objects.all()] == ["ann"]


def test_sources_come_over_and_keep_what_is_not_said(
    post: Post, key: str, project: Project
) -> None:
    send_answer(project, "a", sources=["hr/leave.pdf"])
    leave = {"id": "hr/leave.pdf", "title": "Leave", "status": "approved"}
    results = post(key, {"sources": [leave, {"id": "new"}]}, "sources").json()["results"]
    assert [r["outcome"] for r in results] == ["updated", "created"]
    post(key, {"sources": [{"id": "hr/leave.pdf", "version": "2"}]}, "sources")
    stored = Source.objects.get(external_id="hr/leave.pdf")
    assert (stored.title, stored.status, stored.version) == ("Leave", "approved", "2")


def test_an_answer_is_seen_once_by_each(post: Post, key: str) -> None:
    seen = [{"answer": "a", "person": "ann"}, {"answer": "a", "visitor": "v"}]
    assert post(key, {"exposures": seen}, "exposures").json() == {"created": 2, "duplicate": 0}
    again = [*seen, {"answer": "b", "person": "ann"}]
    assert post(key, {"exposures": again}, "exposures").json() == {"created": 1, "duplicate": 2}
    assert Exposure.objects.filter(person__external_id="ann").count() == 2
    assert Answer.objects.filter(stub=True).count() == 2


def test_a_wrong_sighting_takes_the_right_ones_with_it(post: Post, key: str) -> None:
    fine = {"answer": "a", "person": "ann"}
    got = post(key, {"exposures": [fine, {"answer": "b"}]}, "exposures")
    assert (got.status_code, got.json()["path"]) == (422, "$.exposures[1]")
    assert not Exposure.objects.exists()


def test_a_page_cannot_say_that_somebody_else_saw_it(post: Post, project: Project) -> None:
    public = make_key(project, "public").secret
    got = post(public, {"exposures": [{"answer": "a", "person": "ann"}]}, "exposures")
    assert (got.status_code, got.json()["code"]) == (403, "person_unvouched")
    fine = post(public, {"exposures": [{"answer": "a", "visitor": "v"}]}, "exposures")
    assert fine.status_code == 200
    for path in ("people", "sources"):
        assert post(public, {path: [{"id": "x"}]}, path).status_code == 403


def test_a_person_may_have_an_address_which_can_be_removed(post: Post, key: str) -> None:
    def said(**fields: object) -> str:
        [result] = post(key, {"people": [{"id": "ann", **fields}]}, "people").json()["results"]
        assert result["outcome"] != "refused", result
        return Person.objects.get(external_id="ann").email

    assert said(email="Ann+x@reader.example") == "Ann+x@reader.example"
    assert said(team="Sales") == "Ann+x@reader.example"
    assert said(email=None) == ""
    assert said(email="ann@büro.example") == "ann@büro.example"
    assert said(email="") == ""


@pytest.mark.parametrize(
    "email",
    ["ann", "ann@host", "a@b.example\r\nBcc: all@b.example", "<a@b.example>", "a" * 250 + "@b.co"],
)
def test_what_is_no_address_is_refused_and_not_repeated(post: Post, key: str, email: str) -> None:
    response = post(key, {"people": [{"id": "ann", "email": email}]}, "people")
    [result] = response.json()["results"]
    assert (result["outcome"], result["problem"]["path"]) == ("refused", "$.people[0].email")
    assert email not in response.content.decode()
