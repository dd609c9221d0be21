"""What the company's people do with their issues, at the times of the story.

Called again after a load that was cut short it does what is left: the rows know what was done.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.db.models import Count, Q

from demo.story.calendar import Calendar
from demo.story.repairs import REMARK, REPAIRS, Repair, taken_up_after
from demo.story.telling import Turn
from feedback.models import Project
from triage.clustering.operations import place_waiting
from triage.corrections.operations.setting import reviewing_lock
from triage.corrections.operations.verifying import Content, publish
from triage.due.operations import look_at_next
from triage.embedding.spaces import embedder_of
from triage.issues.operations.commenting import comment
from triage.issues.operations.lifecycle import assign
from triage.issues.operations.regrouping import merge, survivor
from triage.issues.operations.resolving import NewFix, resolve
from triage.models import Fix, Grouping, Issue, VerifiedAnswer
from triage.notices.operations import mark_notices

BATCH = 500
UNREAD = 3


@dataclass
class Workforce:
    """Everybody who works issues in the demonstration. `seed` decides who is how fast."""

    project: Project
    calendar: Calendar
    seed: str
    about: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    done: set[Repair] = field(default_factory=set)

    def place(self, turns: Iterable[Turn], now: datetime) -> None:
        """The complaints among the turns find their issues, as a worker places them."""
        for turn in turns:
            if turn.vote and turn.vote.about:
                self.about[turn.vote.about].add(turn.given.message.id)
        space = Grouping.objects.values_list("space", flat=True).get(project=self.project)
        embedder = embedder_of(space)
        while place_waiting(project=self.project, embedder=embedder, limit=BATCH, now=now):
            pass

    def go_on(self, now: datetime) -> None:
        """Take up what has lain long enough, and mend what is to be mended by now."""
        self._take_up(now)
        for repair in REPAIRS:
            at = self.calendar.instant(repair.week)
            if at <= now and repair not in self.done:
                self.done.add(repair)
                self._mend(repair, at)

    def clear_desks(self, now: datetime) -> None:
        """All but the newest things that each of them was told are read."""
        while look_at_next(now=now):
            pass
        for member in self.project.members.all():
            told = member.notices.filter(read_at=None).values_list("pk", flat=True)[UNREAD:]
            mark_notices(member=member, ids=list(told), read=True, now=now)

    def _take_up(self, now: datetime) -> None:
        waiting = Issue.objects.of(self.project).filter(
            status=Issue.Status.UNRESOLVED,
            responded_at=None,
            clock_from__isnull=False,
            owner__members__left_at=None,
            owner__members__isnull=False,
        )
        for issue in waiting.distinct().select_related("project", "owner", "assignee__user"):
            assert issue.clock_from is not None
            random = Random(f"{self.seed}/{issue.number}")  # noqa: S311 - a story, not a secret
            lies = taken_up_after(self.calendar.week_of(issue.clock_from), random)
            if lies is not None and issue.clock_from + lies <= now:
                _take(issue, random, issue.clock_from + lies)

    def _mend(self, repair: Repair, at: datetime) -> None:
        """What is the same is merged first, as somebody would who looks at it."""
        issues = self._issues_of(repair)
        if not issues or Fix.objects.filter(issue__in=issues, made_at=at).exists():
            return
        actor = f"member:{repair.by}"
        if len(issues) > 1:
            merge(project=self.project, issues=issues, actor=actor, now=at)
        issue = survivor(issues)
        fix = NewFix(
            kind=repair.kind,
            release=self.project.releases.filter(name=repair.release).first(),
            source=self.project.sources.filter(external_id=repair.source).first(),
            verified_answer=self._verified(repair, issue, at) if repair.answer else None,
            prompt_version=repair.prompt,
        )
        resolve(issue=issue, fix=fix, resolution=repair.says, version=None, actor=actor, now=at)

    def _issues_of(self, repair: Repair) -> list[Issue]:
        """The open ones of whose complaints a good part is of it."""
        theirs = Q(placements__feedback__answer__external_id__in=self.about[repair.about])
        issues = Issue.objects.of(self.project).filter(status=Issue.Status.UNRESOLVED)
        counted = issues.annotate(of_it=Count("placements", filter=theirs))
        return [issue for issue in counted.order_by("number") if issue.of_it > issue.complaints / 3]

    def _verified(self, repair: Repair, issue: Issue, at: datetime) -> VerifiedAnswer:
        content = Content(repair.question, repair.answer, issue.owner)
        made = publish(
            reviewing_lock(self.project),
            content,
            why="readers had it wrong in one place",
            actor=f"member:{repair.by}",
            now=at,
        )
        return made.answer


def _take(issue: Issue, random: Random, at: datetime) -> None:
    """Somebody of the owner team takes it, or says that they are on it already."""
    if issue.assignee:
        actor = f"member:{issue.assignee.user.email}"
        comment(issue=issue, text=REMARK, actor=actor, now=at)
        return
    team = issue.owner.members.filter(left_at=None).exclude(role="viewer").select_related("user")
    member = random.choice(list(team))
    actor = f"member:{member.user.email}"
    assign(issue=issue, owner=issue.owner, assignee=member, version=None, actor=actor, now=at)
