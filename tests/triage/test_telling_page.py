"""Managers choose how reporters are told; triagers see on the issue whom that reached."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.directory.people import Registration, register_people
from feedback.models import AuditEvent, Feedback, Person, Project
from tests.builders import NOW, make_issue
from tests.triage.acting import LEAVE, resolve
from tests.triage.telling import tell_all
from triage.models import Issue, ReporterMail, ReporterNotice, ReporterWays
from triage.notices.follow_ups import follow_up

PAGE = "/p/alpha/reporters/"


@pytest.fixture
def manager(member_client: Callable[[str], Client]) -> Client:
    return member_client("manager")


def dead_mail(project: Project) -> ReporterMail:
    person = Person.objects.create(project=project, external_id="ann", registered_at=NOW)
    return ReporterMail.objects.create(
        project=project,
        person=person,
        state=ReporterMail.State.DEAD,
        due_at=NOW,
        made_at=NOW,
        settled_at=NOW,
        trouble="=SMTPServerDisconnected",
    )


def test_a_manager_chooses_the_ways_and_who_sends(manager: Client, project: Project) -> None:
    said = {"mail": "on", "sender_name": " The   HR desk ", "reply_to": "hr@alpha.example"}
    page = manager.post(f"{PAGE}choose/", said, follow=True)

    assert "it holds from now on" in page.content.decode()
    ways = ReporterWays.objects.get(project=project)
    assert (ways.widget, ways.mail, ways.sender_name) == (False, True, "The HR desk")
    assert AuditEvent.objects.filter(verb="reporter_ways.changed").count() == 1
    assert "hr@alpha.example" in manager.get(PAGE).content.decode()


def test_an_address_that_is_none_is_refused(manager: Client, project: Project) -> None:
    page = manager.post(f"{PAGE}choose/", {"reply_to": "nobody"})

    assert page.status_code == 422
    assert ReporterWays.objects.get(project=project).reply_to == ""


def test_mail_that_was_given_up_is_listed_and_tried_again(
    manager: Client, project: Project
) -> None:
    mail = dead_mail(project)
    assert "SMTPServerDisconnected" in manager.get(PAGE).content.decode()
    assert "'=SMTPServerDisconnected" in manager.get(f"{PAGE}?format=csv").content.decode()

    page = manager.post(f"{PAGE}again/{mail.pk}/", follow=True)
    assert "tried again within a minute" in page.content.decode()
    mail.refresh_from_db()
    assert mail.state == ReporterMail.State.WAITING
    assert (
        "waits for nobody" in manager.post(f"{PAGE}again/{mail.pk}/", follow=True).content.decode()
    )


def test_an_empty_page_says_how_addresses_come(manager: Client) -> None:
    page = manager.get(PAGE).content.decode()
    assert "POST /api/v1/people" in page
    assert "A mail is given up after a day" in page


def test_the_issue_says_whom_it_reached_and_what_they_answer(
    member_client: Callable[[str], Client], project: Project
) -> None:
    entry = Registration(external_id="ann", email="ann@reader.example")
    register_people(project=project, people=[entry], actor="system:test", now=NOW)
    issue = make_issue(project, LEAVE, person="ann")
    for who in ({"person": "ben"}, {"visitor": "v-1"}, {"visitor": "v-2"}):
        make_issue(project, LEAVE, **who)
    viewer = member_client("viewer")
    assert 'id="reporters"' not in viewer.get("/p/alpha/issues/AL-1/").content.decode()
    resolve(issue)
    tell_all()
    ReporterNotice.objects.filter(person__external_id="ben").update(read_at=NOW)
    word = Feedback.objects.get(person__external_id="ann")
    follow_up(word=word, right=False, actor="key:host", now=NOW)

    page = viewer.get("/p/alpha/issues/AL-1/").content.decode()
    assert Issue.objects.count() == 1
    assert "4 reporters told “fixed”" in page
    assert "4 told, 1 read it, 0 by e-mail" in page
    assert "right now? 0 yes, 1 no" in page
    assert "2 who are anonymous and 1 whose address nobody gave" in page
