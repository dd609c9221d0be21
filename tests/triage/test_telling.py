"""Reporters are told what became of their complaints: once, after a quiet time, and alone."""

from datetime import date, timedelta

import pytest

from feedback.models import Feedback, Member, Person, Project
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import ANN, LEAVE, PRINTER, comment, merge, move, resolve, split, undo
from tests.triage.telling import LATER, crowded_issue, join, tell_all, told
from triage.issues.operations import archive, assign, reopen
from triage.models import Issue, ReporterNotice, Telling, ToTell
from triage.notices.payloads import payload_of
from triage.notices.signals import reporters_told
from triage.notices.telling import QUIET, note_joined, tell_next


@pytest.fixture
def anns(project: Project) -> Issue:
    """An issue of one complaint: ann's."""
    return make_issue(project, LEAVE, person="ann", comment="Not so.")


def take(issue: Issue, member: Member) -> None:
    assign(issue=issue, owner=issue.owner, assignee=member, version=None, actor=ANN, now=NOW)


def test_a_reporter_is_told_each_state_that_their_issue_reaches(
    anns: Issue, triager: Member
) -> None:
    for act in (lambda: comment(anns), lambda: take(anns, triager), lambda: resolve(anns)):
        act()
        tell_all()

    assert told("ann") == ["under review", "being fixed", "fixed"]
    assert [n.telling.says for n in ReporterNotice.objects.all()] == ["", "", "Handbook mended"]


def test_what_is_opened_is_not_told_before_somebody_looked(anns: Issue) -> None:
    assert tell_all() == 0
    assert told() == []


def test_several_acts_make_one_message(anns: Issue, triager: Member) -> None:
    comment(anns)
    take(anns, triager)
    resolve(anns)
    tell_all()

    assert told("ann") == ["fixed"]


def test_nobody_is_told_while_acts_go_on(anns: Issue) -> None:
    resolve(anns)
    assert not tell_next(now=NOW + QUIET - timedelta(seconds=1))
    assert tell_next(now=NOW + QUIET)


def test_what_is_taken_back_in_time_is_not_told(anns: Issue) -> None:
    undo(resolve(anns))
    tell_all()

    assert "fixed" not in told("ann")


def test_what_was_told_and_is_taken_back_is_corrected(anns: Issue) -> None:
    act = resolve(anns)
    tell_all()
    undo(act)
    tell_all()

    assert told("ann") == ["fixed", "under review"]


def test_the_same_is_not_told_twice(anns: Issue) -> None:
    resolve(anns)
    tell_all()
    comment(anns)
    tell_all()

    assert told("ann") == ["fixed"]


def test_what_is_fixed_anew_is_told_anew(anns: Issue) -> None:
    resolve(anns)
    tell_all()
    reopen(issue=anns, version=None, actor=ANN, now=NOW)
    resolve(anns)
    tell_all()
    assert told("ann") == ["fixed"]  # the same words, within the quiet time

    reopen(issue=anns, version=None, actor=ANN, now=NOW)
    tell_all()
    resolve(anns)
    tell_all()
    assert told("ann") == ["fixed", "under review", "fixed"]


def test_two_complaints_of_one_person_in_an_issue_are_one_message(project: Project) -> None:
    issue = make_issue(project, LEAVE, complaints=2, person="ann")
    resolve(issue)
    tell_all()

    assert told() == ["fixed"]


def test_who_comes_late_is_told_what_the_others_were(project: Project, anns: Issue) -> None:
    resolve(anns)
    tell_all()
    given = NOW - timedelta(days=1)  # before it was resolved: it says nothing against that
    late = send_answer(project, question=LEAVE, asked_at=given)
    say(project, late, person="ben", given_at=given)
    place_all(project)
    tell_all()

    assert told("ben") == ["fixed"]
    assert told("ann") == ["fixed"]


def test_a_complaint_that_brings_it_back_corrects_what_was_told(
    project: Project, anns: Issue
) -> None:
    resolve(anns)
    tell_all()
    later = NOW + timedelta(hours=1)
    say(project, send_answer(project, question=LEAVE, now=later), person="ben", now=later)
    place_all(project, now=later)
    tell_all()

    assert (told("ann"), told("ben")) == (["fixed", "under review"], ["under review"])


def test_put_off_or_pressed_by_mistake_is_not_declined(anns: Issue, triager: Member) -> None:
    take(anns, triager)
    back_on = date(2027, 1, 1)
    archive(issue=anns, back_on=back_on, version=None, actor=ANN, now=NOW)
    tell_all()
    assert told("ann") == ["under review"]


def test_archived_for_good_is_declined(anns: Issue) -> None:
    archive(issue=anns, version=None, actor=ANN, now=NOW)
    tell_all()
    assert told("ann") == ["declined"]


def test_a_merge_repeats_nothing_and_tells_what_is_new(project: Project, anns: Issue) -> None:
    other = make_issue(project, PRINTER, complaints=2, person="ben")
    comment(anns)
    comment(other)
    tell_all()
    kept = Issue.objects.get(pk=merge(anns, other).issue_id)
    tell_all()
    assert (told("ann"), told("ben")) == (["under review"], ["under review"])

    resolve(kept)
    tell_all()
    assert (told("ann"), told("ben")) == (["under review", "fixed"], ["under review", "fixed"])


def test_who_is_split_off_what_was_fixed_is_told_that_it_is_not(project: Project) -> None:
    issue = make_issue(project, LEAVE, person="ann")
    make_issue(project, LEAVE, person="ben")
    resolve(issue)
    tell_all()
    split(issue)
    tell_all()

    assert sorted([told("ann"), told("ben")]) == [["fixed"], ["fixed", "under review"]]


def test_who_is_moved_is_told_where_the_new_issue_stands(project: Project, anns: Issue) -> None:
    make_issue(project, LEAVE, person="cid")
    other = make_issue(project, PRINTER, person="ben")
    resolve(other)
    tell_all()
    move(anns, other)
    tell_all()

    assert (told("ann"), told("ben"), told("cid")) == (["fixed"], ["fixed"], ["under review"])


def test_anonymous_visitors_have_notices_too(project: Project) -> None:
    resolve(make_issue(project, LEAVE, visitor="v-1"))
    tell_all()

    assert told("visitor:v-1") == ["fixed"]


def test_what_leaves_the_house_names_nobody_else(project: Project, anns: Issue) -> None:
    make_issue(project, LEAVE, person="ben", comment="Ben's own words.")
    heard = []

    def hear(*, notices: list[ReporterNotice], **_: object) -> None:
        heard.extend(payload_of(notice) for notice in notices)

    reporters_told.connect(hear)
    resolve(anns)
    tell_all()
    reporters_told.disconnect(hear)

    anns_own = next(one for one in heard if one["person"] == "ann")
    assert (anns_own["state"], anns_own["says"]) == ("fixed", "Handbook mended")
    assert not any(text in str(anns_own) for text in ("ben", "Ben", "ann@", "Not so"))


def test_who_is_erased_leaves_no_message(anns: Issue) -> None:
    resolve(anns)
    tell_all()
    Person.objects.get(external_id="ann").delete()

    assert told() == []


def test_a_telling_in_parts_reaches_everybody_once(project: Project) -> None:
    issue = crowded_issue(project, 25)
    resolve(issue)
    tell_all(part=10)

    assert told() == ["fixed"] * 25
    assert not ToTell.objects.exists()


def test_a_telling_ends_half_way_when_something_happens(project: Project) -> None:
    issue = crowded_issue(project, 25)
    act = resolve(issue)
    acted = False

    def undo_it(**_: object) -> None:
        nonlocal acted
        if not acted:
            acted = True
            undo(act)

    reporters_told.connect(undo_it)
    tell_next(now=LATER, part=10)
    reporters_told.disconnect(undo_it)
    assert told() == ["fixed"] * 10

    tell_all()
    assert sorted(told()) == ["fixed"] * 10 + ["under review"] * 25
    assert Telling.objects.count() == 2


def test_who_joins_while_the_others_are_told_is_not_missed(project: Project) -> None:
    issue = crowded_issue(project, 25)
    resolve(issue)
    tell_next(now=LATER, part=20)
    late = join(issue, Feedback.objects.earliest("id"), 5)
    note_joined([word.pk for word in late], now=NOW)
    tell_all(part=20)

    assert told() == ["fixed"] * 30
