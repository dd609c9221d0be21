"""Whom a comment's text mentions, and how it is cut for showing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.issues.mentions import Mention, cut_at, mentions_in, targets

MEMBERS = [
    ("1", "ann@alpha.example", "Ann Lee"),
    ("2", "bob@alpha.example", "Bob"),
    ("3", "bob@beta.example", "Bob"),
    ("4", "hr@alpha.example", "Hanna"),
]
OWNERS = [("9", "hr", "People team"), ("8", "it-desk", "IT desk")]


def handles() -> dict[str, object]:
    return {target.handle: target for target in targets(MEMBERS, OWNERS)}


def test_a_member_has_the_shortest_handle_that_is_theirs_alone() -> None:
    assert [target.handle for target in targets(MEMBERS, OWNERS)] == [
        *("hr", "it-desk", "ann"),
        *("bob@alpha.example", "bob@beta.example", "hr@alpha.example"),
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@ann look", ["1"]),
        ("Look, @Ann.", ["1"]),
        ("(@it-desk, @ann)", ["8", "1"]),
        ("@bob", []),
        ("@bob@beta.example: yours", ["3"]),
        ("write to ann@alpha.example", []),
        ("@@ann", []),
        ("@ann_smith", []),
        ("@hr@alpha.example and @hr", ["4", "9"]),
        ("https://x.example/@ann", []),
        ("@ann @ann", ["1", "1"]),
        ("年休@ann", []),
        ("@", []),
    ],
)
def test_who_is_mentioned(text: str, ids: list[str]) -> None:
    assert [mention.id for mention in mentions_in(text, handles())] == ids  # type: ignore[arg-type]


@given(st.text(alphabet="@ann. \n年bo-", max_size=30))
def test_the_pieces_make_the_text(text: str) -> None:
    mentions = mentions_in(text, handles())  # type: ignore[arg-type]
    assert "".join(piece for piece, _ in cut_at(text, mentions)) == text


def test_a_mention_outside_the_text_is_passed_over() -> None:
    assert cut_at("ab", [Mention(1, 9, "member", "1")]) == [("ab", None)]
