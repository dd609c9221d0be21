"""A project moves to another space, and everything stays where it is."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from feedback.models import Announcement, AuditEvent, Project
from tests.builders import NOW, make_project, say, send_answer
from tests.triage.placing import LEAVE, VPN, centre_is_exact, complain, issue_of
from triage.clustering.operations import (
    OtherSpaceError,
    SpaceRefusedError,
    change_space,
    move_on,
    place_waiting,
)
from triage.clustering.tasks import move, place
from triage.embedding.letters import Letters
from triage.embedding.spaces import embedder_of
from triage.embedding.vectors import Vectors
from triage.models import ComplaintVector, Grouping, Issue, Placement

ANN = "member:ann@alpha.example"
QUESTIONS = [LEAVE, VPN, "Who repairs the printer on floor three?", "When is the canteen open?"]


def choose(project: Project, space: str) -> None:
    change_space(project=project, space=space, actor=ANN, now=NOW)


def step(project: Project, space: str, limit: int = 20) -> bool:
    embedder = embedder_of(space)
    return move_on(project=project, space=space, embedder=embedder, limit=limit, now=NOW)


def moved(project: Project, space: str) -> None:
    choose(project, space)
    while step(project, space):
        pass


def seats(project: Project) -> dict[Any, Any]:
    return dict(Placement.objects.of(project).values_list("feedback_id", "issue_id"))


def grouping_of(project: Project) -> Grouping:
    return Grouping.objects.get(project=project)


def stands_in(project: Project, space: str) -> bool:
    """The space is the project's, by all its vectors and by every centre."""
    row = grouping_of(project)
    models = set(ComplaintVector.objects.values_list("model", flat=True))
    return (
        (row.space, row.moving_to, row.model) == (space, "", embedder_of(space).name)
        and models == {row.model}
        and all(centre_is_exact(issue) for issue in Issue.objects.of(project))
    )


@pytest.fixture
def lettered(project: Project) -> Project:
    """A project in the space of letters, with 24 complaints in four issues."""
    moved(project, "letters")
    for number in range(24):
        complain(project, QUESTIONS[number % 4])
    place(str(project.pk))
    return project


def test_a_move_keeps_every_complaint_where_it_is(lettered: Project) -> None:
    before = seats(lettered)

    moved(lettered, "wordllama")

    assert seats(lettered) == before
    assert stands_in(lettered, "wordllama")


def test_votes_that_arrive_during_a_move_join_the_issues_that_are_there(project: Project) -> None:
    moved(project, "letters")
    for number in range(200):
        complain(project, QUESTIONS[number % 4])
    place(str(project.pk))
    before = seats(project)
    choose(project, "wordllama")

    more = True
    while more:
        arrived = [complain(project, question) for question in QUESTIONS]
        place(str(project.pk))
        for _ in range(5):
            more = more and step(project, "wordllama")
        assert [len(seats(project)), Issue.objects.of(project).count()] == [len(before) + 4, 4]
        before |= {word.pk: issue_of(word).pk for word in arrived}
        assert seats(project) == before

    assert stands_in(project, "wordllama")
    late = complain(project, LEAVE)
    place(str(project.pk))
    assert issue_of(late).complaints == len(before) // 4 + 1
    assert stands_in(project, "wordllama")


def apart(work: Callable[[], None]) -> None:
    """In a thread, on a connection of its own."""
    try:
        work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_placing_and_moving_at_once_open_no_twins() -> None:
    project = make_project("both")
    moved(project, "letters")
    for number in range(40):
        complain(project, QUESTIONS[number % 4])
    place(str(project.pk))
    choose(project, "wordllama")

    def votes() -> None:
        for number in range(40):
            complain(project, QUESTIONS[number % 4])
            place(str(project.pk))

    def moving() -> None:
        while grouping_of(project).moving_to:
            step(project, "wordllama", limit=7)

    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(apart, work) for work in (votes, moving, moving)]
    for run in runs:
        run.result()
    place(str(project.pk))

    assert [issue.complaints for issue in Issue.objects.of(project)] == [20] * 4
    assert stands_in(project, "wordllama")


def test_a_killed_step_is_done_again(lettered: Project) -> None:
    choose(lettered, "wordllama")
    step(lettered, "wordllama", limit=5)

    @transaction.atomic
    def killed() -> None:
        step(lettered, "wordllama", limit=5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    target = embedder_of("wordllama").name
    assert ComplaintVector.objects.filter(model=target).count() == 5

    while step(lettered, "wordllama", limit=5):
        pass
    assert stands_in(lettered, "wordllama")


def test_one_can_go_back(lettered: Project) -> None:
    before = seats(lettered)

    moved(lettered, "wordllama")
    moved(lettered, "letters")

    assert seats(lettered) == before
    assert stands_in(lettered, "letters")


def test_choosing_the_present_space_ends_a_move(lettered: Project) -> None:
    choose(lettered, "wordllama")
    step(lettered, "wordllama", limit=5)

    choose(lettered, "letters")
    assert not step(lettered, "wordllama")  # a worker that has not heard of it
    while step(lettered, "letters"):
        pass

    assert stands_in(lettered, "letters")


def test_a_text_that_changes_during_a_move_is_read_again(lettered: Project) -> None:
    send_answer(lettered, "a-1", question=VPN)
    word = say(lettered, "a-1", "down", person="ann")
    place(str(lettered.pk))
    choose(lettered, "wordllama")
    for _ in range(2):
        step(lettered, "wordllama")
    old = ComplaintVector.objects.get(feedback=word, model=embedder_of("wordllama").name)

    say(lettered, "a-1", "down", person="ann", comment="The token", now=NOW + timedelta(hours=1))
    place(str(lettered.pk))
    while step(lettered, "wordllama"):
        pass

    assert stands_in(lettered, "wordllama")
    assert list(ComplaintVector.objects.get(feedback=word).vector) != list(old.vector)


def test_what_has_no_words_any_more_does_not_hold_a_move_up(lettered: Project) -> None:
    answer = send_answer(lettered, "a-1", question="", text="")
    say(lettered, answer, "down", person="ann", comment="The VPN refuses me.")
    place(str(lettered.pk))
    say(lettered, answer, "down", person="ann", now=NOW + timedelta(hours=1))

    moved(lettered, "wordllama")

    assert stands_in(lettered, "wordllama")


def test_a_vote_that_was_read_before_the_switch_waits_for_the_next_round(
    lettered: Project,
) -> None:
    complain(lettered, VPN)
    moved(lettered, "wordllama")

    with pytest.raises(OtherSpaceError):
        place_waiting(project=lettered, embedder=Letters(), limit=10, now=NOW)

    assert Announcement.objects.of(lettered).count() == 1
    place(str(lettered.pk))
    assert Issue.objects.of(lettered).count() == 4


class Newer(Letters):
    """The letters of the last release, whose bytes were others."""

    name = "letters@old"

    def embed(self, texts: Sequence[str]) -> Vectors:
        return -super().embed(texts)


def test_other_files_under_the_same_name_are_noticed_and_all_is_read_anew(
    project: Project,
) -> None:
    Grouping.objects.filter(project=project).update(space="letters")
    complain(project, LEAVE)
    place_waiting(project=project, embedder=Newer(), limit=10, now=NOW)
    complain(project, LEAVE)

    place(str(project.pk))
    assert grouping_of(project).moving_to == "letters"
    move(str(project.pk))
    place(str(project.pk))

    assert [issue.complaints for issue in Issue.objects.of(project)] == [2]
    assert stands_in(project, "letters")


def test_the_tasks_move_a_project(lettered: Project) -> None:
    choose(lettered, "wordllama")

    move(str(lettered.pk))

    assert stands_in(lettered, "wordllama")
    verbs = AuditEvent.objects.filter(project=lettered, verb__startswith="grouping.space")
    assert list(verbs.order_by("id").values_list("verb", flat=True))[-2:] == [
        "grouping.space_chosen",
        "grouping.space_changed",
    ]


def test_a_space_that_is_not_on_offer_is_refused(project: Project) -> None:
    for space in ("", "onnx:/etc", "http://169.254.169.254/"):
        with pytest.raises(SpaceRefusedError):
            choose(project, space)
