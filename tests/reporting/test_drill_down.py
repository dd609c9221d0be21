"""From a mark in a drawing, or a figure in a table, to the answers and issues behind it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Project
from reporting.kit.asking import ask
from reporting.kit.blocks import Block
from reporting.report.catalogue import REPORTS
from reporting.rollups.operations import rebuild
from tests.builders import say, send_answer

DAYS = 36


@pytest.fixture
def used(project: Project) -> None:
    """Twelve people of a pilot, and six since, who begin one after the other; each comes on three
    days, and some complain."""
    now = timezone.now()
    for n in range(18):
        for after in (0, 1, 7):
            ago = DAYS - n - after - (0 if n < 12 else 8)
            at, person, team = now - timedelta(days=ago), f"u-{n}", f"Team {n % 2}"
            answer = send_answer(
                project,
                person=person,
                team=team,
                cohort="Pilot" if n < 12 else "Rollout",
                release="1.0",
                asked_at=at,
                now=now,
            )
            say(project, answer, "down" if n % 3 == 0 else "up", person=person, now=now)
    rebuild(project=project, now=now)


@pytest.fixture
def blocks(project: Project, used: None) -> dict[str, list[Block]]:
    """Every report's blocks."""
    asked = ask(project=project, parameters={}, now=timezone.now())
    return {name: list(report.make(asked).made) for name, report in REPORTS.items()}


def drawn(block: Block) -> set[str]:
    """Where the marks of a block's drawings lead."""
    return {href for plot in block.plots for href in _hrefs(plot.spec)}


def listed(block: Block) -> set[str]:
    """Where its table leads."""
    return {entry.href for row in block.grid.rows for entry in row if entry.href}


def _hrefs(spec: Any) -> Iterator[str]:
    if isinstance(spec, list):
        for part in spec:
            yield from _hrefs(part)
    elif isinstance(spec, dict):
        for key, part in spec.items():
            if key == "href" and isinstance(part, str) and part:
                yield part
            else:
                yield from _hrefs(part)


def test_where_a_drawing_leads_its_table_leads_too_and_all_of_it_is_there(
    blocks: dict[str, list[Block]], member_client: Callable[[str], Client]
) -> None:
    viewer, seen = member_client("viewer"), set()
    for name, every in blocks.items():
        for block in every:
            # Curves have more days than their tables, and teams a table each on pages of their own.
            if block.id not in {"lapse", "calibration-by-team"}:
                assert drawn(block) <= listed(block), (name, block.id)
            kinds = {re.sub(r"\d+", "0", href): href for href in drawn(block) | listed(block)}
            seen |= {urljoin(f"/p/alpha/report/{name}/", href) for href in kinds.values()}
    assert len(seen) > 30
    assert {viewer.get(address).status_code for address in seen} == {200}


def test_a_share_of_people_leads_to_the_answers_that_they_got(
    blocks: dict[str, list[Block]], member_client: Callable[[str], Client]
) -> None:
    viewer = member_client("viewer")
    for name, column, answers in (
        ("retention-on-day", "day_1", 12),
        ("retention-since-day", "day_1", 24),
        ("retention-since-day", "day_7", 12),
    ):
        [block] = [one for one in blocks["adoption"] if one.id == name]
        told = block.grid.rows[0][[head.key for head in block.grid.heads].index(column)]
        address = urljoin("/p/alpha/report/adoption/", told.href)
        page = viewer.get(address.replace("answers/?", "answers.json?")).json()
        assert len(page["blocks"][0]["rows"]) == answers
