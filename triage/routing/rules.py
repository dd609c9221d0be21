"""Ownership rules: a text, a rule a line; the last rule that matches wins, as in CODEOWNERS. Pure.

    # who answers for what
    source:hr/leave/**                              -> hr
    source-owner:"Payroll team" reason:outdated     -> payroll priority:high respond:4h resolve:3d
    term:"parental leave" and not (team:sales or team:legal) -> people

Matchers beside one another all have to match, as with `and`. A line that begins with # is a
comment.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from triage.routing.conditions import (
    FIELDS,
    ONE_OF,
    Condition,
    Everything,
    Matcher,
    all_of,
    depth_of,
    either_of,
    matchers_in,
    negation_of,
)
from triage.routing.giving import NOTHING, OPTIONS, Gives, priority_of, time_of
from triage.routing.matching import Facts

# Every complaint that opens an issue is held against every rule.
MOST_RULES = 1000
DEEPEST = 20


class RuleSyntaxError(Exception):
    """A line that is no rule. `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, detail: str) -> None:
        super().__init__(f"line {line}, column {column}: {detail}")
        self.line, self.column, self.detail = line, column, detail


@dataclass(frozen=True)
class Rule:
    line: int
    condition: Condition
    owner: str
    owner_column: int
    gives: Gives = NOTHING

    def matches(self, facts: Facts) -> bool:
        return self.condition.holds(facts)

    @property
    def why(self) -> str:
        return f"line {self.line} matched {self.condition}"


@lru_cache(maxsize=32)
def parse(text: str) -> tuple[Rule, ...]:
    """The rules of a text, in its order. RuleSyntaxError for the first line that is none."""
    rules: list[Rule] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")  # noqa: PLW2901
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(rules) == MOST_RULES:
            raise RuleSyntaxError(number, 1, f"there are more than {MOST_RULES:,} rules")
        rules.append(_parse_line(line, number))
    return tuple(rules)


def winner(rules: Sequence[Rule], facts: Facts) -> Rule | None:
    """The last rule that matches; None where none does."""
    return next((rule for rule in reversed(rules) if rule.matches(facts)), None)


def names(rules: Sequence[Rule], field: str) -> bool:
    """Whether any of the rules looks at that field."""
    return any(m.field == field for rule in rules for m in matchers_in(rule.condition))


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
    """Builds conditions while it parses, on a stack of its own: no nesting is too deep for it."""
    grammar = Path(__file__).with_name("grammar.lark").read_text()
    return Lark(grammar, start="rule", parser="lalr", transformer=_Reader())


def _parse_line(line: str, number: int) -> Rule:
    try:
        condition, owner, gives = _read(line)
    except UnexpectedInput as error:
        raise RuleSyntaxError(number, _column(error, line), _detail(error)) from error
    except _WrongError as error:
        raise RuleSyntaxError(number, error.column, error.detail) from error
    return Rule(number, condition, str(owner), owner.column or 1, gives)


def _read(line: str) -> tuple[Condition, Token, Gives]:
    made: Any = _parser().parse(line)  # what _Reader makes of a rule
    condition, owner, gives = made
    return condition, owner, gives


class _WrongError(Exception):
    """What the grammar takes and makes no sense, at a column that counts from 1."""

    def __init__(self, at: Token, detail: str) -> None:
        super().__init__(detail)
        self.column, self.detail = at.column or 1, detail


class _Reader(Transformer[Token, Any]):
    """From the parts of a line to its condition, the owner's token, and what the rule gives."""

    def anything(self, _tokens: list[Token]) -> Condition:
        return Everything()

    def field(self, tokens: list[Token]) -> Condition:
        name, value = tokens
        if name not in FIELDS:
            raise _WrongError(name, f"{name} is none of the matchers: {', '.join(FIELDS)}")
        text = value.strip('"')
        allowed = ONE_OF.get(name, ())
        if allowed and text.casefold() not in allowed:
            raise _WrongError(value, f"{text} is no {name}: {', '.join(allowed)}")
        return Matcher(str(name), text, quoted=value.type == "QUOTED")

    def negated(self, parts: list[Any]) -> Condition:
        return _not_too_deep(negation_of(parts[1]), parts[0])

    def group(self, parts: list[Any]) -> Condition:
        return _not_too_deep(parts[1], parts[0])

    def all(self, parts: list[Condition]) -> Condition:
        return all_of(parts)

    def either(self, parts: list[Condition]) -> Condition:
        return either_of(parts)

    def option(self, tokens: list[Token]) -> tuple[Token, Token]:
        return tokens[0], tokens[1]

    def rule(self, parts: list[Any]) -> tuple[Condition, Token, Gives]:
        condition, owner, *options = parts
        return condition, owner, _gives(options)


def _not_too_deep(condition: Condition, at: Token) -> Condition:
    if depth_of(condition) > DEEPEST:
        raise _WrongError(at, f"conditions stand in one another more than {DEEPEST} deep")
    return condition


def _gives(options: Sequence[tuple[Token, Token]]) -> Gives:
    given: dict[str, Any] = {}
    for name, value in options:
        if name not in OPTIONS:
            raise _WrongError(name, f"{name} is nothing that a rule gives: {', '.join(OPTIONS)}")
        if name in given:
            raise _WrongError(name, f"{name} is given twice")
        text = value.strip('"')
        try:
            given[str(name)] = priority_of(text) if name == "priority" else time_of(text)
        except ValueError as error:
            raise _WrongError(value, str(error)) from error
    gives = Gives(**given)
    if gives.respond and gives.resolve and gives.respond > gives.resolve:
        raise _WrongError(options[-1][0], "the response would be due after the resolution")
    return gives


# In the order in which they are offered.
_NAMES = {
    "_ARROW": "->",
    "_CLOSE": ")",
    "FIELD": "a matcher such as source:hr/**",
    "ANY": "*",
    "NOT": "not",
    "OPEN": "(",
    "_AND": "and",
    "_OR": "or",
    "BARE": "a value",
    "QUOTED": 'a value in "quotes"',
    "COLON": ":",
    "OWNER": "an owner's slug",
    "$END": "the end of the line",
}


def _column(error: UnexpectedInput, line: str) -> int:
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    return len(line) + 1 if ended else max(1, error.column)


def _detail(error: UnexpectedInput) -> str:
    expected: Collection[str] = ()
    if isinstance(error, UnexpectedToken):
        expected = error.accepts or error.expected
    elif isinstance(error, UnexpectedCharacters):
        expected = error.allowed or ()
    names = [_name(key, expected) for key in _NAMES if key in expected]
    *most, last = names or ["the end of the line"]
    return "expected " + (f"{', '.join(most)} or {last}" if most else last)


def _name(key: str, expected: Collection[str]) -> str:
    after_owner = key == "FIELD" and "$END" in expected
    return "priority:, respond:, resolve:" if after_owner else _NAMES[key]
