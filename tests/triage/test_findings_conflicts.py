"""Teams that diverge, sources that disagree, sources that draw complaints: through real words."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.capture.messages import CitationMessage
from feedback.models import Feedback, Project
from tests.builders import NOW, place_all, say, send_answer
from tests.triage.acting import ANN
from tests.triage.finding import YESTERDAY, figures, found, look
from triage.models import Finding, Kind
from triage.routing.operations import save_rules

TERM, SOURCES, CHARGED = Kind.TERM_CONFLICT, Kind.SOURCE_CONFLICT, Kind.CHARGED_SOURCE
DEALS = "A deal is closed when the signed order is in."
BOOKS = "The books close on the third working day at noon."
HANDBOOK = CitationMessage(
    source="handbook",
    title="Employee handbook, chapter 4",
    passage="A doctor's certificate is due from the fourth day of illness.",
)
AGREEMENT = CitationMessage(
    source="wa-12",
    title="Works agreement no. 12: reporting ill",
    passage="A certificate must be handed in on the first day of illness.",
)


def corrects(project: Project, team: str, person: str, correction: str, question: str = "") -> None:
    question = question or "When do we close this month?"
    answer = send_answer(project, question=question, now=YESTERDAY)
    said = {"person": person, "team": team, "correction": correction}
    say(project, answer, "down", now=NOW, **said)


def diverge(project: Project, sales: str = DEALS, finance: str = BOOKS) -> None:
    for team, correction in (("Sales", sales), ("Finance", finance)):
        for number in range(2):
            corrects(project, team, f"{team}-{number}", correction)


def test_teams_that_correct_one_question_differently_are_in_conflict(project: Project) -> None:
    diverge(project)
    place_all(project, now=NOW)
    look(project, TERM)

    issue = found(project, TERM)
    assert issue.title == "“close” means different things to Finance and Sales"
    assert (issue.complaints, issue.people) == (4, 4)
    assert figures(issue) == {"Finance, 2 people": f"“{BOOKS}”", "Sales, 2 people": f"“{DEALS}”"}


def test_teams_that_say_the_same_in_other_words_are_not(project: Project) -> None:
    diverge(project, finance="For deals: when the signed order is in.")
    place_all(project, now=NOW)
    look(project, TERM)
    assert not Finding.objects.exists()


def test_one_persons_word_is_not_a_teams(project: Project) -> None:
    for _ in range(2):
        corrects(project, "Sales", "ann", DEALS)
        corrects(project, "Finance", "ben", BOOKS)
    place_all(project, now=NOW)
    look(project, TERM)
    assert not Finding.objects.exists()


def test_a_team_that_is_of_two_minds_says_nothing(project: Project) -> None:
    diverge(project)
    corrects(project, "Sales", "cat", "Ask the controller.")
    corrects(project, "Sales", "dan", "Nobody knows that.")
    place_all(project, now=NOW)
    look(project, TERM)
    assert not Finding.objects.exists()


def test_a_term_of_the_rules_is_compared_over_all_questions(project: Project) -> None:
    save_rules(project=project, text='term:"cut-off" -> triage', actor=ANN, now=NOW)
    for number in range(2):
        asked = "Which cut-off holds for an order from Norway?"
        corrects(project, "Sales", f"s{number}", DEALS, question=asked)
        asked = "Cut-off of invoices in December, please"
        corrects(project, "Finance", f"f{number}", BOOKS, question=asked)
    place_all(project, now=NOW)
    look(project, TERM)
    assert found(project, TERM).title.startswith("“cut-off” means different things")


def doubts(project: Project, person: str, **fields: object) -> Feedback:
    answer = send_answer(
        project,
        question="When is a sick note due?",
        citations=fields.pop("citations", [HANDBOOK, AGREEMENT]),
        now=YESTERDAY,
    )
    return say(project, answer, "down", person=person, now=NOW, **fields)


def test_sources_conflict_where_people_say_so(project: Project) -> None:
    for person in ("ann", "ben"):
        doubts(project, person, reasons=["sources_conflict"])
    place_all(project, now=NOW)
    look(project, SOURCES)

    issue = found(project, SOURCES)
    assert (issue.people, issue.priority) == (2, 2)
    assert figures(issue)["Answers that cite both"] == "2 of 2 that cite either"
    assert figures(issue)[HANDBOOK.title] == f"“{HANDBOOK.passage}”"


def test_a_correction_that_names_another_source_sets_it_against_the_cited_one(
    project: Project,
) -> None:
    send_answer(project, citations=[AGREEMENT], now=YESTERDAY)
    for person in ("ann", "ben"):
        correction = "From day one: see works agreement 12."
        doubts(project, person, citations=[HANDBOOK], correction=correction)
    place_all(project, now=NOW)
    look(project, SOURCES)
    assert found(project, SOURCES).people == 2


def test_passages_that_disagree_for_one_question_are_enough(project: Project) -> None:
    for cited in ([HANDBOOK], [AGREEMENT], [HANDBOOK]):
        question = "When is a sick note due?"
        send_answer(project, question=question, citations=cited, now=YESTERDAY)
    look(project, SOURCES)
    issue = found(project, SOURCES)
    assert (issue.complaints, issue.priority) == (0, 1)
    assert issue.last_seen == YESTERDAY


@pytest.mark.parametrize(
    "fields",
    [
        {"reasons": ["wrong"], "citations": [HANDBOOK, AGREEMENT]},
        {"reasons": ["sources_conflict"], "citations": [HANDBOOK]},
    ],
)
def test_two_complaints_that_set_no_source_against_another_find_nothing(
    project: Project, fields: dict[str, object]
) -> None:
    for person in ("ann", "ben"):
        doubts(project, person, **dict(fields))
    place_all(project, now=NOW)
    look(project, SOURCES)
    assert not Finding.objects.exists()


def crowd(project: Project, *, people: int, **fields: object) -> None:
    """Sixty answers rest on "good" and ten on "bad", of which six are complained of."""
    for number in range(60):
        send_answer(project, f"good-{number}", sources=["good"], now=YESTERDAY)
    for number in range(10):
        send_answer(project, f"bad-{number}", sources=["bad"], now=YESTERDAY)
    say(project, "good-1", "down", person="zoe", now=NOW)
    for number in range(6):
        person = f"person-{number % people}"
        say(project, f"bad-{number}", "down", person=person, now=NOW, **fields)
    place_all(project, now=NOW)


def test_a_source_that_draws_complaints_far_above_its_share_is_found(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    crowd(project, people=6)
    look(project, CHARGED)
    issue = found(project, CHARGED)
    assert issue.people == 6
    assert figures(issue)["Its answers complained of"] == "6 of 10 (60.0%)"
    assert figures(issue)["Other answers"] == "1 of 60 (1.7%)"
    html = member_client("viewer").get(f"/p/alpha/issues/{issue.short_id}/").content.decode()
    assert "times as often as others: 60.0% against 1.7%" in html


def test_one_who_complains_often_charges_a_source_once(project: Project) -> None:
    crowd(project, people=4)
    look(project, CHARGED)
    assert not Finding.objects.exists()


def test_what_lies_in_the_tool_charges_no_source(project: Project) -> None:
    crowd(project, people=6, reasons=["integration_failed"])
    look(project, CHARGED)
    assert not Finding.objects.exists()
