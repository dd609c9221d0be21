"""Is it right now? Asked of reporters once a fix is in force, and counted once for each."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.directory.identity import Identity, sign
from feedback.errors import ConflictError
from feedback.models import AuditEvent, Feedback, Project
from tests.builders import NOW, make_issue, make_key, say, send_answer
from tests.triage.acting import ANN, LEAVE, undo
from tests.triage.telling import tell_all
from triage.issues.operations import NewFix, reopen, resolve
from triage.models import Fix, FollowUp, Issue, IssueActivity, ReporterNotice
from triage.notices.follow_ups import answers_to, follow_up
from triage.notices.letters import letter_of
from triage.notices.links import follow_up_link
from triage.notices.mailing import take_next
from triage.resolution.operations import put_in_force

Ask = Callable[..., Any]


@pytest.fixture
def anns(project: Project) -> Issue:
    return make_issue(project, LEAVE, person="ann")


def fix(issue: Issue, kind: str = "source", says: str = "Handbook mended") -> IssueActivity:
    return resolve(
        issue=issue, fix=NewFix(kind=kind), resolution=says, version=None, actor=ANN, now=NOW
    )


def word_of(issue: Issue) -> Feedback:
    return Feedback.objects.get(placement__issue=issue)


def answer(issue: Issue, *, right: bool, now: Any = NOW) -> FollowUp:
    return follow_up(word=word_of(issue), right=right, actor="key:host", now=now)


@pytest.fixture
def post(client: Client) -> Ask:
    """`post(key, word, right, token=, **said)`: the response of the API."""

    def ask(key: str, word: Feedback, right: bool, *, token: str = "", **said: str) -> Any:
        headers = {"Authorization": f"Bearer {key}", **({"Errata-Person": token} if token else {})}
        path, body = f"/api/v1/feedback/{word.pk}/follow-up", {"right": right, **said}
        return client.post(path, body, content_type="application/json", headers=headers)

    return ask


def test_a_later_answer_takes_the_earlier_ones_place(anns: Issue) -> None:
    fix(anns)
    answer(anns, right=True)
    answer(anns, right=False)

    [said] = FollowUp.objects.all()
    assert (said.right, said.fix) == (False, Fix.objects.get())
    assert answers_to(said.fix_id) == (0, 1)
    assert AuditEvent.objects.filter(verb="feedback.followed_up").count() == 2


def test_somebody_with_two_complaints_counts_once(project: Project) -> None:
    issue = make_issue(project, LEAVE, complaints=2, person="ann")
    fix(issue)
    for word, right in zip(Feedback.objects.order_by("id"), (False, True), strict=True):
        follow_up(word=word, right=right, actor="key:host", now=NOW)

    assert answers_to(Fix.objects.get().pk) == (1, 0)


@pytest.mark.parametrize("kind", ["release", "wont_fix"])
def test_nobody_is_asked_of_what_is_not_in_force(anns: Issue, kind: str) -> None:
    fix(anns, kind)
    with pytest.raises(ConflictError) as refusal:
        answer(anns, right=True)
    assert refusal.value.code == "nothing_to_follow_up"


def test_nobody_is_asked_of_what_came_back(anns: Issue) -> None:
    fix(anns)
    reopen(issue=anns, version=None, actor=ANN, now=NOW)
    with pytest.raises(ConflictError):
        answer(anns, right=True)


def test_what_waits_for_production_is_being_fixed_until_then(project: Project, anns: Issue) -> None:
    fix(anns, "release")
    tell_all()
    assert states() == ["being fixed"]
    came = NOW + timedelta(hours=1)
    send_answer(project, release="2.5", asked_at=came, now=came)
    assert put_in_force(project=project, now=came) == 1
    tell_all()
    assert states() == ["being fixed", "fixed"]


def test_what_is_in_force_from_a_later_day_on_is_told_then(anns: Issue) -> None:
    day = NOW + timedelta(days=3)
    kind: Any = NewFix(kind="source", in_force_at=day)
    resolve(issue=anns, fix=kind, resolution="Soon", version=None, actor=ANN, now=NOW)
    tell_all(now=NOW + timedelta(hours=1))
    assert states() == ["being fixed"]
    tell_all(now=day)
    assert states() == ["being fixed", "fixed"]


def states() -> list[str]:
    return [n.telling.state for n in ReporterNotice.objects.order_by("id")]


def test_what_is_not_mended_is_declined_with_its_reason(anns: Issue) -> None:
    fix(anns, "wont_fix", "The rule is as it is.")
    tell_all()

    assert states() == ["declined"]
    assert ReporterNotice.objects.get().telling.says == "The rule is as it is."


def test_a_fix_that_was_taken_back_asks_no_more(client: Client, anns: Issue) -> None:
    act = fix(anns)
    path = re.sub("^https?://[^/]+", "", follow_up_link(word_of(anns).pk, Fix.objects.get().pk))
    assert "No, still wrong" in client.get(path).content.decode()
    undo(act)

    page = client.post(path, {"right": "no"})
    assert "This link is no longer good" in page.content.decode()
    assert not FollowUp.objects.exists()


def test_a_link_in_mail_asks_and_only_a_press_answers(client: Client, anns: Issue) -> None:
    from feedback.directory.people import Registration, register_people

    entry = Registration(external_id="ann", email="ann@reader.example")
    register_people(project=anns.project, people=[entry], actor="system:test", now=NOW)
    fix(anns)
    tell_all(now=timezone.now())
    mail = take_next(now=timezone.now() + timedelta(days=1))
    assert mail
    [path] = set(re.findall(r"https?://[^/\s]+(/told/follow-up/\S+)", letter_of(mail).body))

    page = client.get(path)
    assert "Is it right now?" in page.content.decode()
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 200
    assert not FollowUp.objects.exists()

    strict = Client(enforce_csrf_checks=True)
    assert (
        'value="no" class="primary" aria-pressed="true"'
        in strict.post(path, {"right": "no"}).content.decode()
    )
    assert (
        'value="yes" class="primary" aria-pressed="true"'
        in strict.post(path, {"right": "yes"}).content.decode()
    )
    assert FollowUp.objects.get().right


def test_a_server_answers_for_anybody_and_a_page_for_its_reader(
    post: Ask, project: Project, anns: Issue
) -> None:
    fix(anns)
    word, signing = word_of(anns), make_key(project, "signing")
    secret, public = (make_key(project, kind).secret for kind in ("secret", "public"))

    def token(person: str, **claims: str) -> str:
        identity = Identity(person=person, **claims)
        prefix, now = signing.key.prefix, timezone.now()
        return sign(identity=identity, private_key=signing.secret, key_id=prefix, now=now)

    own = token("ann", answer=word.answer.external_id)
    assert post(secret, word, False).json()["right"] is False
    assert post(public, word, True, token=own).json()["right"] is True
    assert post(public, word, False, token=token("ben")).status_code == 404
    assert post(public, word, False, visitor="ann").status_code == 404
    assert post(public, word, False, token=token("ann", answer="other")).status_code == 403
    assert post(public, word, False, person="ann").status_code == 403
    assert FollowUp.objects.get().right


def test_an_anonymous_visitor_answers_for_their_own_word(post: Ask, project: Project) -> None:
    issue = make_issue(project, LEAVE, visitor="v-1")
    public = make_key(project, "public").secret
    assert post(public, word_of(issue), True, visitor="v-1").status_code == 409
    fix(issue)

    assert post(public, word_of(issue), True, visitor="v-1").status_code == 200
    assert post(public, word_of(issue), True, visitor="v-2").status_code == 404


def test_the_reader_sees_what_they_are_told_and_asked(
    key_client: Callable[[str], APIClient], project: Project
) -> None:
    say(project, send_answer(project, "a-1", question=LEAVE), person="ann")
    from tests.builders import place_all

    place_all(project)
    issue = Issue.objects.get()
    fix(issue)
    tell_all()
    client = key_client("secret")

    def message() -> Any:
        [row] = client.get("/api/v1/mine", {"answer": "a-1", "person": "ann"}).json()["answers"]
        return row["message"]

    told = message()
    assert told["notice"]["says"] == "Handbook mended"
    assert (told["notice"]["read_at"], told["asks"], told["right"]) == (None, True, None)
    answer(issue, right=False)
    assert message()["right"] is False
    project.reporter_ways.widget = False
    project.reporter_ways.save()
    assert message() is None
