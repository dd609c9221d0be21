"""Audited quality, promised and held against audits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import sqrt
from random import Random
from typing import Any

import numpy as np
import pytest
from django.test import Client

from feedback.models import Answer, Feedback, Project
from reporting.audits.operations import draw, judge
from reporting.models import Audit, AuditItem
from reporting.rollups.tally import Window
from tests.reporting.trajectory.telling import WEEKS, Group, asked, block, row, tell, write

QUALITY = "audited_quality"
COURSE = "course-audited-quality"


@pytest.fixture
def told(project: Project, now: datetime, monday: datetime) -> Project:
    """Ten people in the pilot, ten in the rollout; each asks once a week and rates the answer."""
    groups = [
        Group("Easy", "Pilot", 10, range(8), up=9),
        Group("Easy", "Rollout", 10, range(8, WEEKS), up=6),
    ]
    tell(project, groups, monday=monday, now=now)
    return project


def audit(
    project: Project, monday: datetime, weeks: range, *, right: int, size: int = 30, left: int = 0
) -> Audit:
    """A sample of the answers of these weeks, of which the first `right` are; `left` wait."""
    first = monday.date() + timedelta(weeks=weeks.start)
    window = Window(first, monday.date() + timedelta(weeks=weeks.stop, days=-1))
    at = monday + timedelta(weeks=weeks.stop)
    drawn = draw(project=project, window=window, size=size, actor="member:m@x", now=at)
    for item in drawn.items.select_related("audit__project")[: drawn.items.count() - left]:
        verdict = "right" if item.position <= right else "wrong"
        judge(item=item, verdict=verdict, actor="member:t@x", now=at)
    return drawn


def line(project: Project, now: datetime, **parameters: str) -> Any:
    return row(block(asked(project, now, **parameters), "promises"), QUALITY)


def test_before_any_audit_it_is_too_early_and_says_what_to_do(told: Project, now: datetime) -> None:
    assert line(told, now)["lately"].words == "not measured"
    write(told, now, QUALITY, target=0.88, claimed=0.92)
    found = asked(told, now)
    [status, lately] = (row(block(found, "promises"), QUALITY)[key] for key in ("status", "lately"))
    assert (status.words, lately.words) == ("too early to tell", "not measured")
    assert "no audit of answers since" in status.note
    assert "too early to tell" in found.says[0]
    assert "A manager draws one" in block(found, COURSE).empty


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (29, ("reached so far", "at the target or above")),
        (24, ("too early to tell", "lies within")),
        (15, ("not reached yet", "below the target")),
    ],
)
def test_the_interval_of_the_latest_audit_decides(
    told: Project, now: datetime, monday: datetime, right: int, said: tuple[str, str]
) -> None:
    write(told, now, QUALITY, target=0.8)
    audit(told, monday, range(10, 14), right=30 - right)
    last = audit(told, monday, range(14, 18), right=right)
    found = line(told, now)
    status, rests_on = said
    assert (found["status"].words, found["chance"].words) == (status, "no forecast")
    assert rests_on in found["status"].note
    assert found["lately"].href == f"../../audits/{last.pk}/"
    assert found["lately"].note.startswith("30 judged, answers of")


def test_the_latest_is_so_by_its_days_not_by_its_draw(
    told: Project, now: datetime, monday: datetime
) -> None:
    write(told, now, QUALITY, target=0.8)
    last = audit(told, monday, range(14, 18), right=15)
    audit(told, monday, range(10, 14), right=29)
    assert str(last.pk) in line(told, now)["lately"].href
    assert line(told, now)["status"].words == "not reached yet"


def test_an_audit_of_the_pilot_is_drawn_but_holds_nothing(
    told: Project, now: datetime, monday: datetime
) -> None:
    write(told, now, QUALITY, target=0.6, claimed=0.92)
    audit(told, monday, range(4, 9), right=29)
    found = asked(told, now)
    assert "since" in row(block(found, "promises"), QUALITY)["status"].note
    [[*_, against]] = block(found, COURSE).grid.rows
    assert against.words == "not of the rollout alone"
    audit(told, monday, range(9, 14), right=29)
    found = asked(told, now)
    held = [one[-1].words for one in block(found, COURSE).grid.rows]
    assert held == ["not of the rollout alone", "decides"]
    assert "reached so far" in found.says[0]
    [plot] = block(found, COURSE).plots
    assert not plot.empty


def test_one_that_is_not_finished_tells_nothing_yet(
    told: Project, now: datetime, monday: datetime
) -> None:
    write(told, now, QUALITY, target=0.8)
    audit(told, monday, range(10, 16), right=38, size=40, left=1)
    found = line(told, now)
    assert found["lately"].words == "too early to tell"
    assert found["lately"].note.startswith("39 of 40 judged")
    assert found["status"].words == "too early to tell"


def test_once_the_date_is_behind_an_audit_of_that_day_tells(
    told: Project, now: datetime, monday: datetime
) -> None:
    before = monday + timedelta(weeks=10)
    write(told, before, QUALITY, target=0.8, target_on=(monday + timedelta(weeks=15)).date())
    audit(told, monday, range(9, 13), right=29)
    audit(told, monday, range(16, 20), right=29)
    assert line(told, now)["status"].words == "too early to tell"
    assert "one still can be drawn" in line(told, now)["status"].note
    audit(told, monday, range(13, 16), right=15)
    status = line(told, now)["status"]
    assert status.words == "missed"
    assert "below the target: 30 judged, answers of" in status.note


def test_of_a_team_or_cohort_nothing_is_told(
    told: Project, now: datetime, monday: datetime
) -> None:
    write(told, now, QUALITY, target=0.8)
    audit(told, monday, range(10, 14), right=29)
    for part in ({"team": "easy"}, {"cohort": "rollout"}):
        found = asked(told, now, **part)
        stands = row(block(found, "promises"), QUALITY)
        assert (stands["lately"].words, stands["lately"].raw) == ("not told of a part", None)
        assert stands["target"].words.startswith("80%")
        assert "audits are of the whole project" in found.says[0]
        assert not [one for one in found.blocks if one.id == COURSE]


def test_fewer_than_five_people_hide_how_it_stands(
    project: Project, now: datetime, monday: datetime
) -> None:
    tell(project, [Group("A", "Pilot", 4, range(WEEKS), up=9)], monday=monday, now=now)
    write(project, now, QUALITY, target=0.8)
    audit(project, monday, range(8, 18), right=30)
    found = asked(project, now)
    stands = row(block(found, "promises"), QUALITY)
    assert (stands["lately"].words, stands["status"].words) == ("not shown", "not shown")
    [drawn] = block(found, COURSE).plots
    assert drawn.empty
    assert "100%" not in " ".join((found.says[0], stands["status"].note))


def test_it_agrees_with_the_raw_rows_in_plain_python(
    told: Project, now: datetime, monday: datetime
) -> None:
    random = Random(7)
    for start in range(8, WEEKS, 4):
        drawn = audit(told, monday, range(start, start + 4), right=0, left=30)
        for item in drawn.items.select_related("audit__project"):
            verdict = random.choices(("right", "wrong", "cant_tell"), (8, 2, 0.5))[0]
            judge(item=item, verdict=verdict, actor="member:t@x", now=now)
    target = 0.7
    write(told, now, QUALITY, target=target)
    found = asked(told, now)
    rows = {one[0].raw: one for one in block(found, COURSE).grid.rows}
    assert len(rows) == Audit.objects.count() == 3
    for one in Audit.objects.all():
        value, low, high = plainly(one)
        figure = rows[one.first][3].figure
        assert figure.value == pytest.approx(value)
        assert figure.interval == pytest.approx((low, high))
    _, low, high = plainly(max(Audit.objects.all(), key=lambda one: one.last))
    verdict = "reached so far" if low >= target else "too early to tell"
    if high < target:
        verdict = "not reached yet"
    assert row(block(found, "promises"), QUALITY)["status"].words == verdict


def plainly(audit: Audit) -> tuple[float, float, float]:
    """The estimate and its interval: the published formulas, from answers, words and judgements."""
    predicted = {
        answer.pk: predicts(answer)
        for answer in Answer.objects.filter(project=audit.project)
        if audit.first <= answer.asked_at.date() <= audit.last
    }
    judged = dict(AuditItem.objects.filter(audit=audit).values_list("answer", "verdict"))
    known = {key: verdict for key, verdict in judged.items() if verdict != "cant_tell"}
    value, *_ = joined({key: verdict == "right" for key, verdict in known.items()}, predicted)
    _, low, _ = joined({key: verdict == "right" for key, verdict in judged.items()}, predicted)
    _, _, high = joined({key: verdict != "wrong" for key, verdict in judged.items()}, predicted)
    if known == judged:
        return value, low, high
    return value, min(low, value), max(high, value)


def predicts(answer: Answer) -> int:
    words = Feedback.objects.filter(answer=answer, withdrawn=False, suspect=False)
    if any(word.complains for word in words):
        return -1
    return int(any(word.rating == "up" for word in words))


def joined(right: dict[Any, bool], predicted: dict[Any, int]) -> tuple[float, float, float]:
    """Angelopoulos, Duchi and Zrnic 2023, with Wilson's interval at the effective sample size."""
    y = np.array([float(one) for one in right.values()])
    f = np.array([float(predicted[key]) for key in right])
    rest = np.array([float(one) for key, one in predicted.items() if key not in right])
    every, n = np.append(f, rest), len(y)
    weight = max(np.cov(y, f)[0, 1] / ((1 + n / len(rest)) * np.var(every)), 0.0)
    value = float(np.clip(y.mean() + weight * (rest.mean() - f.mean()), 0, 1))
    left = np.sum((y - y.mean() - weight * (f - f.mean())) ** 2) / (n - 2) / n
    variance = left + weight**2 * np.var(every) / len(rest)
    worth = n * max(np.var(y, ddof=1) / n / variance, 1.0) if weight else float(n)
    z = 1.959963984540054
    middle, half = (
        value + z * z / (2 * worth),
        z * sqrt(value * (1 - value) / worth + z * z / (4 * worth * worth)),
    )
    return value, (middle - half) / (1 + z * z / worth), (middle + half) / (1 + z * z / worth)


def test_the_page_links_to_the_audit_in_every_form(
    told: Project, now: datetime, monday: datetime, member_client: Callable[[str], Client]
) -> None:
    write(told, now, QUALITY, target=0.8, claimed=0.92, expected_low=0.85, expected_high=0.9)
    last = audit(told, monday, range(14, 18), right=27)
    viewer = member_client("viewer")
    page = viewer.get("/p/alpha/report/trajectory/").content.decode()
    assert f"../../audits/{last.pk}/" in page
    assert "30 judged, answers of" in page
    for form in ("csv", "svg"):
        assert viewer.get(f"/p/alpha/report/trajectory/{COURSE}.{form}").status_code == 200
    csv = viewer.get("/p/alpha/report/trajectory/promises.csv").content.decode()
    assert QUALITY in csv
