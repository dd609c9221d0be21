"""A project's centres, kept in the worker's process from one batch to the next.

Reading 100,000 centres takes seconds, and a batch changes a few dozen. Whoever writes centres holds
the project's placing lock and gives them the project's next turn; so under that lock what is kept
is brought up to date by the rows of later turns, whichever process wrote them.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from triage.clustering.nearest import Centres
from triage.clustering.queries import centres_since
from triage.models import IssueCounter

# Issues of all projects together: 0.8 GB. The project that was asked for longest ago goes first.
MOST_KEPT = 500_000


@dataclass(frozen=True)
class _Kept:
    """Centres as they were at a turn."""

    turn: int
    centres: Centres[UUID]


_kept: dict[tuple[UUID, str], _Kept] = {}


def recall(counter: IssueCounter, *, model: str, dimension: int) -> Centres[UUID]:
    """A project's centres as they are now, to be changed as its complaints are placed.

    `counter` is the placing lock, just taken. They belong to the caller's transaction: another
    thread does not find them meanwhile, they are forgotten if it fails, and what it changed is
    read again the next time.
    """
    key, turn = (counter.project_id, model), counter.turn
    known = _kept.pop(key, None) or _Kept(-1, Centres(dimension=dimension))
    if known.turn < turn:
        for issue_id, total, count in centres_since(counter.project, known.turn, model=model):
            known.centres.set(issue_id, total, count)
    transaction.on_commit(lambda: _keep(key, _Kept(turn, known.centres)))
    return known.centres


def _keep(key: tuple[UUID, str], known: _Kept) -> None:
    _kept[key] = known
    while len(_kept) > 1 and sum(len(k.centres) for k in _kept.values()) > MOST_KEPT:
        del _kept[next(iter(_kept))]
