"""Figures of real people's use, printed beside an independent computation and equal to it.

CDNOW: purchases 1997-98 of the customers of one shop (MIT; the PyPI package lifetimes). Cofacts:
thumbs on fact checks 2017-19 (CC0; cofacts/opendata). Run with -s to read the tables.
"""

# ruff: noqa: T201 - the tables are to be read

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reporting.adoption.bits import Numbers, bits_of, size, width
from reporting.adoption.retention import kept, until_lapsed
from reporting.adoption.states import standing
from reporting.adoption.use import Use
from reporting.metrics.survival import survival
from reporting.rollups.marks import NEVER, NTH_DAYS
from tests.needs import shared_file
from tests.reporting.adoption.plainly import use_of

if TYPE_CHECKING:  # slow to load: only where a test asks for it
    import pandas as pd

pytestmark = pytest.mark.shared

FILES = {"cdnow_activity": "date", "cofacts_feedback": "ts"}


@pytest.fixture(scope="module", params=FILES)
def days(request: pytest.FixtureRequest) -> "pd.DataFrame":
    """One row for each person (a number) and day (a date) of use."""
    import pandas as pd

    name: str = request.param
    with shared_file(f"{name}.jsonl").open() as lines:
        rows = [json.loads(line) for line in lines]
    print(f"\n{name}: {len(rows):,} rows")
    rows = [row for row in rows if row.get("channel") != "DEV"]
    frame = pd.DataFrame(
        {
            "person": [row["user"] for row in rows],
            "day": [date.fromisoformat(row[FILES[name]][:10]) for row in rows],
        }
    ).drop_duplicates()
    frame["person"] = frame["person"].astype("category").cat.codes
    return frame.sort_values(["person", "day"], ignore_index=True)


@pytest.fixture(scope="module")
def use(days: "pd.DataFrame") -> Use:
    """The same, as the page has it."""
    people = int(days["person"].max()) + 1
    monday = days["day"].min() - timedelta(days["day"].min().weekday())
    rows = np.zeros(((days["day"].max() - monday).days + 1, width(people)), np.uint8)
    for day, of_day in days.groupby("day"):
        rows[(day - monday).days] = bits_of(np.isin(np.arange(people), of_day["person"]))
    first: Numbers = np.array([(d - monday).days for d in days.groupby("person")["day"].min()])
    return use_of(monday, rows, first.astype(np.int32), np.full(people, NEVER, np.int32))


def test_active_people_per_week(days: "pd.DataFrame", use: Use) -> None:
    mondays = days["day"].map(lambda day: day - timedelta(day.weekday()))
    theirs = days.groupby(mondays)["person"].nunique()
    ours = {use.week(at).first: size(row) for at, row in enumerate(use.weeks) if size(row)}
    print(
        "week        ours  pandas",
        *(f"{w} {n:>7} {theirs[w]:>7}" for w, n in list(ours.items())[:4]),
        sep="\n",
    )
    assert ours == theirs.to_dict()


def test_states_on_the_last_day(days: "pd.DataFrame", use: Use) -> None:
    end = days["day"].max()
    ago = days["day"].map(lambda day: (end - day).days)
    last = ago.groupby(days["person"]).min()
    weeks = (ago[ago < 28] // 7).groupby(days["person"]).nunique()
    habitual = int((weeks >= 3).sum())
    theirs = {
        "habitual": habitual,
        "occasional": int((last < 28).sum()) - habitual,
        "dormant": int(last.between(28, 83).sum()),
        "lapsed": int((last >= 84).sum()),
        "never_used": 0,
    }
    ours = {state.value: size(row) for state, row in standing(use).states.items()}
    print(
        "state           ours  pandas",
        *(f"{s:<12} {n:>7} {theirs[s]:>7}" for s, n in ours.items()),
        sep="\n",
    )
    assert ours == theirs


def test_retention_on_and_from_each_day(days: "pd.DataFrame", use: Use) -> None:
    end = days["day"].max()
    first = days.groupby("person")["day"].transform("min")
    since = (days["day"] - first).map(lambda gap: gap.days)
    known = (end - first.groupby(days["person"]).first()).map(lambda gap: gap.days)
    print("day N   known      on the day      on it or later  (ours, pandas)")
    for day in NTH_DAYS:
        within = known[known >= day].index
        on_day = set(days["person"][since == day]) & set(within)
        later = set(days["person"][since >= day]) & set(within)
        found = kept(use, day)
        ours = [int(flags.sum()) for flags in (found.known, found.on_the_day, found.since)]
        theirs = [len(within), len(on_day), len(later)]
        print(f"{day:>5} {ours[0]:>7} {ours[1]:>7} {theirs[1]:>7} {ours[2]:>9} {theirs[2]:>7}")
        assert ours == theirs


def test_the_time_until_lapsed_is_that_of_lifelines(days: "pd.DataFrame", use: Use) -> None:
    import lifelines

    end = days["day"].max()
    by_person = days.groupby("person")["day"]
    gap = by_person.shift(-1).fillna(end + timedelta(1000)) - days["day"]
    over = days["day"][(gap.map(lambda g: g.days) > 84) & (days["day"] <= end - timedelta(84))]
    lapse = over.groupby(days["person"]).min() + timedelta(84)
    first = by_person.min()
    observed = first.index.isin(lapse.index)
    duration = (lapse.reindex(first.index).fillna(end) - first).map(lambda g: g.days)
    theirs = lifelines.KaplanMeierFitter().fit(duration, observed)

    times = until_lapsed(use)
    ours = survival(times.days[times.within], times.observed[times.within])
    table = theirs.survival_function_["KM_estimate"]
    band = theirs.confidence_interval_
    print("day       ours (95% band)          lifelines")
    for day in (84, 120, 180, 365):
        value, low, high = ours.at(day)
        print(f"{day:>3}  {value:.4f} ({low:.4f} to {high:.4f})  {theirs.predict(day):.4f}")
    assert table[ours.days].to_numpy() == pytest.approx(ours.share)
    told = ours.share > 0
    limits = band.loc[ours.days[told]].to_numpy()
    assert limits[:, 0] == pytest.approx(ours.low[told])
    assert limits[:, 1] == pytest.approx(ours.high[told])
    assert theirs.median_survival_time_ == (np.inf if ours.median is None else ours.median)
    medians = lifelines.utils.median_survival_times(band).to_numpy()[0]
    print(f"median {ours.median} {ours.median_interval}, lifelines {medians}")
    assert [np.inf if end is None else end for end in ours.median_interval] == sorted(medians)
