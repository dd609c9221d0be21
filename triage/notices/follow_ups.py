"""Is it right now? A reporter's answer once a fix is in force: every write and read."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError
from feedback.models import Feedback
from triage.models import FollowUp, Placement
from triage.notices.links import Asked
from triage.notices.standing import receipts_of


class Answers(NamedTuple):
    """How many people said that it is right now, and that it is still wrong."""

    right: int
    wrong: int


@transaction.atomic
def follow_up(
    *, word: Feedback, right: bool, fix_id: UUID | None = None, actor: str, now: datetime
) -> FollowUp:
    """Say whether what a word complained of is right now. Of each fix a reporter has one answer: a
    later one, on whichever of their complaints, takes the earlier one's place.

    `fix_id`: the fix that was asked about. ConflictError, code "nothing_to_follow_up", where none
    is in force, or another one is by now.
    """
    asked = fixes_asked_about([word.pk], now=now).get(word.pk)
    if asked is None or fix_id not in {None, asked}:
        raise ConflictError("There is no fix in force to say that of.", code="nothing_to_follow_up")
    rows = FollowUp.objects.filter(fix=asked, feedback__voter=word.voter)
    rows.exclude(feedback=word).delete()
    answer, _ = FollowUp.objects.update_or_create(
        feedback=word, fix_id=asked, defaults={"right": right, "at": now}
    )
    record(
        project=word.project,
        actor=actor,
        verb="feedback.followed_up",
        subject=f"feedback:{word.pk}",
        now=now,
        data={"fix": str(asked), "right": right},
    )
    return answer


def fixes_asked_about(words: Collection[UUID], *, now: datetime) -> dict[UUID, UUID]:
    """By word, the fix in force of its issue, for those that have one."""
    placed = Placement.objects.filter(feedback__in=words).select_related("issue")
    issues = {placement.feedback_id: placement.issue for placement in placed}
    receipts = receipts_of(set(issues.values()), now=now)
    asks = {word: receipts[issue.pk].asks for word, issue in issues.items()}
    return {word: fix for word, fix in asks.items() if fix is not None}


def answers_of(*, voters: Collection[str], fixes: Collection[UUID]) -> dict[UUID | None, bool]:
    """By fix, what one person said of it, on whichever of their complaints."""
    if not fixes:
        return {}
    rows = FollowUp.objects.filter(fix__in=fixes, feedback__voter__in=voters)
    return dict(rows.values_list("fix", "right"))


def is_asked(asked: Asked, *, now: datetime) -> bool:
    """Whether that fix is the one in force, still, of the issue that the word is in."""
    return fixes_asked_about([asked.word], now=now).get(asked.word) == asked.fix


def said_of(asked: Asked) -> bool | None:
    """What was said on that word; None for nothing yet."""
    rows = FollowUp.objects.filter(feedback=asked.word, fix=asked.fix)
    return rows.values_list("right", flat=True).first()


def answers_to(fix: UUID) -> Answers:
    """What reporters said of a fix, each of them once."""
    said = FollowUp.objects.filter(fix=fix).values_list("right", flat=True)
    return Answers(right=sum(said), wrong=sum(not right for right in said))
