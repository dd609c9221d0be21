"""What an issue's complaints have, counted beside them: it never drifts, whatever happens."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from feedback.models import Announcement, Feedback, Project
from tests.builders import NOW, say, send_answer
from tests.triage.placing import LEAVE, VPN, complain, issue_of, move, place_all
from triage.issues.operations import merge, split, undo
from triage.models import Finding, Issue, IssueFacet, Kind, Owner, Placement, tag_facet

ANN = "member:ann@example.org"


def expected() -> Counter[tuple[object, object]]:
    """By issue and facet, from the words and answers themselves."""
    found: Counter[tuple[object, object]] = Counter()
    for place in Placement.objects.select_related("feedback__answer__project"):
        said = place.feedback
        answer = said.answer
        facets = {said.team_id, said.cohort_id, answer.release_id} - {None}
        facets |= set(
            answer.project.reasons.filter(code__in=said.reasons).values_list("pk", flat=True)
        )
        facets |= set(answer.citations.values_list("source_id", flat=True))
        facets |= {tag_facet(answer.project_id, tag) for tag in answer.tags}
        found.update((place.issue_id, facet) for facet in facets)
        for finding in said.findings.exclude(issue__kind=Kind.LIKENESS):
            found.update((finding.issue_id, facet) for facet in facets)
    return found


def kept() -> Counter[tuple[object, object]]:
    rows = IssueFacet.objects.values_list("issue_id", "facet", "complaints")
    return Counter({(issue, facet): number for issue, facet, number in rows})


def finding_of(project: Project, words: list[Feedback]) -> Finding:
    owner = Owner.objects.get(project=project, catches_all=True)
    issue = Issue.objects.create(
        project=project,
        number=900,
        kind=Kind.NOVELTY,
        title="New",
        owner=owner,
        owner_why="made",
        first_seen=NOW,
        last_seen=NOW,
    )
    finding = Finding.objects.create(
        project=project, kind=Kind.NOVELTY, subject="it", issue=issue, evidence={}, found_at=NOW
    )
    finding.feedback.set(words)
    return finding


@pytest.mark.parametrize("seed", range(4))
def test_however_words_come_change_and_go(project: Project, seed: int) -> None:
    chance = Random(seed)
    answers = [
        send_answer(
            project,
            question=chance.choice((LEAVE, VPN)),
            release=chance.choice(("1", "2")),
            sources=chance.sample(("a", "b", "c"), 2),
            tags=chance.sample(("vip", "b c", "\u2028\U0001f468 \u00e9"), chance.randrange(4)),
        )
        for _ in range(5)
    ]
    for _ in range(4):
        for _ in range(chance.randrange(1, 9)):
            rating = chance.choice(("down", "down", "up"))
            say(
                project,
                chance.choice(answers),
                rating,
                person=chance.choice(("ann", "bob", "cem")),
                team=chance.choice(("Sales", "Legal", "")),
                reasons=chance.sample(("wrong", "unclear"), 1) if rating == "down" else [],
                given_at=NOW - timedelta(days=chance.randrange(9)),
            )
        place_all(project)
        assert kept() == expected()


def test_merging_splitting_moving_and_their_undo(project: Project) -> None:
    leave = [complain(project, LEAVE, team="Sales", reasons=["wrong"]) for _ in range(3)]
    vpn = [complain(project, VPN, team="Legal", comment=f"No. {n}") for n in range(2)]
    place_all(project)
    one, other = issue_of(leave[0]), issue_of(vpn[0])

    done = merge(project=project, issues=[one, other], actor=ANN, now=NOW)
    assert kept() == expected()
    undo(project=project, activity=done, actor=ANN, now=NOW)
    assert kept() == expected()
    parted = split(
        issue=issue_of(leave[0]), feedback_ids=[leave[0].pk], version=None, actor=ANN, now=NOW
    )
    assert kept() == expected()
    undo(project=project, activity=parted, actor=ANN, now=NOW)
    move(project, leave[1], to=issue_of(vpn[0]))
    assert kept() == expected()
    assert expected()


def test_a_complaint_taken_back_and_one_erased_count_no_more(project: Project) -> None:
    taken, erased, stays = (complain(project, team="Sales", person=name) for name in "abc")
    place_all(project)

    say(project, taken.answer, None, person="a", withdrawn=True)
    place_all(project)
    Feedback.objects.filter(pk=erased.pk).delete()

    assert set(Placement.objects.values_list("feedback_id", flat=True)) == {stays.pk}
    assert kept() == expected()


def test_an_answer_that_comes_later_brings_its_release_sources_and_tags(project: Project) -> None:
    word = say(project, "later", "down", comment="Section 3 says otherwise.")
    place_all(project)
    send_answer(project, "later", release="2.1", sources=["handbook"], tags=["vip"])
    assert Announcement.objects.filter(feedback=word).exists()

    place_all(project)

    assert len(Placement.objects.get(feedback=word).facets) == 3
    assert kept() == expected()

    send_answer(project, "later", tags=["beta", "late"])
    place_all(project)

    assert len(Placement.objects.get(feedback=word).facets) == 4
    assert kept() == expected()


def test_what_a_finding_rests_on_counts_there_too(project: Project) -> None:
    words = [complain(project, LEAVE, team="Sales", comment=f"No. {n}") for n in range(3)]
    place_all(project)

    finding = finding_of(project, words[:2])
    assert kept() == expected()
    finding.feedback.set(words[1:])
    assert kept() == expected()
    elsewhere = complain(project, VPN)
    place_all(project)
    move(project, words[2], to=issue_of(elsewhere))
    assert kept() == expected()
    Feedback.objects.filter(pk=words[1].pk).delete()

    assert kept() == expected()
    assert IssueFacet.objects.filter(issue=finding.issue).exists()


def test_counting_all_anew_comes_to_the_same(project: Project) -> None:
    words = [complain(project, LEAVE, team="Sales", reasons=["wrong"]) for _ in range(2)]
    place_all(project)
    finding_of(project, words)
    before = kept()

    with connection.cursor() as cursor:
        cursor.execute("SELECT triage_facets_again()")

    assert kept() == before
