"""A small project with something of everything in it, for tests that walk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from feedback.models import Feedback, Project, Team
from reporting.audits.operations import draw
from reporting.digests.letters import STOP as REPORT_STOP
from reporting.models import Alert
from reporting.rollups.tally import Window
from tests.builders import NOW, make_key, make_member, make_project, say, send_answer
from triage.clustering.changes import Change, Kind
from triage.clustering.operations import place_waiting
from triage.corrections.operations import Judgement, review
from triage.corrections.operations.regression import NewAnswer, run_regression
from triage.embedding.spaces import USUAL, embedder_of
from triage.integrations.operations import add_endpoint
from triage.integrations.trackers.operations import connect_tracker
from triage.issues.filters import QueueFilters
from triage.issues.saved.operations import save_view
from triage.models import Issue, IssueActivity, Proposal
from triage.notices.links import FOLLOW_UP, STOP, signed
from triage.proposals.operations import propose
from triage.routing.teams import new_owner

# Stands in every text of the project: whoever isn't of it must never see it.
MARK = "zyzzyva"


@dataclass(frozen=True)
class World:
    """The project and the names by which addresses know what is in it."""

    project: Project
    names: dict[str, str]


@contextmanager
def standing_world(blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world of alpha for all tests of a file: committed, so that what each of them writes is
    rolled back as ever, and emptied in the end. Numbers go on: processes remember some."""
    with blocker.unblock():
        yield make_world(make_project("alpha"))
        call_command("flush", interactive=False, reset_sequences=False, verbosity=0)


def make_world(project: Project) -> World:
    """One answered question, two complaints in one issue, a proposal to split it, a key and a
    member."""
    word, other = _complaints(project)
    place_waiting(project=project, embedder=embedder_of(USUAL), limit=10, now=NOW)
    issue = Issue.objects.get(project=project)
    change = Change(Kind.SPLIT, issue.pk, None, [other.pk], 0.8, f"{MARK} differs")
    propose(project=project, changes=[change], now=NOW)
    verified, run = _verified(project, word)
    sharer = make_member(project, "triager", email="sharer@alpha.example")
    view = save_view(member=sharer, name=MARK, filters=QueueFilters(q=MARK), shared=True, now=NOW)
    names = {
        **_audited(project),
        "verified": verified,
        "run": run,
        "view": str(view.pk),
        "issue": issue.short_id,
        "alert": str(make_alert(project, team=Team.objects.get(project=project)).pk),
        "endpoint": str(_endpoint(project)),
        "tracker": str(_tracker(project)),
        "issue_id": str(issue.id),
        "feedback": str(word.id),
        "ask": signed(FOLLOW_UP, f"{other.pk}.{other.pk}"),
        "report_stop": signed(REPORT_STOP, str(sharer.pk)),
        "stop": signed(STOP, str(word.person_id)),
        "activity": str(IssueActivity.objects.filter(issue=issue).first().pk),
        "proposal": str(Proposal.objects.get(project=project).pk),
        "owner": new_owner(project=project, name=MARK, actor="system:test", now=NOW).slug,
        "key": str(make_key(project, "secret").key.id),
        "member": str(make_member(project, "viewer", email="other@alpha.example").id),
    }
    return World(project, names)


def _complaints(project: Project) -> tuple[Feedback, Feedback]:
    """Of one answer; the first of them with a correction."""
    answer = send_answer(
        project,
        f"answer-{MARK}",
        question=f"Who approves a {MARK}?",
        text=f"Nobody approves a {MARK}.",
        person=f"person-{MARK}",
        team=f"team-{MARK}",
        cohort=f"cohort-{MARK}",
        release=f"release-{MARK}",
        sources=[f"source-{MARK}"],
    )
    word = say(
        project,
        answer,
        "down",
        comment=f"No {MARK} here.",
        correction=f"Anybody approves a {MARK}.",
        person=f"person-{MARK}",
    )
    return word, say(project, answer, "down", comment=f"No {MARK}.", person=f"somebody-{MARK}")


def _audited(project: Project) -> dict[str, str]:
    day = Window(NOW.date(), NOW.date())
    audit = draw(project=project, window=day, size=30, actor="system:test", now=NOW)
    return {"audit": str(audit.pk), "audit_item": str(audit.items.get().pk)}


def _verified(project: Project, word: Feedback) -> tuple[str, str]:
    """What the correction became, and a run of the regression set."""
    reviewer = make_member(project, "triager", email="reviewer@alpha.example")
    accepted = review(
        feedback=word,
        proposed=word.correction.text,
        judgement=Judgement(),
        reviewer=reviewer,
        now=NOW,
    )
    assert accepted.made
    run, _ = run_regression(
        project=project,
        release=f"release-{MARK}",
        answers=[NewAnswer(accepted.made.answer.short_id, f"A {MARK}.")],
        actor="system:test",
        now=NOW,
    )
    return accepted.made.answer.short_id, str(run.pk)


def make_alert(project: Project, **fields: Any) -> Alert:
    """An alert as it would be raised: satisfaction was 90% and is 70%."""
    raised = {
        "metric": "satisfaction",
        "reference_from": date(2026, 3, 2),
        "reference_part": 360,
        "reference_whole": 400,
        "since": date(2026, 5, 25),
        "through": date(2026, 6, 14),
        "part": 70,
        "whole": 100,
        "evidence": 900.0,
        "needed": 520.0,
        "raised_at": NOW,
    }
    return Alert.objects.create(project=project, **raised | fields)


def _endpoint(project: Project) -> UUID:
    made = add_endpoint(
        project=project,
        kind="webhook",
        name=MARK,
        url="https://receiver.example/",
        events=["issue.opened"],
        tells_texts=False,
        actor="system:test",
        now=NOW,
    )
    return made.endpoint.pk


def _tracker(project: Project) -> UUID:
    tracker = connect_tracker(
        project=project,
        kind="github",
        name=MARK,
        url="https://api.github.com",
        place=f"{MARK}/{MARK}",
        login="",
        token=MARK,
        actor="system:test",
        now=NOW,
    )
    return tracker.pk
