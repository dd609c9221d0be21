"""Who sits where: a batch of complaints against the issues as they are. Decides, writes nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from feedback.models import Feedback, Project
from triage.clustering.nearest import Centres
from triage.clustering.opening import Draft
from triage.clustering.queries import example_of, labels_of
from triage.clustering.titles import WORDLESS, title_of
from triage.embedding.vectors import Vector
from triage.models import Issue, Placement
from triage.routing.queries import Desk, facts_of


@dataclass
class Seating:
    """Read once under the placing lock; then `seat` for each complaint, in order.

    `placements` and `vectors` are those that the complaints have so far. What comes of it:
    `new` placements, `gone` ones, `drafts` of issues to open, and the ids of issues `touched`.
    """

    centres: Centres[UUID]
    placements: dict[UUID, Placement]
    vectors: dict[UUID, Vector]
    wordless: Issue | None
    desk: Desk
    project: Project
    now: datetime
    new: list[Placement] = field(default_factory=list)
    gone: list[Placement] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)
    heard: set[UUID] = field(default_factory=set)
    unheard: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._labels = labels_of(self.project)
        self._wordless_id = self.wordless.pk if self.wordless else None

    def seat(self, complaint: Feedback, vector: Vector | None) -> None:
        """Give the complaint a place, leave it in the one it has, or take that away."""
        placement = self.placements.get(complaint.id)
        if not complaint.complains or complaint.suspect:
            self.unheard.add(complaint.id)
            if placement:
                self._leave(placement)
            return
        self.heard.add(complaint.id)
        if placement is None:
            self._find_place(complaint, vector)
        elif self._may_move(placement) and vector is not None:
            self._leave(placement)
            self._find_place(complaint, vector)
        else:
            self._stay(placement, vector)

    def _may_move(self, placement: Placement) -> bool:
        return placement.issue.wordless and placement.by == Placement.By.CLUSTERING

    def _leave(self, placement: Placement) -> None:
        self.gone.append(placement)
        self.touched.add(placement.issue_id)
        self._unsum(placement)

    def _stay(self, placement: Placement, vector: Vector | None) -> None:
        """The text may have changed: the centre follows."""
        if vector is None:
            self.unheard.add(placement.feedback_id)
        self.touched.add(placement.issue_id)
        self._unsum(placement)
        if vector is not None and not placement.issue.wordless:
            self.centres.add(placement.issue_id, vector)

    def _unsum(self, placement: Placement) -> None:
        old = self.vectors.get(placement.feedback_id)
        if old is not None and placement.issue_id in self.centres:
            self.centres.add(placement.issue_id, old, times=-1)

    def _find_place(self, complaint: Feedback, vector: Vector | None) -> None:
        if vector is None:
            self._put(complaint, self._wordless_place(complaint), "there is no text to compare")
            return
        match = self.centres.nearest(vector)
        if match and match.enough:
            others = "the complaint" if match.size == 1 else f"the {match.size} complaints"
            why = f"alike by {match.likeness:.2f} to {others} there; {match.needed:.2f} would do"
            self._put(complaint, match.key, why, similarity=match.likeness)
            self.centres.add(match.key, vector)
            return
        why = "opened it: it is the first here"
        if match:
            why = (
                f"opened it: the nearest issue is alike by {match.likeness:.2f},"
                f" short of {match.needed:.2f}"
            )
        issue_id = self._open(complaint, title_of([example_of(complaint)], labels=self._labels))
        self._put(complaint, issue_id, why)
        self.centres.add(issue_id, vector)

    def _wordless_place(self, complaint: Feedback) -> UUID:
        if self._wordless_id is None:
            self._wordless_id = self._open(complaint, WORDLESS, wordless=True)
        return self._wordless_id

    def _open(self, complaint: Feedback, title: str, *, wordless: bool = False) -> UUID:
        owner, why = self.desk.decide(facts_of([complaint]))
        draft = Draft(title, owner, why, seen=complaint.given_at, wordless=wordless)
        self.drafts.append(draft)
        return draft.id

    def _put(
        self, complaint: Feedback, issue_id: UUID, why: str, similarity: float | None = None
    ) -> None:
        self.touched.add(issue_id)
        self.new.append(
            Placement(
                project=self.project,
                feedback=complaint,
                issue_id=issue_id,
                similarity=similarity,
                by=Placement.By.CLUSTERING,
                why=why,
                placed_at=self.now,
            )
        )
