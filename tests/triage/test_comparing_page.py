"""The page on which admins choose how complaints are compared."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_project
from tests.triage.placing import LEAVE, complain
from triage.clustering.operations import change_space, move_on
from triage.clustering.tasks import move, place
from triage.embedding.spaces import embedder_of, usual_for
from triage.models import Grouping

PAGE = "/p/alpha/comparing/"
Clients = Callable[[str], Client]


def test_choosing_begins_a_move_and_the_page_tells_how_far_it_is(
    project: Project, member_client: Clients
) -> None:
    Grouping.objects.filter(project=project).update(space="letters")
    for _ in range(3):
        complain(project, LEAVE)
    place(str(project.pk))
    admin = member_client("admin")

    admin.post(PAGE, {"space": "wordllama"})
    embedder = embedder_of("wordllama")
    move_on(project=project, space="wordllama", embedder=embedder, limit=2, now=NOW)

    page = admin.get(PAGE).text
    assert "2 of 3 complaints are read" in page
    assert '<progress id="progress" value="2" max="3">' in page
    event = AuditEvent.objects.get(project=project, verb="grouping.space_chosen")
    assert event.data == {"before": "letters", "after": "wordllama"}
    assert event.actor == "member:admin@alpha.example"

    move(str(project.pk))
    page = admin.get(PAGE).text
    assert "<progress" not in page
    assert embedder.name in page


def test_what_is_not_on_offer_is_refused_in_words(project: Project, member_client: Clients) -> None:
    page = member_client("admin").post(PAGE, {"space": "/etc"}, follow=True)

    assert "Choose one of the spaces on offer." in page.text
    assert Grouping.objects.get(project=project).moving_to == ""


def test_a_model_that_is_gone_holds_complaints_up_and_is_told_everywhere(
    project: Project, member_client: Clients
) -> None:
    Grouping.objects.filter(project=project).update(space="onnx:gone")
    complain(project, LEAVE)

    place(str(project.pk))

    for page in (PAGE, "/p/alpha/queue/"):
        assert "the space onnx:gone is not on offer here" in member_client("admin").get(page).text
    change_space(project=project, space="letters", actor="member:ann", now=NOW)
    move(str(project.pk))
    place(str(project.pk))
    assert "not on offer" not in member_client("admin").get(PAGE).text


@pytest.mark.parametrize(
    ("language", "space"),
    [
        ("en", "minilm"),
        ("en-GB", "minilm"),
        ("zh-TW", "multilingual"),
        ("de", "multilingual"),
        ("sv", "minilm"),
    ],
)
def test_a_new_project_begins_in_the_space_for_its_language(language: str, space: str) -> None:
    assert usual_for(language) == space


def test_a_chinese_project_is_made_so(db: None) -> None:
    project = make_project("lantern", language="zh")

    assert Grouping.objects.get(project=project).space == "multilingual"
