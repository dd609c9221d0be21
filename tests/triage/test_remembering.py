"""What a worker remembers of the centres, while others change them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from feedback.models import Project
from tests.builders import NOW, make_project, say, send_answer
from tests.triage.placing import LEAVE, VPN, complain, issue_of, move, place_all
from triage.clustering import remembering
from triage.clustering.nearest import Centres
from triage.clustering.opening import placing_lock
from triage.clustering.queries import centres_of
from triage.embedding.letters import Letters
from triage.issues.operations import merge, split
from triage.models import Issue

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def another_process() -> Iterator[None]:
    """Remembers nothing of what this one does, and leaves nothing behind in its memory."""
    kept = dict(remembering._kept)
    remembering._kept.clear()
    yield
    remembering._kept.clear()
    remembering._kept.update(kept)


def recalled(project: Project) -> Centres[object]:
    with transaction.atomic():
        return remembering.recall(
            placing_lock(project), model=Letters.name, dimension=Letters.dimension
        )


def table(centres: Centres[object]) -> dict[object, tuple[int, list[float]]]:
    rows = [(centres.key_at(place), place) for place in range(len(centres))]
    return {
        key: (int(centres.counts[place]), [round(float(x), 4) for x in centres.means[place]])
        for key, place in rows
        if centres.counts[place]
    }


def is_exact(project: Project) -> bool:
    """What is remembered is what there is."""
    there = centres_of(project, model=Letters.name, dimension=Letters.dimension)
    return table(recalled(project)) == table(there)


def test_an_issue_that_another_process_opened_is_joined() -> None:
    project = make_project("opened")
    complain(project, VPN)
    place_all(project)
    with another_process():
        theirs = complain(project, LEAVE)
        place_all(project)

    ours = complain(project, LEAVE)
    place_all(project)

    assert issue_of(ours) == issue_of(theirs)
    assert is_exact(project)


def test_what_another_process_emptied_draws_nothing() -> None:
    project = make_project("emptied")
    answer = send_answer(project, question=LEAVE)
    word = say(project, answer, "down", person="ann")
    complain(project, VPN)
    place_all(project)
    emptied = issue_of(word)
    with another_process():
        say(project, answer, "up", person="ann")
        place_all(project)

    again = complain(project, LEAVE)
    place_all(project)

    assert issue_of(again) != emptied
    assert is_exact(project)


def test_what_people_regrouped_is_known() -> None:
    project = make_project("regrouped")
    leave, more, vpn = (
        complain(project),
        complain(project, comment="So old."),
        complain(project, VPN),
    )
    place_all(project)
    actor = {"actor": "member:ann@example.org", "now": NOW}
    split(issue=issue_of(leave), feedback_ids=[more.pk], version=None, **actor)
    assert is_exact(project)
    move(project, more, to=issue_of(vpn))
    assert is_exact(project)
    merge(project=project, issues=[issue_of(leave), issue_of(vpn)], **actor)
    assert is_exact(project)

    again = complain(project, LEAVE)
    place_all(project)

    assert issue_of(again) == issue_of(leave) == issue_of(vpn)


def test_what_was_rolled_back_is_not_remembered() -> None:
    project = make_project("undone")
    complain(project, VPN)
    place_all(project)
    word = complain(project, LEAVE)

    @transaction.atomic
    def killed() -> None:
        place_all(project)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()

    assert is_exact(project)
    place_all(project)
    assert issue_of(word).complaints == 1
    assert is_exact(project)


def test_from_batch_to_batch_the_centres_are_kept() -> None:
    project = make_project("kept")
    complain(project)
    place_all(project)

    assert recalled(project) is recalled(project)


def test_the_project_asked_for_longest_ago_is_forgotten_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "MOST_KEPT", 1)
    first, second = make_project("first"), make_project("second")
    for project in (first, second):
        complain(project)
        place_all(project)

    kept = {project_id for project_id, _ in remembering._kept}

    assert second.pk in kept
    assert first.pk not in kept
    assert Issue.objects.count() == 2
