"""An issue's fix, as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.issues import fix_words
from triage.models import Fix, Issue


@dataclass(frozen=True)
class FixShown:
    """`rates` are (of which questions, before, since); `failed`: it did not do, and stands no
    more."""

    fix: Fix
    in_force: str
    outcome: str
    asked: str
    left: str
    difference: str
    rates: Sequence[tuple[str, str, str]]
    failed: bool

    @property
    def tone(self) -> str:
        """Of the outcome's chip."""
        return {"verified": "good", "no_better": "warn", "worse": "bad"}.get(self.fix.outcome, "")


def fix_of(issue: Issue, *, now: datetime) -> FixShown | None:
    """The one that stands; of an open issue, the last one if it was measured and did not do."""
    rows = Fix.objects.filter(issue=issue).select_related("release", "source", "verified_answer")
    rows = rows.order_by("-id")
    fix = rows.first()
    if fix is None:
        return None
    failed = fix.outcome in {Fix.Outcome.NO_BETTER, Fix.Outcome.WORSE}
    return _shown(fix, now=now, failed=failed) if failed or fix.withdrawn_at is None else None


def _shown(fix: Fix, *, now: datetime, failed: bool) -> FixShown:
    proof = fix.proof
    release = fix.release.name if fix.release else ""
    pairs = {"Like questions": ("before", "since"), "Others": ("others_before", "others_since")}
    return FixShown(
        fix=fix,
        in_force=fix_words.in_force(
            kind=fix.kind, release=release, in_force_at=fix.in_force_at, now=now
        ),
        outcome=fix_words.outcome(fix.outcome, proof),
        asked=fix_words.asked(proof),
        left=fix_words.left(proof),
        difference=fix_words.difference(proof),
        rates=[
            (name, fix_words.rate(proof[before]), fix_words.rate(proof[since]))
            for name, (before, since) in pairs.items()
        ]
        if proof
        else [],
        failed=failed,
    )
