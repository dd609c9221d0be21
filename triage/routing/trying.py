"""What saving a text of rules would do, without saving it."""

from dataclasses import dataclass
from datetime import datetime

from feedback.models import Project
from triage.routing.backtest import Backtest, backtest
from triage.routing.handover import open_issues
from triage.routing.operations import desk_for
from triage.routing.queries import desk_of
from triage.routing.rerouting import Rerouting, reroutings

# Nobody waits for more to be read.
MOST_ISSUES = 5_000


@dataclass(frozen=True)
class Trial:
    """How complaints of the last days would have gone, and which open issues would go to others.
    `cut`: there were more, and the newest MOST_ISSUES were looked at."""

    backtest: Backtest
    rerouting: Rerouting
    cut: bool

    @property
    def most(self) -> int:
        return MOST_ISSUES


def try_rules(*, project: Project, text: str, now: datetime) -> Trial:
    """Held against the rules in force. RulesRefusedError for what is no rules. Writes nothing."""
    after, before = desk_for(project, text), desk_of(project)
    newest = open_issues(project).order_by("-pk").values_list("pk", flat=True)
    issues = list(newest[: MOST_ISSUES + 1])
    return Trial(
        backtest(project, before=before, after=after, now=now),
        reroutings(project, before=before, after=after, issues=issues[:MOST_ISSUES]),
        cut=len(issues) > MOST_ISSUES,
    )
