"""Sources that draw complaints far above their share. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from triage.findings.found import HIGH, MEDIUM, Found, Heard, Window, by_whom
from triage.statistics import (
    Lift,
    chance_of_more,
    discoveries,
    level_among,
    lift,
)

# Fewer people than this are no share of anything.
LEAST_PEOPLE = 5
# Far above: even the interval's lower end is so many times what the other answers draw. Twice
# that is urgent enough to come before the rest.
FAR = 1.5

DEFINITION = (
    "Answers that cite the source and were complained of, out of all answers that cite it, against"
    " the same for all other answers that cite any source. A complaint charges the cited sources"
    " that it flags, or else all of them; none where it only gives reasons that lie in the tool or"
    " the presentation. One person charges a source once, however often they complain."
    f" Found from {LEAST_PEOPLE} people on, where Fisher's exact test stands after Benjamini and"
    f" Hochberg's correction at 5%, and the interval's lower end is {FAR} or more."
)


@dataclass(frozen=True)
class Charged:
    """A source: in how many answers it is cited, which complaints charge it, about how many
    answers."""

    id: UUID
    title: str
    answers: int
    charged_answers: int
    heard: tuple[Heard, ...]

    @property
    def people(self) -> int:
        return len({heard.voter for heard in self.heard})

    @property
    def share(self) -> tuple[int, int]:
        """Each person once: who complains of every answer charges it no more than others do."""
        return min(self.charged_answers, self.people), self.answers


def charged_sources(
    sources: Sequence[Charged], *, charged: int, citing: int, window: Window
) -> list[Found]:
    """One finding for each source that stands out. Of `citing` answers that cite any source,
    `charged` were complained of."""
    tested = [s for s in sources if s.people >= LEAST_PEOPLE and s.answers < citing]
    others = [_others(source, charged, citing) for source in tested]
    chances = [chance_of_more(s.share, o) for s, o in zip(tested, others, strict=True)]
    believed = discoveries(chances)
    level = level_among(len(believed), len(tested)) if tested else 0.0
    found = []
    for place in believed:
        times = lift(tested[place].share, others[place], level=level)
        if times.low >= FAR:
            found.append(_found(tested[place], others[place], times, len(tested), window))
    return found


def _others(source: Charged, charged: int, citing: int) -> tuple[int, int]:
    return charged - source.charged_answers, citing - source.answers


def _found(
    source: Charged, others: tuple[int, int], times: Lift, tested: int, window: Window
) -> Found:
    share = source.share
    return Found(
        subject=str(source.id),
        title=f"Draws complaints far above its share: {source.title}"[:200],
        says=(
            f"Answers that cite “{source.title}” are complained of {times.ratio:.1f} times as often"
            f" as others: {_percent(share)} against {_percent(others)}; {by_whom(source.heard)}."
        ),
        definition=DEFINITION,
        window=window,
        figures=(
            ("Its answers complained of", f"{share[0]:,} of {share[1]:,} ({_percent(share)})"),
            ("Other answers", f"{others[0]:,} of {others[1]:,} ({_percent(others)})"),
            ("Times as often", f"{times.ratio:.1f} ({times.low:.1f} to {times.high:.1f})"),
            ("Sources tested", f"{tested:,}, each of {LEAST_PEOPLE} people or more"),
        ),
        heard=source.heard,
        first_seen=min(heard.at for heard in source.heard),
        last_seen=max(heard.at for heard in source.heard),
        sources=(source.id,),
        priority=HIGH if times.low >= 2 * FAR else MEDIUM,
    )


def _percent(share: tuple[int, int]) -> str:
    return f"{share[0] / share[1]:.1%}"
