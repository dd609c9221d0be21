"""How much of what was resolved hangs on one person."""

from hypothesis import given
from hypothesis import strategies as st

from triage.routing.concentration import LEAST, LEAST_IN_AREA, Resolved, concentration

people = st.sampled_from(["ana", "ben", "chloe", "dan"])
rows = st.lists(
    st.builds(Resolved, area=st.integers(0, 5), by=people, counts=st.booleans()), max_size=120
)


def area(name: str, *by: str, counts: bool = True) -> list[Resolved[str]]:
    return [Resolved(name, person, counts) for person in by]


def test_what_only_one_of_those_here_resolved_hangs_on_them() -> None:
    resolved = [
        *area("leave", *["ana"] * 20),
        *area("travel", *["ana", "ben"] * 10),
        *area("payroll", *["ben"] * 8, "gone", "gone"),
        *area("parking", *["gone"] * 10),
        *area("canteen", "ben", "ben"),
    ]

    found = concentration(resolved, {"ana", "ben"})

    assert (found.total, found.alone, found.nobody, found.seldom) == (60, 30, 10, 2)
    assert found.only == {"ana": 20, "ben": 10}
    assert found.factor == 2  # without ben 20 are nobody's, without both all


def test_a_year_of_memory_counts_for_knowing_and_not_for_the_share() -> None:
    resolved = [*area("leave", *["ana"] * 40), *area("leave", "ben", counts=False)]

    found = concentration(resolved, {"ana", "ben"})

    assert (found.total, found.alone, found.factor) == (40, 0, 2)


def test_too_few_issues_tell_no_share() -> None:
    found = concentration(area("leave", *["ana"] * (LEAST - 1)), {"ana"})

    assert (found.too_early, found.factor) == (True, None)


def test_where_more_than_half_is_nobodys_already_nobody_has_to_leave() -> None:
    resolved = [*area("a", *["gone"] * 40), *area("b", *["ana"] * 10)]

    assert concentration(resolved, {"ana"}).factor == 0


@given(resolved=rows, here=st.frozensets(people))
def test_the_parts_never_exceed_the_whole(
    resolved: list[Resolved[str]], here: frozenset[str]
) -> None:
    found = concentration(resolved, here)

    assert found.alone + found.nobody <= found.total
    assert found.total + found.seldom == sum(one.counts for one in resolved)
    assert sum(found.only.values()) == found.alone
    assert set(found.only) <= here
    assert found.factor is None or found.factor <= len(here)


@given(resolved=rows, leaver=people)
def test_what_hangs_on_somebody_is_what_is_nobodys_once_they_left(
    resolved: list[Resolved[str]], leaver: str
) -> None:
    everybody = {"ana", "ben", "chloe", "dan"}
    before, after = (concentration(resolved, who) for who in (everybody, everybody - {leaver}))

    assert after.nobody == before.nobody + before.only.get(leaver, 0)


def test_an_area_needs_enough_issues_to_tell() -> None:
    few, enough = (area("a", *["ana"] * n) for n in (LEAST_IN_AREA - 1, LEAST_IN_AREA))

    assert concentration(few, {"ana"}).total == 0
    assert concentration(enough, {"ana"}).total == LEAST_IN_AREA
