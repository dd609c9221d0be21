"""The same words many times: they stay together, cost no reading, and weigh as much as once."""

from collections.abc import Sequence

import pytest

from feedback.models import Project
from tests.builders import NOW, say, send_answer
from tests.triage.placing import (
    LEAVE,
    VPN,
    centre_is_exact,
    centre_of,
    complain,
    issue_of,
    move,
    place_all,
)
from triage.clustering.operations import place_waiting
from triage.clustering.tallies import sum_again
from triage.clustering.wording import what_to_embed
from triage.embedding.letters import Letters
from triage.embedding.vectors import Vectors
from triage.models import Issue, IssueCentre


class Listening(Letters):
    """Keeps what it was asked to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return super().embed(texts)


def digest(about: str, said: str = "") -> int:
    return what_to_embed(question=about, answer="", comment=said, correction="").digest


def test_a_flood_lands_in_one_issue_and_moves_no_centre(project: Project) -> None:
    first = complain(project, LEAVE, comment="It was raised in May.")
    place_all(project)
    before = centre_of(issue_of(first))

    for number in range(120):
        complain(project, LEAVE, comment="It was raised in May.", person=f"bot-{number}")
    place_all(project)
    place_all(project)

    [issue] = Issue.objects.of(project)
    assert issue.complaints == 121
    assert centre_of(issue) == before
    assert IssueCentre.objects.get(issue=issue).count == 1


def test_what_was_read_once_is_not_read_again(project: Project) -> None:
    complain(project, LEAVE)
    place_all(project)
    complain(project, LEAVE)
    complain(project, VPN)
    listening = Listening()

    place_waiting(project=project, embedder=listening, limit=10, now=NOW)

    assert listening.read == [VPN]


def test_copies_follow_where_a_person_put_the_last_one(project: Project) -> None:
    word, vpn = complain(project, LEAVE), complain(project, VPN)
    place_all(project)
    move(project, word, to=issue_of(vpn))

    copy = complain(project, LEAVE)
    place_all(project)

    assert issue_of(copy) == issue_of(vpn)


def test_what_is_left_of_copies_still_counts(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    stays = say(project, answer, "down", person="ann")
    say(project, answer, "down", person="bob")
    place_all(project)

    say(project, answer, "up", person="bob")
    place_all(project)
    assert centre_is_exact(issue_of(stays))

    say(project, answer, "up", person="ann")
    place_all(project)
    assert IssueCentre.objects.get().count == 0


def test_a_copy_that_is_reworded_counts_by_itself(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    word = say(project, answer, "down", person="ann")
    say(project, answer, "down", person="bob")
    place_all(project)

    say(project, answer, "down", person="bob", comment="It was raised in May.")
    place_all(project)

    assert IssueCentre.objects.get().count == 2
    assert centre_is_exact(issue_of(word))


def test_counting_anew_counts_each_wording_once_too(project: Project) -> None:
    word = complain(project, LEAVE)
    complain(project, LEAVE.upper())
    complain(project, LEAVE, comment="It was raised in May.")
    place_all(project)
    before = centre_of(issue_of(word))

    sum_again(project, [issue_of(word).pk])

    assert IssueCentre.objects.get().count == 2
    assert centre_of(issue_of(word)) == pytest.approx(before, abs=1e-3)


@pytest.mark.parametrize("same", ["how many days??", "How many  days!", "HOW MANY DAYS?"])
def test_case_spacing_and_punctuation_make_no_other_wording(same: str) -> None:
    assert digest(same) == digest("How many days?")


@pytest.mark.parametrize(
    ("about", "said"), [("How many hours?", ""), ("", "How many days?"), ("How many days? 3", "")]
)
def test_other_words_are_another_wording(about: str, said: str) -> None:
    assert digest(about, said) != digest("How many days?")


def test_marks_alone_are_told_apart() -> None:
    assert digest("???") != digest("€")
    assert digest("") == 0
