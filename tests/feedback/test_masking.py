"""What counts as personal data: named cases, the ones that must stay as they are included."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.privacy.masking import mask
from tests.needs import shared_file

PIECES = {
    "email": ["jane.doe@example.org", "o'neil+tag@sub.example.co.uk", "jürgen@müller.example"],
    "phone": ["+49 30 1234567", "+1 (415) 555-2671", "0044 20 7946 0958"],
    "card": ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"],
    "iban": ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819"],
    "national_id": [
        "536-90-4399",
        "AB 12 34 56 C",
        "12345678Z",
        "X1234567L",
        "RCCMNL83S18D969H",
        "811228-9874",
        "756.9217.0769.85",
        "390.533.447-05",
    ],
    "secret": [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "xoxb-1234567890-abcdef",
        "esk_abcdefghijklmnopqrstuvwxyz012345",
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1LTE3In0.c2lnbmF0dXJlLWhlcmU",
    ],
}
NEEDS_A_WORD = {
    "call 0800 678 1767": "phone",
    "Steuer-ID 36574261809": "national_id",
    "BSN 111222333": "national_id",
    "NHS number 943 476 5919": "national_id",
    "password: hunter2hunter2": "secret",
}
LEFT_ALONE = [
    "order 12345678901 of 2026-05-03",
    "version 1.2.3.4, room 12345, section 4.2.1",
    "ISBN 978-3-16-148410-0",
    "EUR 10.000.000,00 or 1,800,337,444",
    "192.168.100.200 and 2014-2016",
    "0197f3a2-1111-7222-8333-444455556666",
    "5367664118294-answer",
    "1716900000000 milliseconds",
    "the token ring, a secret ballot",
    "@everyone in #general",
    "https://example.org/a/123456789012?b=2",
]
# What is known to be missed or wrongly masked, so that a change to it is noticed.
KNOWN = [
    ("jane dot doe at example dot org", {}),
    ("0800 678 1767", {}),  # a number at home without a word that says what it is
    ("part 12345678Z", {"national_id": 1}),  # one part number in 23 has a Spanish id's letter
]


@pytest.mark.parametrize(
    ("kind", "piece"), [(kind, piece) for kind, pieces in PIECES.items() for piece in pieces]
)
def test_a_piece_is_masked_wherever_it_stands(kind: str, piece: str) -> None:
    for text in (piece, f"It is {piece}, I think.", f"({piece})"):
        masked = mask(text)
        assert masked.found == {kind: 1}
        assert piece not in masked.text


@pytest.mark.parametrize(("text", "kind"), NEEDS_A_WORD.items())
def test_a_number_that_could_be_anything_is_told_by_a_word_before_it(text: str, kind: str) -> None:
    assert mask(text).found == {kind: 1}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert mask(text) == (text, {})


@pytest.mark.parametrize(("text", "found"), KNOWN)
def test_what_is_known_of_its_limits(text: str, found: dict[str, int]) -> None:
    assert mask(text).found == found


_ANY_PIECE = st.sampled_from([piece for pieces in PIECES.values() for piece in pieces])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("811228-9874 4111 1111 1111 1111", {"national_id": 1, "card": 1}),
        ("378282246310005 0044 20 7946 0958", {"card": 1, "phone": 1}),
    ],
)
def test_a_card_is_found_next_to_another_number(text: str, found: dict[str, int]) -> None:
    assert mask(text).found == found


@given(st.lists(st.one_of(_ANY_PIECE, st.text(max_size=20)), max_size=6).map(" ".join))
def test_a_mask_is_as_long_as_what_it_hides_and_masking_again_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert len(masked.text) == len(text)
    assert mask(masked.text).text == masked.text


@pytest.mark.parametrize(
    "piece", ["1", "@", "+1 ", "eyJ", "a.a@a.", "AB12 ", "token=", "-----BEGIN PRIVATE KEY-----"]
)
def test_a_hundred_thousand_letters_of_malice_come_to_an_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(mask(text).text) == len(text)


@pytest.mark.shared
def test_no_address_of_real_feedback_survives() -> None:
    for line in shared_file("feedbackqa.jsonl").read_text().splitlines():
        for text in json.loads(line).values():
            if isinstance(text, str):
                assert "@dese.gov.au" not in mask(text).text
                assert "@slc.co.uk" not in mask(text).text
