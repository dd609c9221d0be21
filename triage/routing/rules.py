"""Ownership rules: a text, a rule a line; the last rule that matches wins, as in CODEOWNERS. Pure.

    # who answers for what
    source:hr/leave/**                          -> hr
    source-owner:"Payroll team" reason:outdated -> payroll
    term:"parental leave" not team:sales        -> people

Matchers on one line all have to match; `not` turns the one after it round. A line that begins
with # is a comment.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from triage.routing.matching import Facts, any_equal, any_glob, any_of_paths, has_term

FIELDS: Mapping[str, Callable[[str, Facts], bool]] = {
    "source": lambda value, facts: any_of_paths(value, facts.sources),
    "source-owner": lambda value, facts: any_glob(value, facts.source_owners),
    "team": lambda value, facts: any_glob(value, facts.teams),
    "cohort": lambda value, facts: any_glob(value, facts.cohorts),
    "reason": lambda value, facts: any_equal(value, facts.reasons),
    "release": lambda value, facts: any_glob(value, facts.releases),
    "model": lambda value, facts: any_glob(value, facts.models),
    "language": lambda value, facts: any_glob(value, facts.languages),
    "term": lambda value, facts: has_term(value, facts.text),
}


class RuleSyntaxError(Exception):
    """A line that is no rule. `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, detail: str) -> None:
        super().__init__(f"line {line}, column {column}: {detail}")
        self.line, self.column, self.detail = line, column, detail


@dataclass(frozen=True)
class Condition:
    """One matcher, as written and as understood. `field` is empty for `*`."""

    field: str
    value: str
    negated: bool
    written: str

    def holds(self, facts: Facts) -> bool:
        found = not self.field or FIELDS[self.field](self.value, facts)
        return found is not self.negated


@dataclass(frozen=True)
class Rule:
    line: int
    conditions: tuple[Condition, ...]
    owner: str
    owner_column: int

    def matches(self, facts: Facts) -> bool:
        return all(condition.holds(facts) for condition in self.conditions)

    @property
    def why(self) -> str:
        return f"line {self.line} matched " + " ".join(c.written for c in self.conditions)


@dataclass(frozen=True)
class Decision:
    """Who gets it, and why in words."""

    owner: str
    why: str


def parse(text: str) -> tuple[Rule, ...]:
    """The rules of a text, in its order. RuleSyntaxError for the first line that is none."""
    rules = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")  # noqa: PLW2901
        if line.strip() and not line.lstrip().startswith("#"):
            rules.append(_parse_line(line, number))
    return tuple(rules)


def route(rules: Sequence[Rule], facts: Facts) -> Decision | None:
    """The last rule that matches; None where none does."""
    for rule in reversed(rules):
        if rule.matches(facts):
            return Decision(rule.owner, rule.why)
    return None


def check_owners(rules: Sequence[Rule], owners: Collection[str]) -> None:
    """RuleSyntaxError for the first rule that names an owner who isn't there."""
    for rule in rules:
        if rule.owner not in owners:
            known = ", ".join(sorted(owners))
            raise RuleSyntaxError(
                rule.line, rule.owner_column, f"there is no owner {rule.owner} (there are: {known})"
            )


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text()
    return Lark(grammar, start="rule", parser="lalr", propagate_positions=True)


def _parse_line(line: str, number: int) -> Rule:
    try:
        tree = _parser().parse(line)
    except UnexpectedInput as error:
        raise RuleSyntaxError(number, _column(error, line), _detail(error)) from error
    reader = _Reader(line)
    *conditions, owner = reader.transform(tree)
    for condition, column in conditions:
        if condition.field and condition.field not in FIELDS:
            known = ", ".join(FIELDS)
            raise RuleSyntaxError(
                number, column, f"{condition.field} is none of the matchers: {known}"
            )
    return Rule(number, tuple(c for c, _ in conditions), str(owner), int(owner.column))


class _Reader(Transformer[Token, list[Any]]):
    """From lark's tree of a line to conditions with their columns, and the owner's token."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self._line = line

    def anything(self, tokens: list[Token]) -> tuple[str, str, Token, Token]:
        return "", "", tokens[0], tokens[0]

    def field(self, tokens: list[Token]) -> tuple[str, str, Token, Token]:
        return str(tokens[0]), str(tokens[1]).strip('"'), tokens[0], tokens[1]

    def condition(self, parts: list[Any]) -> tuple[Condition, int]:
        name, value, first, last = parts[-1]
        begin = parts[0] if len(parts) == 2 else first
        written = self._line[begin.column - 1 : last.end_column - 1]
        return Condition(name, value, len(parts) == 2, written), first.column

    def rule(self, parts: list[Any]) -> list[Any]:
        return parts


_NAMES = {
    "FIELD": "a matcher such as source:hr/**",
    "ANY": "*",
    "NOT": "not",
    "BARE": "a value",
    "QUOTED": 'a value in "quotes"',
    "COLON": ":",
    "OWNER": "an owner's slug",
    "_ARROW": "->",
}


def _column(error: UnexpectedInput, line: str) -> int:
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    return len(line) + 1 if ended else max(1, error.column)


def _detail(error: UnexpectedInput) -> str:
    expected: Collection[str] = ()
    if isinstance(error, UnexpectedToken):
        expected = error.expected
    elif isinstance(error, UnexpectedCharacters):
        expected = error.allowed or ()
    names = sorted(_NAMES[name] for name in expected if name in _NAMES)
    return "expected " + " or ".join(names or ["the end of the line"])
