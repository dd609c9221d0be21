"""The page of adoption: from recorded events to what a manager reads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.directory.people import Registration, register_people
from feedback.models import Person, Project
from reporting.adoption.bits import bits_of
from reporting.adoption.page import page
from reporting.adoption.queries import crowd_of
from reporting.adoption.states import State
from reporting.kit.asking import ask
from reporting.kit.blocks import Block, Page
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Told
from reporting.metrics.figures import Status
from reporting.rollups.operations import rebuild
from reporting.rollups.queries import used_by_day
from reporting.rollups.tally import Window
from tests.builders import place_all, say, send_answer
from tests.reporting.adoption.plainly import Someone, use_of
from tests.reporting.history import History, rows_of_people
from tests.triage.acting import ANN
from tests.triage.placing import LEAVE, VPN
from triage.issues.operations import NewFix, resolve
from triage.models import Issue

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def block(page: Page, id_: str) -> Block:
    return next(block for block in page.made if block.id == id_)


def rows(page: Page, id_: str) -> dict[str, dict[str, Entry]]:
    """A block's table, by the first entry of each row and by column."""
    grid = block(page, id_).grid
    return {
        str(row[0].raw): {head.key: entry for head, entry in zip(grid.heads, row, strict=True)}
        for row in grid.rows
    }


def number(entry: Entry) -> int | None:
    assert isinstance(entry, Told)
    return entry.figure.numerator


def adoption(project: Project, *, now: datetime = NOW, **parameters: str) -> Page:
    return page(ask(project=project, parameters=parameters, now=now))


@pytest.fixture
def used(project: Project) -> Callable[..., None]:
    """`used("ann", 0, 3)`: they got an answer today and three days ago."""

    def use(person: str, *ago: int) -> None:
        messages = [
            AnswerMessage(id=f"{person}-{days}", person=person, asked_at=NOW - timedelta(days))
            for days in ago
        ]
        record_answers(project=project, messages=messages, actor="system:test", now=NOW)

    return use


def registered(project: Project, *people: str, ago: int = 200, **fields: Any) -> None:
    at = NOW - timedelta(ago)
    register_people(
        project=project,
        people=[Registration(person, registered_at=at, **fields) for person in people],
        actor="system:test",
        now=NOW,
    )


def people(prefix: str, size: int) -> list[str]:
    return [f"{prefix}{n}" for n in range(size)]


def test_states_and_active_people_are_those_of_the_raw_rows(project: Project) -> None:
    history = History(project, 7)
    history.go_on(300)
    left = list(Person.objects.of(project).order_by("id")[:3])
    for person in left:
        person.left_at = history.now - timedelta(days=9)
        person.save()
    rebuild(project=project, now=history.now)
    last = history.now.date()
    used: dict[str, set[int]] = {}
    for row, who in rows_of_people(project):
        day = row.asked_at if hasattr(row, "asked_at") else row.given_at
        used.setdefault(who, set()).add(day.date().toordinal())
    everybody = [
        Someone(
            person.registered_at.date().toordinal(),
            person.left_at.date().toordinal() if person.left_at else None,
            frozenset(used.get(str(person.id), ())),
        )
        for person in Person.objects.of(project)
    ]
    states = [someone.state(last.toordinal()) for someone in everybody]
    key = rows(adoption(project, now=history.now), "key")
    assert key["registered"]["value"].raw == len(states) - states.count(None)
    for state in State:
        name = "unused" if state is State.NEVER_USED else state.value
        assert key[name]["basis"].words.startswith(f"{states.count(state)} of ")


@pytest.mark.parametrize("ago", [0, 45])
def test_what_is_read_by_week_and_from_what_is_kept_is_what_every_day_comes_to(
    project: Project, used: Callable[..., None], ago: int
) -> None:
    registered(project, *people("a", 3))
    for person, days in (("a0", range(0, 190, 11)), ("a1", range(50, 170, 3)), ("a2", [180, 60])):
        used(person, *days)
    rebuild(project=project, now=NOW)
    last = NOW.date() - timedelta(ago)
    use = crowd_of(project=project, question=Question(), last=last, days=84).use
    rows = np.zeros((use.last + 1, use.weeks.shape[1]), np.uint8)
    for day, who in used_by_day(project=project, window=Window(use.first, last)).items():
        rows[(day - use.first).days] = bits_of(who.mask(use.people))
    whole = use_of(use.first, rows, use.registered, use.left)
    assert len(use.days) < len(whole.days)
    assert (use.weeks == whole.weeks).all()
    assert (use.days == whole.days[-len(use.days) :]).all()
    for mine, theirs in zip(vars(use.marks).values(), vars(whole.marks).values(), strict=True):
        assert (mine == theirs).all()


def test_each_kind_of_onboarding_is_told_with_who_it_is(
    project: Project, used: Callable[..., None]
) -> None:
    registered(project, *people("a", 6), cohort="Wave 1", onboarding="briefing")
    registered(project, *people("b", 6), cohort="Wave 2", onboarding="guide")
    registered(project, "c0", cohort="Wave 2")  # says nothing: as their cohort
    for person in ("a0", "a1", "a2", "b0"):
        used(person, 1)
    rebuild(project=project, now=NOW)
    found = rows(adoption(project), "by-onboarding")
    assert found["briefing"]["cohorts"].words == "Wave 1"
    assert number(found["briefing"]["active_28d"]) == 3
    assert found["guide"]["registered"].words == "7"
    assert number(found["guide"]["active_28d"]) == 1


def test_a_group_of_fewer_than_five_is_not_told_nor_what_tells_of_it(
    project: Project, used: Callable[..., None]
) -> None:
    registered(project, *people("a", 9), team="Large", cohort="One")
    registered(project, *people("b", 7), team="Middle", cohort="One")
    registered(project, *people("c", 2), team="Small", cohort="One")
    used("a0", 1)
    rebuild(project=project, now=NOW)
    found = rows(adoption(project), "by-team")
    statuses = {slug: row["active_28d"].figure.status for slug, row in found.items()}
    assert statuses == {"large": Status.OK, "middle": Status.HIDDEN, "small": Status.HIDDEN}


def test_what_cannot_be_known_yet_is_empty_and_not_nothing(
    project: Project, used: Callable[..., None]
) -> None:
    registered(project, *people("a", 6), cohort="One")
    for person in people("a", 6):
        used(person, 10, 9)
    rebuild(project=project, now=NOW)
    [cohort] = rows(adoption(project), "retention-on-day").values()
    assert cohort["day_1"].words == "100%"
    assert cohort["day_7"].words == "0%"
    assert cohort["day_14"].words == "too early to tell"


def test_champions_are_counted_and_how_many_of_them_stopped(
    project: Project, used: Callable[..., None]
) -> None:
    registered(project, *people("a", 6), cohort="Pilot")
    for person in people("a", 6):
        used(person, 150, 143, 136)
    used("a0", 2)
    rebuild(project=project, now=NOW)
    pilot = rows(adoption(project), "champions")["pilot"]
    assert pilot["champions"].words == "6"
    assert number(pilot["champions_gone"]) == 5


def test_who_comes_back_after_a_complaint_is_told_by_whether_it_was_fixed(
    project: Project, used: Callable[..., None]
) -> None:
    then = NOW - timedelta(40)
    for group, question, rating in (("a", LEAVE, "down"), ("b", LEAVE, "up"), ("c", VPN, "down")):
        registered(project, *people(group, 6))
        for person in people(group, 6):
            answer = send_answer(project, person=person, question=question, now=then)
            say(project, answer, rating, person=person, now=then)
    place_all(project, now=then)
    mended = Issue.objects.get(placements__feedback__person__external_id="c0")
    resolve(
        issue=mended,
        fix=NewFix("source"),
        resolution="The page is mended",
        version=None,
        actor=ANN,
        now=NOW - timedelta(35),
    )
    used("a0", 30)
    for person in (*people("b", 4), *people("c", 5)):
        used(person, 39)
    used("b5", 20)
    rebuild(project=project, now=NOW)
    found = rows(adoption(project), "returning")
    assert number(found["not_fixed"]["returned"]) == 1
    assert number(found["fixed"]["returned"]) == 5
    assert number(found["thumb_up"]["returned"]) == 4
    assert found["fixed_less_not_fixed"]["returned"].words == "too early to tell"


def test_a_window_in_the_past_tells_how_it_stood_then(
    project: Project, used: Callable[..., None]
) -> None:
    registered(project, *people("a", 6))
    for person in people("a", 6):
        used(person, 1, 60)
    rebuild(project=project, now=NOW)
    then = (NOW.date() - timedelta(20)).isoformat()
    key = rows(adoption(project, to=then), "key")
    assert (key["dormant"]["value"].words, key["active_28d"]["value"].words) == ("100%", "0%")


def test_a_project_that_nobody_has_used_has_a_page_of_each_of_its_groups(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    registered(project, *people("a", 6), team="Sales")
    viewer = member_client("viewer")
    for asked in ("", "?team=sales", "?team=-", "?to=2020-01-05"):
        assert viewer.get(f"/p/alpha/report/adoption/{asked}").status_code == 200
