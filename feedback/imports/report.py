"""What an import came to: counts, and the first refusals in full. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.errors import RefusedError

REFUSALS_SHOWN = 20


@dataclass
class Report:
    """Counts of rows, unless another thing is named.

    `answers`, `created` and `revised` are what was stored: answers, first words, and words that
    replace an earlier one of the same voter. `known` rows brought nothing that was not there;
    `outdated` ones are older than what stands. `changed` counts what was altered to make rows
    fit, `refused` why rows were not taken, by code.
    """

    rows: int = 0
    answers: int = 0
    created: int = 0
    revised: int = 0
    known: int = 0
    outdated: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Report":
        """The report that `as_data` was made of; an empty one of nothing."""
        report = cls(**stored)
        report.changed, report.refused = Counter(report.changed), Counter(report.refused)
        return report

    def as_data(self) -> dict[str, Any]:
        return {**vars(self), "changed": dict(self.changed), "refused": dict(self.refused)}

    def count(self, outcome: str) -> None:
        """One more word with this outcome of capture."""
        match outcome:
            case "created":
                self.created += 1
            case "updated":
                self.revised += 1
            case "outdated":
                self.outdated += 1
            case _:
                self.known += 1

    def refuse(self, line: int, refusal: RefusedError) -> None:
        self.refused[refusal.code] += 1
        if len(self.refusals) < REFUSALS_SHOWN:
            self.refusals.append((line, refusal.code, refusal.detail))

    @property
    def new(self) -> int:
        """How many things were stored."""
        return self.answers + self.created + self.revised

    @property
    def refused_rows(self) -> int:
        return self.refused.total()
