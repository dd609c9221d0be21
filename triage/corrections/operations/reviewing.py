"""Reviewing a proposed correction: by one person, or by two who don't see each other's decision,
and a third where those differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Correction, Feedback, Member
from triage.corrections.errors import ReviewRefusedError, ReviewStateError
from triage.corrections.keys import proposal_key
from triage.corrections.operations.setting import reviewing_lock
from triage.corrections.operations.verifying import Content, checked, publish, put_back
from triage.corrections.queries.proposed import about, issue_of, standing_reviews
from triage.issues.operations.acting import note
from triage.issues.wording import who
from triage.models import CorrectionReview, Owner, Reviewing, VerifiedVersion

Decision = CorrectionReview.Decision


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says of a proposed text. `question` and `text` as they should stand, empty
    for the question as asked and the text as proposed; `reason` why it is rejected."""

    rejects: bool = False
    reason: str = ""
    question: str = ""
    text: str = ""
    sources: Sequence[UUID] = ()
    valid_until: date | None = None


@transaction.atomic
def review(
    *, feedback: Feedback, proposed: str, judgement: Judgement, reviewer: Member, now: datetime
) -> CorrectionReview:
    """Decide on the text `proposed` in this word. It is settled by one decision, or where the
    project has a second reviewer by two that agree, or by a third person's.

    Accepted, it becomes a verified answer, or the next version of the one to its question.
    ReviewStateError where it was settled, changed or withdrawn meanwhile, or this person has
    decided; ReviewRefusedError.
    """
    reviewing = reviewing_lock(feedback.project)
    correction = _standing(feedback, proposed)
    key = proposal_key(about(correction.feedback.answer), proposed)
    before = list(standing_reviews(feedback.project).filter(key=key).order_by("id"))
    _refuse_decided(before, reviewer)
    row = _judged(correction, judgement, key, reviewer, now)
    row.settles = _settles(reviewing, before, row)
    if row.settles and row.text:
        row.made = _published(reviewing, row, before, now)
    row.save()
    record(
        project=row.project,
        actor=_actor(reviewer),
        verb=f"correction.{row.decision}ed",
        subject=f"feedback:{feedback.pk}",
        now=now,
        data={"review": str(row.pk), "settles": row.settles},
    )
    if row.settles:
        _tell_issue(row, now)
    return row


@transaction.atomic
def take_back(*, review: CorrectionReview, member: Member, now: datetime) -> None:
    """The decision stands no more and the text waits again; what it made is put back.

    ReviewStateError where it was taken back already, or has led to another decision or version;
    ReviewRefusedError where it is another person's that nobody may see yet.
    """
    reviewing_lock(review.project)
    row = CorrectionReview.objects.select_related("reviewer__user", "made__answer__project").get(
        pk=review.pk
    )
    if row.withdrawn_at:
        raise ReviewStateError("This was taken back already.", code="undo_overtaken")
    others = standing_reviews(row.project).filter(key=row.key).exclude(pk=row.pk)
    if not row.settles and others.exists():
        raise ReviewStateError(
            "Others have decided since: take the last decision back first.", code="undo_overtaken"
        )
    if not row.settles and row.reviewer_id != member.pk:
        raise ReviewRefusedError("Only who decided can take that back.", path="review")
    if row.made:
        put_back(row.made, actor=_actor(member), now=now)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    record(
        project=row.project,
        actor=_actor(member),
        verb="correction.review_taken_back",
        subject=f"feedback:{row.feedback_id}",
        now=now,
        data={"review": str(row.pk)},
    )
    if row.settles and (issue := issue_of(row.feedback)):
        note(issue, verb="correction_waits", actor=_actor(member), now=now, data={})


def agree(one: CorrectionReview, other: CorrectionReview) -> bool:
    """Whether both reject, or both say the same words are right."""
    return " ".join(one.text.casefold().split()) == " ".join(other.text.casefold().split())


def _standing(feedback: Feedback, proposed: str) -> Correction:
    rows = Correction.objects.select_related("feedback__answer", "feedback__project")
    row = rows.filter(feedback=feedback, feedback__withdrawn=False).first()
    if row is None or row.text != proposed:
        raise ReviewStateError(
            "Who proposed this has changed or withdrawn it meanwhile.", code="overtaken"
        )
    return row


def _refuse_decided(before: Sequence[CorrectionReview], reviewer: Member) -> None:
    for row in before:
        if row.settles:
            by = who(_actor(row.reviewer))
            said = row.get_decision_display().lower()
            raise ReviewStateError(f"{by} decided this already: {said}.")
    if any(row.reviewer_id == reviewer.pk for row in before):
        raise ReviewStateError(
            "You have decided this; somebody else is to.", code="already_reviewed"
        )


def _judged(
    correction: Correction, said: Judgement, key: str, reviewer: Member, now: datetime
) -> CorrectionReview:
    """The review, not saved. ReviewRefusedError."""
    answer = correction.feedback.answer
    row = CorrectionReview(
        project=correction.feedback.project,
        feedback=correction.feedback,
        key=key,
        proposed=correction.text,
        reviewer=reviewer,
        at=now,
    )
    if said.rejects:
        row.decision, row.reason = Decision.REJECT, said.reason.strip()
        if not 0 < len(row.reason) <= 300:
            raise ReviewRefusedError("Say why, in up to 300 characters.", path="reason")
        return row
    row.question = said.question.strip() or answer.question.strip()
    row.text = said.text.strip() or correction.text
    row.decision = Decision.ACCEPT if row.text == correction.text.strip() else Decision.EDIT
    row.sources, row.valid_until = list(said.sources), said.valid_until
    checked(row.project, _content(row), today=now.date())
    return row


def _settles(
    reviewing: Reviewing, before: Sequence[CorrectionReview], row: CorrectionReview
) -> bool:
    if not reviewing.second_reviewer or len(before) > 1:
        return True
    return bool(before) and agree(before[0], row)


def _published(
    reviewing: Reviewing, row: CorrectionReview, before: Sequence[CorrectionReview], now: datetime
) -> VerifiedVersion:
    """With the sources that any who agree names, and the earlier of their days."""
    agreeing = [one for one in before if agree(one, row)]
    days = [one.valid_until for one in (*agreeing, row) if one.valid_until]
    sources = dict.fromkeys(pk for one in (row, *agreeing) for pk in one.sources)
    return publish(
        reviewing,
        replace(_content(row), sources=list(sources), valid_until=min(days, default=None)),
        why="a reader's correction was accepted",
        actor=_actor(row.reviewer),
        now=now,
    )


def _content(row: CorrectionReview) -> Content:
    issue = issue_of(row.feedback)
    owner = issue.owner if issue else Owner.objects.get(project=row.project, catches_all=True)
    return Content(row.question, row.text, owner, row.sources, row.valid_until)


def _tell_issue(row: CorrectionReview, now: datetime) -> None:
    """Write into the history of the issue that the word stands in what was decided."""
    if issue := issue_of(row.feedback):
        made = row.made
        data = (
            {"answer": made.answer.short_id, "version": made.number}
            if made
            else {"reason": row.reason}
        )
        verb = "correction_accepted" if made else "correction_rejected"
        note(issue, verb=verb, actor=_actor(row.reviewer), now=now, data=data)


def _actor(member: Member) -> str:
    return f"member:{member.user.email}"
