"""Reporters whose address the host gave are told by e-mail: little, once, and until they refuse."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.directory.people import Registration, register_people
from feedback.models import Person, Project
from tests.builders import NOW, make_issue
from tests.triage.acting import EXPENSES, LEAVE, PRINTER, comment, resolve
from tests.triage.smtp import Post, post_office
from tests.triage.telling import tell_all
from triage.models import Issue, ReporterMail, ReporterNotice, ReporterWays
from triage.notices.letters import letter_of
from triage.notices.mailing import take_next, try_again
from triage.notices.posting import DEAD_AFTER
from triage.notices.tasks import send

State = ReporterMail.State


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with post_office(settings) as post:
        yield post


def register(project: Project, name: str, email: str | None) -> Person:
    entry = Registration(external_id=name, email=email)
    register_people(project=project, people=[entry], actor="system:test", now=NOW)
    return Person.objects.get(project=project, external_id=name)


@pytest.fixture
def ann(project: Project) -> Person:
    return register(project, "ann", "ann@reader.example")


@pytest.fixture
def anns(project: Project, ann: Person) -> Issue:
    return make_issue(project, LEAVE, person="ann")


def tell() -> None:
    """What waits, by the clock that the task reads too."""
    tell_all(now=timezone.now() + timedelta(days=300))
    ReporterMail.objects.filter(tries=0).update(due_at=NOW, made_at=timezone.now())


def pass_hour(mail: ReporterMail) -> None:
    ReporterMail.objects.filter(pk=mail.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def body_of(message: Message, kind: str = "plain") -> str:
    [part] = [p for p in message.walk() if p.get_content_subtype() == kind]
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_a_reporter_gets_what_changed(post: Post, anns: Issue) -> None:
    resolve(anns)
    tell()
    send()

    [mail] = post.came
    assert mail["To"] == "ann@reader.example"
    assert mail["From"] == "Alpha <errata@localhost>"
    for kind in ("plain", "html"):
        text = body_of(mail, kind)
        assert LEAVE in text
        assert "Fixed." in text
        assert "What changed: Handbook mended" in text


def test_five_issues_make_one_mail(post: Post, project: Project, ann: Person) -> None:
    for question in (LEAVE, PRINTER, EXPENSES, "Why is the VPN slow?", "Who mends the lift?"):
        resolve(make_issue(project, question, person="ann"))
    tell()
    send()

    [mail] = post.came
    assert body_of(mail).count("Fixed.") == 5


def test_nobody_gets_a_second_mail_within_the_hour(
    post: Post, project: Project, anns: Issue
) -> None:
    resolve(anns)
    tell()
    send()
    resolve(make_issue(project, PRINTER, person="ann"))
    tell_all(now=timezone.now() + timedelta(days=1))
    [waiting] = ReporterMail.objects.filter(state=State.WAITING)
    first = ReporterMail.objects.get(state=State.SENT)

    assert waiting.due_at >= first.settled_at + timedelta(hours=1)  # type: ignore[operator]
    pass_hour(waiting)
    send()
    assert [LEAVE in body_of(mail) for mail in post.came] == [True, False]


def test_of_each_issue_the_mail_says_what_was_told_last(post: Post, anns: Issue) -> None:
    comment(anns)
    tell()
    resolve(anns)
    tell()
    send()

    [mail] = post.came
    assert "Under review" not in body_of(mail)


def test_what_was_read_elsewhere_is_not_mailed(post: Post, anns: Issue) -> None:
    resolve(anns)
    tell()
    ReporterNotice.objects.update(read_at=NOW)
    send()

    assert post.came == []
    assert not ReporterMail.objects.exists()


@pytest.mark.parametrize("change", ["left", "address removed", "mail off", "erased"])
def test_who_is_not_to_get_mail_gets_none(
    post: Post, project: Project, ann: Person, anns: Issue, change: str
) -> None:
    resolve(anns)
    tell()
    if change == "left":
        Person.objects.update(left_at=NOW)
    elif change == "address removed":
        register(project, "ann", "")
    elif change == "mail off":
        ReporterWays.objects.update(mail=False)
    else:
        ann.delete()
    send()

    assert post.came == []
    assert not ReporterMail.objects.exists()


def test_a_server_that_is_gone_loses_nothing(post: Post, settings: Any, anns: Issue) -> None:
    resolve(anns)
    tell()
    settings.EMAIL_PORT = 1
    send()
    [mail] = ReporterMail.objects.all()
    assert (mail.state, mail.tries) == (State.WAITING, 1)
    assert "ConnectionRefused" in mail.trouble

    settings.EMAIL_PORT = post.port
    send()
    assert post.came == []  # it waits a minute
    pass_hour(mail)
    send()
    assert len(post.came) == 1


def test_a_server_that_says_nothing_is_left_in_time(post: Post, anns: Issue) -> None:
    post.silent.set()
    resolve(anns)
    tell()
    send()

    assert "timed out" in ReporterMail.objects.get().trouble


def test_after_a_day_a_mail_is_given_up_and_can_be_tried_again(
    post: Post, project: Project, anns: Issue
) -> None:
    post.refuses = "451 later"
    resolve(anns)
    tell()
    ReporterMail.objects.update(made_at=timezone.now() - DEAD_AFTER)
    send()
    [mail] = ReporterMail.objects.all()
    assert mail.state == State.DEAD
    assert "ann@" not in mail.trouble

    post.refuses = ""
    try_again(project=project, mail_id=mail.pk, actor="member:a@b.example", now=timezone.now())
    send()
    assert len(post.came) == 1


def test_an_address_that_there_isnt_is_given_up_at_once(post: Post, anns: Issue) -> None:
    post.refuses = "550 nobody here"
    resolve(anns)
    tell()
    send()

    assert ReporterMail.objects.get().state == State.DEAD


def test_a_mail_that_may_have_gone_goes_again_as_the_same(post: Post, anns: Issue) -> None:
    resolve(anns)
    tell()
    mail = take_next(now=timezone.now())
    assert mail
    letter_of(mail).send()  # and the worker dies here
    comment(anns)
    pass_hour(mail)
    send()

    first, again = post.came
    assert first["Message-ID"] == again["Message-ID"]
    assert body_of(first) == body_of(again)


def test_one_click_ends_the_mail_without_signing_in(
    post: Post, client: Client, project: Project, anns: Issue
) -> None:
    resolve(anns)
    tell()
    send()
    [mail] = post.came
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.sub(r"^<http://[^/]+(.*)>$", r"\1", mail["List-Unsubscribe"].strip())

    page = client.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "No more e-mail" in page.content.decode()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    resolve(make_issue(project, PRINTER, person="ann"))
    tell()
    assert not ReporterMail.objects.filter(state=State.WAITING).exists()

    assert "You get no more" in client.get(path).content.decode()
    client.post(path, {"do": "again"})
    resolve(make_issue(project, EXPENSES, person="ann"))
    tell()
    assert ReporterMail.objects.filter(state=State.WAITING).exists()


def test_a_link_that_was_tampered_with_leads_nowhere(client: Client, ann: Person) -> None:
    assert client.get(f"/told/stop/{ann.pk}:nonsense").status_code == 404


def test_another_readers_question_stays_theirs(post: Post, project: Project, ann: Person) -> None:
    from tests.builders import place_all, say, send_answer

    answer = send_answer(project, question="Am I pregnant?", person="ben")
    say(project, answer, person="ann")
    place_all(project)
    resolve(Issue.objects.get())
    tell()
    send()

    assert "pregnant" not in str(post.came[0])


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "zh"])
def test_mail_speaks_the_projects_language(post: Post, anns: Issue, language: str) -> None:
    Project.objects.update(language=language)
    resolve(anns)
    tell()
    send()

    [mail] = post.came
    assert f'lang="{language}"' in body_of(mail, "html")
    assert "Fixed" not in str(mail)
