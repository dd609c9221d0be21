"""What is found by itself: one issue for each subject, which people close and nothing else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from feedback.models import AuditEvent, Project
from tests.builders import NOW, place_all, say, send_answer
from tests.triage.acting import complaints, merge, move, refusal
from tests.triage.finding import LATER, YESTERDAY, corrected, expired, figures, finding, found, look
from tests.triage.placing import settle
from triage.findings.operations import search
from triage.findings.queries import projects_to_search
from triage.issues.operations import archive
from triage.models import Finding, Issue, Kind, Placement
from triage.routing.operations import add_owner

EXPIRED, WRONG = Kind.EXPIRED_SOURCE, Kind.CONFIDENT_WRONG


@pytest.fixture
def cited(project: Project) -> Project:
    """A project whose leave policy expired in March and was cited yesterday, to a complaint."""
    answer = send_answer(project, "late", now=YESTERDAY, citations=[expired(owner="hr")])
    say(project, answer, "down", person="ann", now=NOW)
    place_all(project, now=NOW)
    return project


def test_an_expired_source_that_is_cited_opens_an_issue_with_what_it_rests_on(
    cited: Project,
) -> None:
    send_answer(cited, now=YESTERDAY, citations=[expired("it/vpn", date(2027, 1, 1))])
    look(cited, EXPIRED)

    issue = found(cited, EXPIRED)
    assert issue.title == "Expired, and still cited: Leave policy"
    assert (issue.complaints, issue.people) == (1, 1)
    assert figures(issue)["Answers that cite it"] == "1 of 2 that cite any source"
    assert finding(issue).feedback.get().person.external_id == "ann"


def test_the_day_of_approvals_end_is_still_approved(project: Project) -> None:
    send_answer(project, now=YESTERDAY, citations=[expired(until=YESTERDAY.date())])
    look(project, EXPIRED)
    assert not Finding.objects.exists()


def test_a_finding_leaves_its_complaints_where_they_stand(cited: Project) -> None:
    before = list(Placement.objects.values_list("feedback_id", "issue_id"))
    look(cited, EXPIRED)
    assert list(Placement.objects.values_list("feedback_id", "issue_id")) == before


def test_a_finding_about_a_source_goes_to_whoever_answers_for_the_source(cited: Project) -> None:
    add_owner(project=cited, slug="hr", name="HR", actor="member:ann", now=NOW)
    look(cited, EXPIRED)
    assert found(cited, EXPIRED).owner.slug == "hr"


def test_what_is_found_again_grows_and_opens_nothing(cited: Project) -> None:
    look(cited, EXPIRED)
    say(cited, "late", "down", person="ben", now=NOW)
    place_all(cited, now=NOW)
    look(cited, EXPIRED)
    assert found(cited, EXPIRED).people == 2


def test_what_holds_no_more_is_said_and_not_closed(cited: Project) -> None:
    look(cited, EXPIRED)
    send_answer(cited, "late", now=YESTERDAY, citations=[expired(until=date(2027, 1, 1))])
    look(cited, EXPIRED)

    issue = found(cited, EXPIRED)
    assert issue.status == "unresolved"
    assert finding(issue).lapsed_at == LATER
    assert issue.activity.filter(verb="lapsed").count() == 1
    look(cited, EXPIRED)
    assert issue.activity.filter(verb="lapsed").count() == 1


def test_a_resolved_finding_comes_back_when_it_happens_again(cited: Project) -> None:
    look(cited, EXPIRED)
    settle(found(cited, EXPIRED))
    look(cited, EXPIRED)
    assert found(cited, EXPIRED).status == "resolved", "what it rests on is older than the fix"

    send_answer(cited, now=LATER, citations=[expired()])
    look(cited, EXPIRED, now=LATER + timedelta(hours=1))
    assert found(cited, EXPIRED).substatus == "regressed"


def test_an_archived_finding_stays_archived(cited: Project) -> None:
    look(cited, EXPIRED)
    archive(issue=found(cited, EXPIRED), version=None, actor="member:ann", now=NOW)
    send_answer(cited, now=LATER, citations=[expired()])
    look(cited, EXPIRED, now=LATER + timedelta(hours=1))
    assert found(cited, EXPIRED).status == "archived"


def test_a_correction_of_an_answer_that_was_sure_is_an_incident(project: Project) -> None:
    word = corrected(project, "ann", confidence=0.93)
    look(project, WRONG)

    issue = found(project, WRONG)
    assert issue.priority == Issue.Priority.HIGH
    assert figures(issue)["Stated confidence"] == "93%"
    assert list(finding(issue).feedback.all()) == [word]


@pytest.mark.parametrize(
    ("confidence", "fields"),
    [
        (0.89, {}),
        (0.95, {"correction": ""}),
        (0.95, {"correction": "asdf"}),
        (0.95, {"correction": "You have  28 days of LEAVE."}),
    ],
)
def test_doubt_or_no_other_word_is_no_incident(
    project: Project, confidence: float, fields: dict[str, str]
) -> None:
    corrected(project, "ann", confidence=confidence, **fields)
    look(project, WRONG)
    assert not Finding.objects.exists()


def test_an_incident_stays_one_when_the_issue_of_its_complaints_is_merged(
    project: Project,
) -> None:
    first = corrected(project, "ann")
    answer = send_answer(project, question="Where is the printer?", text="Down.", now=YESTERDAY)
    say(project, answer, "down", now=NOW)
    say(project, answer, "down", person="cat", now=NOW)
    place_all(project, now=NOW)
    look(project, WRONG)
    merge(first.placement.issue, Placement.objects.get(feedback__person__external_id="cat").issue)

    look(project, WRONG)
    assert finding(found(project, WRONG)).lapsed_at is None


def test_a_complaint_that_is_taken_back_is_evidence_no_more(project: Project) -> None:
    word = corrected(project, "ann")
    look(project, WRONG)
    say(project, word.answer, None, person="ann", withdrawn=True, now=NOW)
    place_all(project, now=NOW)
    look(project, WRONG)
    assert finding(found(project, WRONG)).lapsed_at == LATER


def test_a_finding_can_be_neither_merged_nor_moved_to(cited: Project) -> None:
    look(cited, EXPIRED)
    alike = Issue.objects.get(project=cited, kind=Kind.LIKENESS)
    assert refusal(merge, found(cited, EXPIRED), alike).code == "issue_groups_nothing"
    assert refusal(move, alike, found(cited, EXPIRED)).code == "issue_groups_nothing"
    assert len(complaints(alike)) == 1


def test_placing_passes_findings_by(cited: Project) -> None:
    look(cited, EXPIRED)
    say(cited, "late", "down", person="ben", now=NOW)
    place_all(cited, now=NOW)
    issue = found(cited, EXPIRED)
    assert issue.status == "unresolved"
    assert not issue.placements.exists()


def test_each_subject_has_one_finding(cited: Project) -> None:
    look(cited, EXPIRED)
    again = finding(found(cited, EXPIRED))
    again.pk = None
    again._state.adding = True
    with pytest.raises(IntegrityError):
        again.save()


def test_a_search_leaves_its_audit_event(cited: Project) -> None:
    look(cited, EXPIRED)
    event = AuditEvent.objects.of(cited).get(verb="findings.noted")
    assert event.data == {"opened": 1, "known": 0, "lapsed": 0}


def test_a_project_is_searched_by_the_hour_or_when_much_is_new(cited: Project) -> None:
    assert projects_to_search(NOW) == [cited.pk]
    search(project=cited, now=NOW)
    assert projects_to_search(NOW + timedelta(minutes=59)) == []
    assert projects_to_search(NOW + timedelta(minutes=60)) == [cited.pk]
    say(cited, "late", "down", person="ben", now=NOW)
    place_all(cited, now=NOW + timedelta(minutes=1))
    assert projects_to_search(NOW + timedelta(minutes=2)) == [cited.pk]


def test_another_projects_sources_and_words_are_not_looked_at(
    cited: Project, other_project: Project
) -> None:
    search(project=other_project, now=LATER)
    assert not Finding.objects.exists()
