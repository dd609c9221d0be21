"""The table of what was promised, and how each of it stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reporting.audits.metrics import AUDITED_QUALITY
from reporting.kit.blocks import Block, Grid, Head
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.trajectory.audited import Audited, Held
from reporting.trajectory.courses import Standing
from reporting.trajectory.metrics import AUDITED_STANDING, CHANCE
from reporting.trajectory.wording import Promised, title_of, why

LEDGER = "../../business-case/"
LATELY = (
    "Lately: the latest four full weeks; for the active share the last full week, people active in"
    " that week of those registered; for audited quality the latest finished audit."
)
OF_ALL = "audits are of the whole project"

_NOTHING = Plain(None)


@dataclass(frozen=True)
class Line:
    """A figure that can be promised, how it goes lately, and how its promise stands, if any."""

    of: Definition
    lately: Entry
    promised: Promised | None = None
    chance: Plain = _NOTHING
    status: Plain = _NOTHING


def weekly_line(lately: Told, stands: Standing | None) -> Line:
    if stands is None:
        return Line(lately.definition, lately)
    status = Plain(title_of(stands.outlook), note=why(stands.outlook))
    return Line(lately.definition, lately, stands.promised, stands.chance, status)


def audited_line(latest: Audited | None, held: Held | None) -> Line:
    """`latest` is None before the first audit, `held` where nothing is promised."""
    lately = Told(AUDITED_QUALITY, Figure(Status.NOT_MEASURED), note="no audit was drawn yet")
    if latest:
        lately = replace(latest.told, note=latest.basis)
    if held is None:
        return Line(AUDITED_QUALITY, lately)
    by = f": {held.by.basis}" if held.by and held.by is not latest else ""
    status = Plain(held.title, note=f"{held.why}{by}")
    return Line(AUDITED_QUALITY, lately, held.promised, Plain(None, "no forecast"), status)


def audited_line_of_a_part(promised: Promised | None) -> Line:
    """What stands there for a team or cohort."""
    untold = "not told of a part"
    return Line(
        AUDITED_QUALITY,
        Plain(None, untold, note=OF_ALL),
        promised,
        status=Plain(untold) if promised else _NOTHING,
    )


def promises_block(lines: Sequence[Line]) -> Block:
    """Every figure that can be promised: what was, and how it stands."""
    return Block(
        id="promises",
        title="What was promised, and how it stands",
        grid=Grid(_HEADS, tuple(map(_row, lines))),
        notes=(LATELY,),
        definitions=(*(line.of for line in lines), CHANCE, AUDITED_STANDING),
    )


_HEADS = (
    Head("figure", "Figure"),
    Head("claimed", "Claimed"),
    Head("expected", "Expected in production"),
    Head("target", "Target"),
    Head("lately", "Lately"),
    Head("chance", CHANCE.title, CHANCE.definition),
    Head("status", "Status"),
)


def _row(line: Line) -> tuple[Entry, ...]:
    figure = Plain(
        line.of.name, line.of.title, href=f"{LEDGER}?measure={line.of.name}#promise-form"
    )
    promised = line.promised
    if promised is None:
        nothing = Plain("", "nothing promised")
        return figure, Plain(""), Plain(""), nothing, line.lately, line.chance, line.status
    return (
        figure,
        Plain(promised.claimed, promised.claimed_words, note=promised.claimed_of),
        Plain(promised.expected_words),
        Plain(promised.target, promised.target_words),
        line.lately,
        line.chance,
        line.status,
    )
