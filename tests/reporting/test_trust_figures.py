"""What the page on trust tells is what the raw rows say, recomputed in plain Python."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from feedback.models import Project
from reporting.kit.asking import ask
from reporting.kit.blocks import Block
from reporting.kit.told import Told
from reporting.metrics.definition import Definition
from reporting.rollups.operations import fold
from reporting.trust.page import page
from tests.reporting.history import DAYS, START, History
from tests.reporting.judging import plain_brier, plain_calibration_error
from tests.reporting.trusting import Answered, all_answered

FIRST, LAST = START.date() + timedelta(3), START.date() + timedelta(DAYS - 3)


def _blocks(project: Project, now: object, **parameters: str) -> dict[str, Block]:
    dates = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    asked = ask(project=project, parameters=dates | parameters, now=now)  # type: ignore[arg-type]
    return {block.id: block for block in page(asked).blocks}


def _cards(block: Block) -> dict[str, float | None]:
    return {card.told.definition.name: card.told.figure.value for card in block.cards}


def _column(block: Block, definition: Definition | str) -> dict[str, object]:
    """What a block's table has in one column, by the name of each row."""
    key = definition if isinstance(definition, str) else definition.name
    place = [head.key for head in block.grid.heads].index(key)
    found = {}
    for row in block.grid.rows:
        entry = row[place]
        found[row[0].words] = entry.figure.value if isinstance(entry, Told) else entry.raw
    return found


def _share(part: Sequence[bool]) -> float:
    return sum(part) / len(part)


def _slice(project: Project, team: str | None) -> list[Answered]:
    return [
        one
        for one in all_answered(project)
        if FIRST <= one.key[0] <= LAST and team in (None, one.key[1])
    ]


@pytest.mark.parametrize(("seed", "team"), [(21, None), (22, "legal")])
def test_the_page_tells_what_the_raw_rows_say(
    project: Project, seed: int, team: str | None
) -> None:
    history = History(project, seed)
    history.go_on(900)
    fold(project=project, now=history.now)
    blocks = _blocks(project, history.now, **({"team": team} if team else {}))
    some = _slice(project, team)
    answered = [one for one in some if not one.answer.abstained]
    judged = [
        (one.answer.confidence, one.praised)
        for one in answered
        if one.answer.confidence is not None and (one.praised or one.complained)
    ]
    cards = _cards(blocks["key"])
    if len(judged) >= 50:
        gap = sum(confidence - right for confidence, right in judged) / len(judged)
        assert cards["overconfidence"] == pytest.approx(gap)
        scores = _column(blocks["scores"], "value")
        assert scores["Brier score"] == pytest.approx(plain_brier(judged))
        assert scores["The same, as usually told"] == pytest.approx(plain_calibration_error(judged))
        wrong = _column(blocks["risk"], "wrong_kept")
        assert wrong["50%"] == pytest.approx(_share([not y for c, y in judged if c >= 0.5]))
        kept = _column(blocks["risk"], "answers_kept")
        stated = [one.answer.confidence for one in answered if one.answer.confidence is not None]
        assert kept["50%"] == pytest.approx(_share([c >= 0.5 for c in stated]))
    checked = [one.complete() and one.approved() and one.current() for one in answered]
    assert cards["verifiable_share"] == pytest.approx(_share(checked))
    assert cards["unverified_answers"] == pytest.approx(_share([o.unverified for o in answered]))
    abstained = [one for one in some if one.answer.abstained]
    assert cards["abstention_rate"] == pytest.approx(len(abstained) / len(some))
    spoken = [one.complained for one in abstained if one.praised or one.complained]
    if len(spoken) >= 10:
        assert cards["wrong_abstentions"] == pytest.approx(_share(spoken))
    _sources_agree(blocks["sources"], _slice(project, None))


def _sources_agree(block: Block, some: list[Answered]) -> None:
    answered = [one for one in some if not one.answer.abstained]
    complained: dict[str, list[bool]] = {}
    for one in answered:
        for title in {str(use.source.external_id) for use in one.uses}:
            complained.setdefault(title, []).append(one.complained)
    by_key = {row[0].raw: row for row in block.grid.rows if not isinstance(row[0], Told)}
    assert by_key.keys() == complained.keys()
    for key, row in by_key.items():
        figure = row[2]
        assert isinstance(figure, Told)
        assert figure.figure.value == pytest.approx(_share(complained[str(key)]))
