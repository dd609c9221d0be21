"""Whether a fix works is counted day by day, and said once it can be told."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.models import Project
from tests.builders import NOW, place_all, say
from tests.triage.acting import ANN, PRINTER
from triage.embedding.spaces import embedder_of
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.models import Fix, FixDay, Issue
from triage.notices.follow_ups import follow_up
from triage.resolution import counting
from triage.resolution.counting import fixes_due
from triage.resolution.operations import put_in_force
from triage.resolution.tasks import watch as watch_all
from triage.resolution.watching import BATCH_DAYS, look_at

KeyClient = Callable[[str], APIClient]
DAY = timedelta(days=1)
FIXED = NOW - 40 * DAY
LIKE = ("How many days of annual leave do I get?", "How many annual leave days do I have?")


def answers(
    project: Project, day: int, *, like: int, wrong: int, others: int = 40, **of: Any
) -> None:
    """In an hour of that day from the fix, answers, of which some are complained of; of the
    others one in twenty is."""
    at = FIXED + day * DAY + timedelta(hours=1)
    asked = [LIKE[n % 2] for n in range(like)] + [PRINTER] * others
    messages = [
        AnswerMessage(id=f"{day}-{n}", question=q, text="28.", asked_at=at, **of)
        for n, q in enumerate(asked)
    ]
    record_answers(project=project, messages=messages, actor="system:test", now=at)
    for n in [*range(wrong), *range(like, like + others // 20)]:
        say(project, f"{day}-{n}", "down", person=f"p{day}-{n}", now=at)


@pytest.fixture
def leave(project: Project) -> Issue:
    """Four weeks in which 2 of 6 answers a day to like questions were complained of."""
    for day in range(-28, 0):
        answers(project, day, like=6, wrong=2)
    place_all(project, now=FIXED)
    return Issue.objects.filter(placements__feedback__answer__question=LIKE[0]).distinct().get()


def mend(issue: Issue, kind: str = "source", **names: Any) -> Fix:
    fix = NewFix(kind, **names)
    operations.resolve(
        issue=issue, fix=fix, resolution="Mended", version=None, actor=ANN, now=FIXED
    )
    return issue.fixes.get()


def watch(fix: Fix, days: int) -> Fix:
    """Look at it on that day from the fix."""
    now = FIXED + days * DAY
    while look_at(fix=fix, embedder=embedder_of("wordllama"), now=now):
        pass
    fix.refresh_from_db()
    return fix


def test_a_fix_that_takes_nearly_all_away_is_verified(project: Project, leave: Issue) -> None:
    fix = mend(leave)
    for day in range(12):
        answers(project, day, like=6, wrong=0)
    watch(fix, 13)
    leave.refresh_from_db()
    assert (fix.outcome, leave.status) == ("verified", "verified")
    assert (fix.proof["since"]["complaints"], fix.proof["since"]["answers"]) == (0, 72)
    # The complaint that opened the issue is not counted.
    assert (fix.proof["before"]["complaints"], fix.proof["before"]["answers"]) == (55, 167)
    assert fix.proof["others_since"]["answers"] == 12 * 40
    assert leave.activity.filter(verb="verified").count() == 1


def test_one_after_which_as_many_complain_brings_the_issue_back(
    project: Project, leave: Issue
) -> None:
    fix = mend(leave)
    for day in range(60):
        answers(project, day, like=6, wrong=2)
    watch(fix, 61)
    leave.refresh_from_db()
    assert (fix.outcome, leave.status, leave.substatus) == ("no_better", *BACK)
    assert fix.withdrawn_at


BACK = ("unresolved", "regressed")


def test_soon_after_the_fix_it_is_too_early_and_says_how_many_answers_it_takes(
    project: Project, leave: Issue
) -> None:
    fix = mend(leave)
    answers(project, 0, like=6, wrong=0)
    watch(fix, 2)
    leave.refresh_from_db()
    assert (fix.outcome, leave.status) == ("too_early", "resolved")
    assert 5 < fix.proof["needed"] < 100


def test_what_falls_everywhere_is_no_work_of_the_fix(project: Project, leave: Issue) -> None:
    fix = mend(leave)
    for day in range(12):
        answers(project, day, like=6, wrong=0, others=19)  # of which nobody complains
    assert watch(fix, 13).outcome == "too_early"


def test_a_look_that_is_cut_off_goes_on_where_it_was_and_counts_each_day_once(
    project: Project, leave: Issue
) -> None:
    fix = mend(leave)
    for day in range(3):
        answers(project, day, like=6, wrong=0)
    embedder, now = embedder_of("wordllama"), FIXED + 4 * DAY
    assert look_at(fix=fix, embedder=embedder, now=now)
    assert fix.days.count() == BATCH_DAYS
    first = list(FixDay.objects.values())
    watch(fix, 4)
    again = watch(fix, 4)
    assert fix.days.count() == 28 + 3
    assert [row for row in FixDay.objects.values() if row in first] == first
    assert again.proof == fix.proof
    assert leave.activity.filter(verb="verified").count() <= 1


def test_a_fix_is_due_once_a_day_while_nothing_is_told(project: Project, leave: Issue) -> None:
    fix = mend(leave)
    assert not fixes_due(FIXED + DAY)
    assert list(fixes_due(FIXED + 2 * DAY)) == [fix]
    watch(fix, 2)
    assert not fixes_due(FIXED + 2 * DAY)
    assert list(fixes_due(FIXED + 3 * DAY + timedelta(minutes=1))) == [fix]
    assert not fixes_due(FIXED + 93 * DAY)


def test_what_nobody_mends_and_what_waits_is_not_watched(project: Project, leave: Issue) -> None:
    mend(leave, "wont_fix")
    assert not fixes_due(FIXED + 5 * DAY)
    operations.reopen(issue=leave, version=None, actor=ANN, now=FIXED)
    operations.resolve(
        issue=leave,
        fix=NewFix("release"),
        resolution="Mended",
        version=None,
        actor=ANN,
        now=FIXED,
    )
    assert not fixes_due(FIXED + 5 * DAY)


def test_of_a_release_only_answers_that_are_of_it_count(project: Project, leave: Issue) -> None:
    fix = mend(leave, "release")
    for day in range(12):
        answers(project, day, like=6, wrong=0, release="2.4")
        old = [
            AnswerMessage(id=f"old-{day}-{n}", question=LIKE[0], text="So.", release="2.3")
            for n in range(3)
        ]
        at = FIXED + day * DAY
        record_answers(project=project, messages=old, actor="system:test", now=at)
    put_in_force(project=project, now=FIXED + DAY)
    fix.refresh_from_db()
    assert watch(fix, 14).proof["since"]["answers"] == 72


def test_of_a_busy_day_some_answers_are_drawn(
    project: Project, leave: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_ANSWERS", 20)
    fix = mend(leave)
    answers(project, 0, like=6, wrong=0)
    watch(fix, 2)
    for row in fix.days.all():
        assert row.answers in {45, 46}
        assert row.drawn == row.alike + row.others < 40


def test_one_complaint_is_no_rate(project: Project) -> None:
    answers(project, -1, like=1, wrong=1)
    place_all(project, now=FIXED)
    fix = mend(Issue.objects.exclude(title__icontains="printer").get())
    watch(fix, 5)
    assert (fix.outcome, fix.proof["left"], fix.proof["needed"]) == ("too_early", None, None)


def test_a_fix_that_was_taken_back_meanwhile_is_judged_no_more(
    project: Project, leave: Issue
) -> None:
    fix = mend(leave)
    operations.reopen(issue=leave, version=None, actor=ANN, now=FIXED)
    assert watch(fix, 5).outcome == ""


def test_the_issue_says_whether_its_fix_works(
    project: Project, leave: Issue, member_client: Callable[[str], Client], key_client: KeyClient
) -> None:
    fix = mend(leave, url="https://wiki.example/leave")
    client, api = member_client("viewer"), key_client("secret")
    address = f"/p/alpha/issues/{leave.short_id}/"
    assert "looked at once a day" in client.get(address).content.decode()
    for day in range(12):
        answers(project, day, like=6, wrong=0)
    watch(fix, 2)
    html = client.get(address).content.decode()
    assert re.search(r"Too early to tell \(about \d+ more answers", html)
    watch(fix, 13)
    html = client.get(address).content.decode()
    for said in (
        "Verified: it took complaints away",
        "55 of 167: 32.9% (26.3 to 40.4%)",
        "0 of 72: 0.0% (0.0 to 5.1%)",
        "Errata</b> found that the fix works: 0 of 72 answers to like questions, 55 of 167 before",
        'href="https://wiki.example/leave"',
    ):
        assert said in html
    told = api.get(f"/api/v1/issues/{leave.short_id}").json()
    assert (told["status"], told["fix"]["outcome"]) == ("verified", "verified")
    assert told["fix"]["proof"]["since"] == pytest.approx(
        {"complaints": 0, "answers": 72, "low": 0, "high": 0.0507}, abs=1e-3
    )
    listed = {row["id"]: row["fix"] for row in api.get("/api/v1/issues").json()["results"]}
    assert listed[leave.short_id]["kind"] == "source"
    assert sum(fix is not None for fix in listed.values()) == 1


def test_what_more_of_those_asked_call_wrong_is_not_called_verified(
    project: Project, leave: Issue, member_client: Callable[[str], Client]
) -> None:
    fix = mend(leave)
    for day in range(12):
        answers(project, day, like=6, wrong=0)
    words = [placed.feedback for placed in leave.placements.all()[:3]]
    for word, right in zip(words, (True, False, False), strict=True):
        follow_up(word=word, right=right, actor="system:test", now=FIXED + DAY)
    assert watch(fix, 13).outcome == "too_early"
    html = member_client("viewer").get(f"/p/alpha/issues/{leave.short_id}/").content.decode()
    assert "more of those asked call it wrong" in html
    assert "1 said yes and 2 still wrong" in html

    for word in words[1:]:
        follow_up(word=word, right=True, actor="system:test", now=FIXED + 2 * DAY)
    assert watch(fix, 14).outcome == "verified"


def test_the_sweep_looks_once_a_day_though_it_runs_every_minute(
    project: Project, leave: Issue
) -> None:
    fix = mend(leave)
    since = timezone.now() - 3 * DAY
    Fix.objects.update(in_force_at=since, made_at=since)
    watch_all()
    fix.refresh_from_db()
    first = fix.looked_at
    watch_all()
    fix.refresh_from_db()
    assert first
    assert fix.looked_at == first
    assert fix.days.count() == 28 + 2
