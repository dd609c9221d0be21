"""What all the rows of a made project refer to."""

from collections.abc import Sequence

import numpy as np

from feedback.models import Member, Project, Reason
from tests.benchmarks.triage import lots
from tests.benchmarks.triage.loading import pk
from tests.benchmarks.triage.words import Writer
from triage.models import Owner


class World:
    """The project, what was drawn for it, and what its issues are about. `member` has the
    largest share of what is assigned."""

    def __init__(self, project: Project, member: Member, drawn: lots.Lots) -> None:
        self.project, self.drawn = str(project.pk), drawn
        self.chance = np.random.default_rng(11)
        self.writer = Writer(self.chance)
        self.about: Sequence[Sequence[str]] = self.writer.subjects(len(drawn.sizes))
        self.reasons = list(Reason.objects.of(project).values_list("code", flat=True))
        self.complaints, self.issues = len(drawn.issue), len(drawn.sizes)
        self.owners = [str(Owner.objects.get(project=project, catches_all=True).pk)]
        self.owners += [pk(Owner, n) for n in range(1, lots.OWNERS)]
        self.members = [str(member.pk), *(pk(Member, n) for n in range(1, lots.MEMBERS))]
