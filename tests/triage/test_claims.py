"""What texts state, and when two of them can't both hold: by named cases, wrong ones included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.claims import agree, at_odds, claim_of

AT_ODDS = {
    "other days": ("You have 28 days of annual leave.", "Annual leave is 30 days for all."),
    "a number in words": (
        "A doctor's certificate is due from the fourth calendar day of illness.",
        "A certificate must be handed in on the first working day of illness.",
    ),
    "currency before or after": ("Team leads approve up to €5,000.", "Leads approve 8000 euros."),
    "in German": (
        "Die Garantie beträgt 24 Monate ab Lieferung.",
        "Garantie ab Lieferung: 12 Monate",
    ),
    # Known to be wrong: the two sentences are about different people.
    "another case of the same rule": (
        "Leave for full-time employees is 28 days.",
        "Leave for part-time employees is 14 days.",
    ),
}
NOT_AT_ODDS = {
    "the same": ("Leave is 28 days.", "You have 28 days of leave."),
    "other things counted": ("Leave is 28 days a year.", "Leave is planned 3 months ahead a year."),
    "another matter": ("Invoices are paid after 30 days.", "Receipts are uploaded in ten days."),
    "one number of several": ("The fee is 4,390 or 6,790 euros.", "The fee is 6790 euros."),
    # Known to be wrong: no unit is read before the number.
    "a unit before the number": (
        "Call extension 4711 for help desk",
        "Call extension 12 for help desk",
    ),
}
AGREE = {
    "two ways of one rule": (
        "In Sales a deal counts as closed when the signed order is in by the last day.",
        "For deals: signed by the last calendar day.",
    ),
    "the figure is enough": (
        "18 weeks; the 14 weeks are from the old guide.",
        "The second parent gets 18 weeks.",
    ),
    "one is part of the other": (
        "Nine weeks at present.",
        "NP series nine weeks, heat exchangers fourteen.",
    ),
}
DIFFER = {
    "two meanings": (
        "For deals: signed by the last calendar day.",
        "The books close on the third working day at noon.",
    ),
    "two figures": ("It is 28 days.", "It is 30 days."),
    # Known to be wrong: other aspects of one question, which both may hold.
    "two aspects": (
        "A fifth is deducted when breakfast is included.",
        "28 euros is for trips within the country only.",
    ),
    # Known to be wrong: the same in other words.
    "the same in other words": ("Ask your manager first.", "Your supervisor has to approve it."),
}


@pytest.mark.parametrize("name", AT_ODDS)
def test_figures_that_cannot_both_hold(name: str) -> None:
    one, other = map(claim_of, AT_ODDS[name])
    assert at_odds(one, other)
    assert at_odds(other, one)


@pytest.mark.parametrize("name", NOT_AT_ODDS)
def test_figures_that_can(name: str) -> None:
    one, other = map(claim_of, NOT_AT_ODDS[name])
    assert not at_odds(one, other)


@pytest.mark.parametrize("name", AGREE)
def test_corrections_that_say_the_same(name: str) -> None:
    one, other = map(claim_of, AGREE[name])
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize("name", DIFFER)
def test_corrections_that_differ(name: str) -> None:
    one, other = map(claim_of, DIFFER[name])
    assert not agree(one, other)


@given(st.text(max_size=80), st.text(max_size=80))
def test_reading_takes_any_text_and_comparing_has_no_order(one: str, other: str) -> None:
    first, second = claim_of(one), claim_of(other)
    assert agree(first, first)
    assert not at_odds(first, first)
    assert agree(first, second) == agree(second, first)
    assert at_odds(first, second) == at_odds(second, first)
