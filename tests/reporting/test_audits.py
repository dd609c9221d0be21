"""Drawing a sample of answers and judging it."""

from datetime import date, datetime, timedelta

import pytest

from feedback.models import AuditEvent, Member, Project
from reporting.audits.blocks import block
from reporting.audits.errors import AuditRefusedError, AuditStateError
from reporting.audits.operations import draw, judge, take_back
from reporting.audits.queries.audits import results_of
from reporting.audits.queries.judging import items_of
from reporting.metrics.figures import Status
from reporting.models import Audit, AuditItem
from reporting.rollups.tally import Window
from tests.builders import NOW, make_member, say, send_answer

WEEK = Window(date(2026, 6, 8), date(2026, 6, 14))


def ask(project: Project, count: int, *, at: datetime = NOW - timedelta(days=3)) -> list[str]:
    return [
        send_answer(project, person=f"p-{n % 12}", asked_at=at, now=at).external_id
        for n in range(count)
    ]


def draw_of(project: Project, size: int = 30) -> Audit:
    return draw(project=project, window=WEEK, size=size, actor="system:test", now=NOW)


def judge_all(audit: Audit, verdict: str = "right") -> None:
    for item in audit.items.filter(verdict=""):
        judge(item=item, verdict=verdict, actor="member:a@x.example", now=NOW)


@pytest.fixture
def answers(project: Project) -> list[str]:
    return ask(project, 40)


@pytest.fixture
def member(project: Project) -> Member:
    return make_member(project, "triager")


def test_rated_and_unrated_answers_are_drawn_alike(project: Project, answers: list[str]) -> None:
    for answer in answers[:20]:
        say(project, answer, "up", person=f"v-{answer}")
    audits = [draw_of(project) for _ in range(12)]
    rated = AuditItem.objects.filter(audit__in=audits, said="praised").count()

    assert 160 <= rated <= 200  # of 360, by chance 180; 20 is four standard deviations
    assert {item.probability for item in audits[0].items.all()} == {0.75}


def test_a_draw_keeps_what_was_said_by_then(project: Project, answers: list[str]) -> None:
    say(project, answers[0], "down", person="v-1")
    say(project, answers[0], "up", person="v-2")
    say(project, answers[1], "up", person="v-1")
    say(project, answers[2], None, comment="Hm.", person="v-1")
    audit = draw_of(project, 100)
    say(project, answers[3], "down", person="v-1")

    assert (audit.population, audit.complained, audit.praised) == (40, 1, 1)
    said = dict(audit.items.values_list("answer__external_id", "said"))
    assert [said[answer] for answer in answers[:4]] == ["complained", "praised", "silent", "silent"]


def test_only_answers_of_these_days_whose_text_is_known_are_drawn(
    project: Project, answers: list[str]
) -> None:
    ask(project, 1, at=NOW - timedelta(days=8))
    say(project, "never-sent", "down")

    drawn = {item.answer.external_id for item in items_of(draw_of(project, 100))}

    assert drawn == set(answers)


def test_days_without_answers_are_refused(project: Project) -> None:
    with pytest.raises(AuditRefusedError) as refused:
        draw_of(project)
    assert refused.value.code == "audit_empty"


def test_the_first_judgement_stands(project: Project, answers: list[str]) -> None:
    item = draw_of(project).items.first()
    assert item
    judge(item=item, verdict="wrong", note="No such leave.", actor="member:a@x.example", now=NOW)

    with pytest.raises(AuditStateError):
        judge(item=item, verdict="right", actor="member:b@x.example", now=NOW)

    item.refresh_from_db()
    assert (item.verdict, item.note, item.judged_by) == (
        *("wrong", "No such leave."),
        "member:a@x.example",
    )
    verbs = AuditEvent.objects.of(project).filter(subject=f"audit:{item.audit_id}").order_by("at")
    assert sorted(verbs.values_list("verb", flat=True)) == ["audit.drawn", "audit.judged"]


def test_only_ones_own_judgement_is_taken_back(project: Project, answers: list[str]) -> None:
    item = draw_of(project).items.first()
    assert item
    judge(item=item, verdict="wrong", actor="member:a@x.example", now=NOW)

    with pytest.raises(AuditStateError):
        take_back(item=item, actor="member:b@x.example", now=NOW)
    take_back(item=item, actor="member:a@x.example", now=NOW)

    item.refresh_from_db()
    assert (item.verdict, item.judged_by, item.judged_at) == ("", "", None)


def test_a_share_is_told_from_thirty_judged_on(project: Project, answers: list[str]) -> None:
    audit = draw_of(project, 35)
    for item in audit.items.all()[:29]:
        judge(item=item, verdict="right", actor="member:a@x.example", now=NOW)
    [early] = results_of([audit])
    judge_all(audit, "wrong")
    [told] = results_of([audit])

    assert (early.figure.status, early.figure.missing) == (Status.TOO_EARLY, 1)
    assert early.figure.value is None
    assert (told.figure.status, told.figure.numerator, told.figure.denominator) == ("ok", 29, 35)
    assert told.figure.value == pytest.approx(29 / 35)


def test_a_sample_of_fewer_than_five_people_is_not_told(project: Project) -> None:
    for n in range(30):
        send_answer(project, person=f"p-{n % 4}", now=NOW - timedelta(days=3))
    audit = draw_of(project)
    judge_all(audit)

    [result] = results_of([audit])
    [row] = block([result]).grid.rows
    assert result.figure.status is Status.HIDDEN
    assert [entry.words for entry in row[3:]] == ["not shown"] * 5
