"""Who sits where: a batch of complaints against the issues as they are. Decides, writes nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from feedback.models import Feedback, Project
from triage.clustering.opening import Draft
from triage.clustering.queries import example_of, is_noise, labels_of
from triage.clustering.reckoning import Reckoning
from triage.clustering.titles import NOISE, WORDLESS, title_of
from triage.models import Issue, Placement
from triage.routing.queries import Desk
from triage.routing.suggestions import Suggester

Holds = Issue.Holds
TITLES = {Holds.WORDLESS: WORDLESS, Holds.NOISE: NOISE}


@dataclass
class Seating:
    """Read once under the placing lock; then `seat` for each complaint, in order.

    `placements` are those that the complaints have so far, and `set_aside` the issues that hold
    what is not compared. What comes of it: `new`, `gone` and `reworded` placements, `drafts` of
    issues to open, the ids of issues `touched`; and what `reckoning` has of the centres.
    """

    reckoning: Reckoning
    placements: dict[UUID, Placement]
    set_aside: dict[str, UUID]
    desk: Desk
    suggester: Suggester
    project: Project
    now: datetime
    new: list[Placement] = field(default_factory=list)
    gone: list[Placement] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    reworded: list[Placement] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)
    heard: set[UUID] = field(default_factory=set)
    unheard: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._labels = labels_of(self.project)

    def seat(self, complaint: Feedback) -> None:
        """Give the complaint a place, leave it in the one it has, or take that away."""
        placement = self.placements.get(complaint.id)
        if placement:
            placement.feedback = complaint
        if not complaint.complains or complaint.suspect:
            self.unheard.add(complaint.id)
            if placement:
                self._leave(placement)
            return
        self.heard.add(complaint.id)
        if placement is None:
            self._find_place(complaint)
        elif self._belongs_elsewhere(placement):
            self._leave(placement)
            self._find_place(complaint)
        else:
            self._stay(placement)

    def _belongs_elsewhere(self, placement: Placement) -> bool:
        """Whether its words have come, or have become noise, or are noise no more; unless a
        person placed it."""
        if placement.by != Placement.By.CLUSTERING:
            return False
        there, noise = placement.issue.holds, is_noise(placement.feedback)
        if noise or there == Holds.NOISE:
            return noise != (there == Holds.NOISE)
        return (
            there == Holds.WORDLESS and self.reckoning.wording_of(placement.feedback_id) is not None
        )

    def _leave(self, placement: Placement) -> None:
        self.gone.append(placement)
        self.touched.add(placement.issue_id)
        if placement.issue.holds == Holds.ALIKE:
            self.reckoning.leave(placement.issue_id, placement.feedback_id)

    def _stay(self, placement: Placement) -> None:
        """What it says may have changed: the centre and the score follow."""
        self.touched.add(placement.issue_id)
        wording = self.reckoning.wording_of(placement.feedback_id)
        if wording is None:
            self.unheard.add(placement.feedback_id)
        if wording != placement.wording:
            placement.wording = wording
            self.reworded.append(placement)
        if placement.issue.holds == Holds.ALIKE:
            self.reckoning.reword(placement.issue_id, placement.feedback_id)

    def _find_place(self, complaint: Feedback) -> None:
        if is_noise(complaint):
            why = "its words say that it is no complaint"
            self._put(complaint, self._aside(complaint, Holds.NOISE), why)
            return
        if self.reckoning.wording_of(complaint.id) is None:
            why = "there is no text to compare"
            self._put(complaint, self._aside(complaint, Holds.WORDLESS), why)
            return
        home = self.reckoning.home(complaint.id)
        if home:
            self._put(complaint, home, "the same words are there")
            self.reckoning.join(home, complaint.id)
            return
        match = self.reckoning.nearest(complaint.id)
        if match and match.enough:
            others = "the words" if match.size == 1 else f"the {match.size} wordings"
            there = "that a person put there" if match.shown else "there"
            why = f"alike by {match.likeness:.2f} to {others} {there}; {match.needed:.2f} would do"
            self._put(complaint, match.key, why, similarity=match.likeness)
            self.reckoning.join(match.key, complaint.id)
            return
        why = "opened it: it is the first here"
        if match:
            why = (
                f"opened it: the nearest issue is alike by {match.likeness:.2f},"
                f" short of {match.needed:.2f}"
            )
        issue_id = self._open(complaint, title_of([example_of(complaint)], labels=self._labels))
        self._put(complaint, issue_id, why)
        self.reckoning.open(issue_id)
        self.reckoning.join(issue_id, complaint.id)

    def _aside(self, complaint: Feedback, holds: Issue.Holds) -> UUID:
        if holds not in self.set_aside:
            self.set_aside[holds] = self._open(complaint, TITLES[holds], holds=holds)
        return self.set_aside[holds]

    def _open(self, complaint: Feedback, title: str, *, holds: Issue.Holds = Holds.ALIKE) -> UUID:
        routed = self.desk.decide(self.desk.facts_of([complaint]))
        suggested = None
        if holds == Holds.ALIKE:
            vector = self.reckoning.now[complaint.id].vector
            routed, suggested = self.suggester.beside(routed, vector)
        draft = Draft(title, routed, seen=complaint.given_at, holds=holds, suggested=suggested)
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
                voter=complaint.voter,
                wording=self.reckoning.wording_of(complaint.id),
                issue_id=issue_id,
                similarity=similarity,
                by=Placement.By.CLUSTERING,
                why=why,
                placed_at=self.now,
            )
        )
