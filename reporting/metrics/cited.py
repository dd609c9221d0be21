"""Sources, with what became of the answers that cite them. Pure.

An answer cites several, so that it counts for each of them: sources don't add up.
"""

from dataclasses import dataclass
from datetime import date

from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, share

ASKERS = "people who got an answer or gave feedback"
WHOLE_PROJECT = "Of the whole project, whatever team or cohort is chosen."

_OUT_OF = "answers that cite it"
_METHOD = "95% score interval (Wilson 1927)."
_LITERATURE = "Wilson 1927, JASA 22:209-212"

COMPLAINED_CITING = Definition(
    name="complained_citing",
    title="Its answers complained of",
    definition=(
        "Answers that cite the source and that anybody complained of / answers that cite it, in "
        "the whole project. Abstentions are left out."
    ),
    unit="share",
    counts="answers complained of",
    out_of=_OUT_OF,
    people_are=ASKERS,
    better="down",
    method=_METHOD,
    literature=_LITERATURE,
    behind="complained",
)

UNVERIFIED_CITING = Definition(
    name="unverified_citing",
    title="Its answers that somebody couldn't verify",
    definition=(
        "Answers that cite the source and of which somebody said “I couldn't verify it” / answers "
        "that cite it, in the whole project. Abstentions are left out. Most people say nothing, so "
        "the true share lies above."
    ),
    unit="share",
    counts="answers that somebody couldn't verify",
    out_of=_OUT_OF,
    people_are=ASKERS,
    better="down",
    method=_METHOD,
    literature=_LITERATURE,
    behind="unverified",
)

DEFINITIONS = (COMPLAINED_CITING, UNVERIFIED_CITING)


@dataclass(frozen=True)
class Cited:
    """A source with the answers that cite it in a window: how many, and how many of them were
    complained of, and that somebody couldn't verify. Abstentions left out. `id` is ours, `key` the
    host's."""

    id: str
    key: str
    title: str
    owner: str
    status: str
    approved_until: date | None
    answers: int
    complained: int
    unverified: int

    @property
    def complaint_rate(self) -> Figure:
        return share(self.complained, self.answers)

    @property
    def unverified_rate(self) -> Figure:
        return share(self.unverified, self.answers)

    @property
    def reservation(self) -> str:
        """Its status, where it is not approved."""
        return "" if self.status == "Approved" else self.status

    def days_overdue(self, today: date) -> int:
        """Since its approval ended; 0 where that holds, or has no end."""
        return max((today - self.approved_until).days, 0) if self.approved_until else 0
