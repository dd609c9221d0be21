"""Calibration of real forecasts beside scikit-learn's: probabilities of games, and who won."""

# ruff: noqa: T201 - the figures are to be seen beside each other

import json

import pytest

from reporting.trust.bins import pairs
from reporting.trust.calibration import brier, calibration_error
from tests.needs import shared_file
from tests.reporting.judging import Judged, binned

pytestmark = pytest.mark.shared


@pytest.fixture(params=["nba_games", "mlb_games", ""])
def games(request: pytest.FixtureRequest) -> list[Judged]:
    lines = shared_file("calib_538.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        (row["confidence"], bool(row["correct"]))
        for row in rows
        if request.param in ("", row["team"])
    ]


def test_brier_score_and_calibration_are_those_of_scikit_learn(games: list[Judged]) -> None:
    from sklearn import calibration, metrics  # a second to import, for this test alone

    stated = [confidence for confidence, _ in games]
    right = [bool(outcome) for _, outcome in games]
    bins = binned(games)
    ours = brier(bins).value
    theirs = metrics.brier_score_loss(right, stated)
    print(f"\nBrier score of {len(games)} games: {ours:.6f}, scikit-learn {theirs:.6f}")
    assert ours == pytest.approx(theirs, abs=1e-12)
    # Its bins hold their upper ends, ours the lower: turned about, the same.
    lost, doubted = calibration.calibration_curve(
        [not won for won in right], [1 - confidence for confidence in stated], n_bins=10
    )
    told = [one for one in pairs(bins) if one.judged][::-1]
    for one, share, mean in zip(told, lost, doubted, strict=True):
        print(f"{one.mean:.4f} {1 - mean:.4f}  right {one.share:.4f} {1 - share:.4f}")
    assert [one.share for one in told] == pytest.approx([1 - share for share in lost])
    assert [one.mean for one in told] == pytest.approx([1 - mean for mean in doubted])
    error = sum(
        one.judged / len(games) * abs(share - mean)
        for one, share, mean in zip(told, lost, doubted, strict=True)
    )
    gap = calibration_error(pairs(bins))
    print(
        f"Calibration error {gap.raw:.6f}, by its curve {error:.6f}; by chance {gap.by_chance:.4f}"
    )
    assert gap.raw == pytest.approx(error, abs=1e-9)
