"""Who carries the work, how much hangs on one person, and whether all that was said is there."""

from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Grid, Head
from reporting.kit.told import Plain, Told
from reporting.loop import metrics
from reporting.loop.coming import queue
from reporting.loop.counted import share
from reporting.loop.queries import Load, Receipts
from triage.routing.knowledge import Knowledge

SECTION = "Who carries it"


def teams(loads: list[Load], asked: Asked) -> Block:
    """What each owner team has to do now, and who is there to do it."""
    return Block(
        id="owners",
        title="Load of each owner team, now",
        section=SECTION,
        grid=Grid(
            (
                Head("owner", "Owner team"),
                Head("open", "Open issues"),
                Head("overdue", "Overdue", "Open issues that were due before now"),
                Head("free", "Nobody on it", "Open issues without a person on them"),
                Head("oldest", "Oldest of these since"),
                Head("people", "People there", "Members of the team who may work issues, not away"),
                Head("load", "Of what they take", "Their open issues, of as many as they take"),
            ),
            tuple(
                (
                    Plain(
                        load.team.owner.slug,
                        load.team.owner.name,
                        href=f"{queue(asked, 'unresolved')}&owner={load.team.owner.slug}",
                        note=load.team.gap and f"It {load.team.gap}.",
                    ),
                    Plain(load.team.open_issues),
                    Plain(load.overdue, href=_late(asked, load) if load.overdue else ""),
                    Plain(load.team.waiting),
                    Plain(load.team.oldest.date() if load.team.oldest else None),
                    Plain(len(load.team.present)),
                    Plain(f"{load.team.load} of {load.team.capacity}"),
                )
                for load in loads
            ),
        ),
        notes=("Of all issues, findings included; teams, cohorts and dates don't narrow these.",),
        empty="There is no owner team yet: add one under Ownership.",
    )


def _late(asked: Asked, load: Load) -> str:
    return f"{queue(asked, 'unresolved')}&owner={load.team.owner.slug}&due=late"


def known(knowledge: Knowledge) -> Block:
    """How much hangs on one person."""
    each = [("all", "All teams", knowledge.whole)]
    each += [(owner.slug, owner.name, found) for owner, found in knowledge.teams]
    return Block(
        id="knowledge",
        title="How much hangs on one person",
        section=SECTION,
        grid=Grid(
            (
                Head("owner", "Owner team"),
                Head("total", "Issues that count"),
                Head(metrics.KNOWN_BY_ONE.name, metrics.KNOWN_BY_ONE.title),
                Head("nobody", "Known by nobody here"),
                Head("factor", "Would have to leave", "Until half of the issues are nobody's"),
            ),
            tuple(
                (
                    Plain(slug, name),
                    Plain(found.total),
                    Told(metrics.KNOWN_BY_ONE, share(found.alone, found.total)),
                    Plain(found.nobody),
                    Plain(found.factor),
                )
                for slug, name, found in each
            ),
        ),
        definitions=(metrics.KNOWN_BY_ONE,),
    )


def stored(found: Receipts, asked: Asked) -> Block:
    """Whether what was given a receipt is there."""
    given = sum(receipts for _, receipts, _ in found.days)
    kept = sum(there for _, _, there in found.days)
    age = (asked.now - found.oldest).total_seconds() / 3600 if found.oldest else 0
    waits = (
        f"{found.waiting:,} complaints wait for an issue, the oldest for {words.hours(age)}."
        if found.waiting
        else "No complaint waits for an issue."
    )
    return Block(
        id="receipts",
        title="Receipts and what is stored",
        section="Nothing lost",
        summary=f"{given:,} receipts were given, and {kept:,} of these words are stored. {waits}",
        grid=Grid(
            (Head("day", "Day"), Head("receipts", "Receipts"), Head("stored", "Stored")),
            tuple((Plain(day), Plain(n), Plain(m)) for day, n, m in reversed(found.days) if n or m),
        ),
        notes=(
            "Days on which words were recorded, in UTC.",
            _TWICE,
        ),
        definitions=(metrics.STORED,),
        empty="No words were recorded in these days.",
    )


_TWICE = (
    "A message that is sent again gets the receipt that it had and leaves no trace: how many were "
    "isn't known. That none is stored twice, the database holds."
)
