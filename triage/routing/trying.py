"""What saving a text of rules would do, without saving it."""

from dataclasses import dataclass
from datetime import datetime

from feedback.models import Project
from triage.routing.backtest import Backtest, backtest
from triage.routing.handover import open_issues
from triage.routing.operations import desk_for
from triage.routing.queries import desk_of
from triage.routing.rerouting import Rerouting, reroutings


@dataclass(frozen=True)
class Trial:
    """How complaints of the last days would have gone, and which open issues would go to others."""

    backtest: Backtest
    rerouting: Rerouting


def try_rules(*, project: Project, text: str, now: datetime) -> Trial:
    """Held against the rules in force. RulesRefusedError for what is no rules. Writes nothing."""
    after, before = desk_for(project, text), desk_of(project)
    issues = list(open_issues(project).values_list("pk", flat=True))
    return Trial(
        backtest(project, before=before, after=after, now=now),
        reroutings(project, before=before, after=after, issues=issues),
    )
