"""How severe a complaint is: a table of cases, the known-wrong ones included."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.directory.reasons import DEFAULT_REASONS, DEFAULT_SEVERITIES
from feedback.models import Project, Reason, SourceFlag
from triage.priority.severity import FLAGS, Severity, severity_of

CODES = [code for code, _, _ in DEFAULT_REASONS]


class Case(NamedTuple):
    name: str
    severity: str
    rating: int = -1
    reasons: tuple[str, ...] = ()
    corrected: bool = False
    flags: tuple[str, ...] = ()


RIGHT = [
    Case("a bare thumb down", "medium"),
    Case("a thumb down and what is right", "high", corrected=True),
    Case("wrong", "high", reasons=("wrong",)),
    Case("unsafe, beside a trifle", "high", reasons=("too_long", "unsafe")),
    Case("made up", "high", reasons=("should_not_have_answered",)),
    Case("said nothing", "medium", reasons=("should_have_answered",)),
    Case("long-winded", "low", reasons=("too_long",)),
    Case("a thumb down and couldn't verify", "medium", reasons=("couldnt_verify",)),
    Case("couldn't verify, no thumb", "low", rating=0, reasons=("couldnt_verify",)),
    Case("content, and mends a detail", "medium", rating=1, corrected=True),
    Case("the source doesn't say that", "high", flags=("doesnt_say",)),
    Case("content, but an old source", "low", rating=1, flags=("out_of_date",)),
    Case("a dead link, no thumb", "low", rating=0, flags=("unreachable",)),
    Case("a reason of long ago, unknown by now", "medium", reasons=("gone",)),
]
# What people would call otherwise, and why it is so all the same.
KNOWN_WRONG = [
    # low to a reader: a correction of style looks like one of substance
    Case("reworded because unclear", "medium", reasons=("unclear",), corrected=True),
    # high to a reader: that it is about safety stands only in the words
    Case("a bare thumb down, “somebody will get hurt”", "medium"),
    # high to a reader: through the API, some send corrections and no thumbs
    Case("only what is right, no thumb", "medium", rating=0, corrected=True),
    # low to a reader: a typo called wrong
    Case("wrong, of a misspelt name", "high", reasons=("wrong",)),
]


@pytest.mark.parametrize("case", [*RIGHT, *KNOWN_WRONG], ids=lambda case: case.name)
def test_a_complaint_is_as_severe_as_its_case(case: Case) -> None:
    _, severity, *said = case
    facts = dict(zip(("rating", "reasons", "corrected", "flags"), said, strict=True))
    assert severity_of(**facts, levels=DEFAULT_SEVERITIES).word == severity  # type: ignore[arg-type]


reasons = st.sets(st.sampled_from(CODES))
flags = st.sets(st.sampled_from(sorted(FLAGS)), min_size=1)
levels = st.fixed_dictionaries({code: st.sampled_from([1, 2, 3]) for code in CODES})


@given(st.sampled_from([-1, 0, 1]), reasons, flags, levels)
def test_a_correction_or_a_thumb_down_never_makes_it_less_severe(
    rating: int, reasons: set[str], flags: set[str], levels: dict[str, int]
) -> None:
    said = {"reasons": reasons, "flags": flags, "levels": levels}
    plain = severity_of(rating=rating, corrected=False, **said)  # type: ignore[arg-type]
    assert severity_of(rating=rating, corrected=True, **said) >= plain  # type: ignore[arg-type]
    assert severity_of(rating=-1, corrected=False, **said) >= plain  # type: ignore[arg-type]


@given(reasons, st.sampled_from(CODES), levels)
def test_one_more_reason_never_makes_it_less_severe(
    reasons: set[str], more: str, levels: dict[str, int]
) -> None:
    said = {"rating": -1, "corrected": False, "flags": ["unreachable"], "levels": levels}
    before = severity_of(reasons=reasons, **said)  # type: ignore[arg-type]
    assert severity_of(reasons={*reasons, more}, **said) >= before  # type: ignore[arg-type]


def test_every_flag_and_every_reason_of_a_new_project_has_a_severity(project: Project) -> None:
    assert set(FLAGS) == set(SourceFlag.Says.values)
    stored = dict(Reason.objects.of(project).values_list("code", "severity"))
    assert stored == DEFAULT_SEVERITIES
    assert [(s.value, s.word) for s in Severity] == Reason.Severity.choices
