"""Open issues that other rules give to others: which they are, and handing them over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Model

from feedback.audit.operations import record
from feedback.models import Project
from triage.happening import write_down
from triage.models import Issue, IssueActivity
from triage.priority.operations import settled
from triage.priority.queries import policy_of
from triage.priority.scoring import level_of
from triage.routing.backtest import Decided, Move, decide, read_for
from triage.routing.queries import ROUTED, Desk, Routed, leading
from triage.routing.reading import Read
from triage.routing.rota import Rota

VERB = "ruled"


@dataclass(frozen=True)
class Rerouting:
    """What a change of the rules does to open issues: `issues` go to others, or are given another
    priority or other times; `moves` counts them by owner; `held` are with whom a person said."""

    issues: Mapping[UUID, Routed]
    moves: Sequence[Move]
    held: int

    @property
    def moved(self) -> int:
        return sum(move.count for move in self.moves)

    @property
    def kept(self) -> int:
        """Those that stay with their owner, and get another priority or other times."""
        return len(self.issues) - self.moved


def reroutings(project: Project, *, before: Desk, after: Desk, issues: Sequence[UUID]) -> Rerouting:
    """The open ones of these issues, most complaints of which go elsewhere by `after` than by
    `before`.

    What the change doesn't decide otherwise stays, even where the rules would not give it to
    whoever has it now.
    """
    read = read_for(project, before, after, issues=issues)
    led = _led_otherwise(read, decide(before, read), decide(after, read))
    rows = Issue.objects.of(project).filter(pk__in=list(led)).select_related("owner")
    changed = {issue.pk: issue for issue in rows if _changes(issue, led[issue.pk])}
    held = held_by_people(changed)
    moving = {pk: led[pk] for pk in changed if pk not in held}
    counts: dict[tuple[str, str], int] = {}
    for pk, routed in moving.items():
        pair = changed[pk].owner.slug, routed.owner.slug
        if pair[0] != pair[1]:
            counts[pair] = counts.get(pair, 0) + 1
    moves = [Move(*pair, count) for pair, count in counts.items()]
    return Rerouting(moving, sorted(moves, key=lambda m: (-m.count, m.before, m.after)), len(held))


def _changes(issue: Issue, routed: Routed) -> bool:
    given = (issue.rule_priority, issue.rule_respond, issue.rule_resolve)
    gives = routed.gives
    other = given != (gives.priority, gives.respond, gives.resolve)
    return issue.status == Issue.Status.UNRESOLVED and (other or issue.owner_id != routed.owner.pk)


def _led_otherwise(read: Read, was: Decided, would_be: Decided) -> dict[UUID, Routed]:
    """By the id of the issue, only where `would_be` gives most of its complaints to others than
    `was`, or gives them something else. One complaint at least has to be decided otherwise."""
    keys = {routed: None for decided in (was, would_be) for routed in decided.outcomes}
    place = {(routed.owner.pk, routed.gives): number for number, routed in enumerate(keys)}
    one, other = (
        np.array([place[r.owner.pk, r.gives] for r in decided.outcomes], dtype=np.int64)[decided.of]
        for decided in (was, would_be)
    )
    asked = np.zeros(len(read.issues) + 1, dtype=np.bool_)
    asked[read.issue_of[one != other]] = True
    rows = np.flatnonzero(asked[read.issue_of])
    rows = rows[np.argsort(read.issue_of[rows], kind="stable")]
    found: dict[UUID, Routed] = {}
    for some in np.split(rows, np.flatnonzero(np.diff(read.issue_of[rows])) + 1):
        if not some.size:
            continue
        before, _ = leading([was.outcomes[n] for n in was.of[some].tolist()])
        after, _ = leading([would_be.outcomes[n] for n in would_be.of[some].tolist()])
        if (before.owner, before.gives) != (after.owner, after.gives):
            found[UUID(read.issues[read.issue_of[some[0]]])] = after
    return found


def held_by_people(issues: Sequence[UUID] | Mapping[UUID, object]) -> set[UUID]:
    """Those that a person assigned, to an owner or a member, or took back from where rules had
    sent them; unless that was undone."""
    acts = IssueActivity.objects.filter(issue__in=list(issues), verb__in=("assigned", "undone"))
    rows = list(
        acts.exclude(actor__startswith="system:").values_list("id", "issue_id", "verb", "data")
    )
    undone = {data.get("undoes") for _, _, verb, data in rows if verb == "undone"}
    return {
        issue_id
        for pk, issue_id, verb, data in rows
        if str(pk) not in undone and (verb == "assigned" or data.get("undone_verb") == VERB)
    }


def hand_over(
    *, project: Project, rerouting: Rerouting, version: int, actor: str, now: datetime
) -> int:
    """Give the issues to whom the rules name, each with a trace that undoes it; how many. In the
    caller's transaction. What was closed or assigned meanwhile stays."""
    rows = (
        Issue.objects.of(project)
        .select_for_update(of=("self",), no_key=True)
        .select_related("owner", "assignee", "former_assignee")
        .filter(pk__in=list(rerouting.issues), status=Issue.Status.UNRESOLVED)
        .order_by("id")
    )
    issues = list(rows)
    held = held_by_people([issue.pk for issue in issues])
    moved = [issue for issue in issues if issue.pk not in held]
    if not moved:
        return 0
    rota, thresholds = Rota(project, now), policy_of(project).thresholds
    traces = [_hand_over(issue, rerouting.issues[issue.pk], rota, actor, now) for issue in moved]
    for issue in moved:
        issue.priority, issue.priority_by = settled(issue, level_of(issue.score, thresholds))
    Issue.objects.bulk_update(moved, CHANGED)
    write_down(traces)
    record(
        project=project,
        actor=actor,
        verb="issues.rerouted",
        subject=f"rules:{version}",
        now=now,
        data={"issues": len(moved)},
    )
    return len(moved)


def _hand_over(
    issue: Issue, routed: Routed, rota: Rota, actor: str, now: datetime
) -> IssueActivity:
    """The person on it was of the owner that had it, unless somebody chose them."""
    before, was = _kept(issue), issue.owner
    routed.put_on(issue)
    if routed.owner != was:
        rota.follow_owner(issue)
    issue.version += 1
    data = {"from": was.slug, "to": routed.owner.slug, "why": routed.why, "version": issue.version}
    kept = {"before": before, "after": _kept(issue)}
    return IssueActivity(issue=issue, at=now, actor=actor, verb=VERB, data=data | kept)


KEPT = (*ROUTED, "assignee", "assignee_why", "assignee_chosen", "former_assignee")
# The score rests on nothing that a rule gives: only the priority that follows is another.
CHANGED = (*KEPT, "priority", "priority_by", "version")


def _kept(issue: Issue) -> dict[str, Any]:
    """As undo reads it."""
    return {name: _plain(getattr(issue, name)) for name in KEPT}


def _plain(value: object) -> str | int | None:
    value = value.pk if isinstance(value, Model) else value
    return value if value is None or isinstance(value, int) else str(value)
