"""Who is told of a step, and in which words."""

from feedback.models import Member
from triage.models import Issue
from triage.routing.due import Clock, Step, Tell

_WHAT = {Clock.RESPOND: "first response", Clock.RESOLVE: "resolution"}


def told_of(issue: Issue, tell: Tell) -> list[Member]:
    """Members still here: the assignee; where there is none, the owner's; where there are none,
    the project's managers and admins."""
    here = Member.objects.of(issue.project).filter(left_at=None).select_related("user", "project")
    choices = {
        Tell.ASSIGNEE: here.filter(assigned=issue),
        Tell.TEAM: here.filter(owner_teams=issue.owner_id),
        Tell.MANAGERS: here.filter(role__in=[Member.Role.MANAGER, Member.Role.ADMIN]),
    }
    following = list(Tell)[list(Tell).index(tell) :]
    return next((found for one in following if (found := list(choices[one]))), [])


def words_for(issue: Issue, clock: Clock, step: Step) -> str:
    by = issue.respond_by if clock is Clock.RESPOND else issue.resolve_by
    when = f"{by:%Y-%m-%d %H:%M} UTC" if by else ""
    if step.percent < 100:
        return f"{step.percent}% of the time for its {_WHAT[clock]} is gone: it is due {when}."
    if step.percent == 100:
        return f"Its {_WHAT[clock]} is due: the time ran out {when}."
    return f"Its {_WHAT[clock]} is late, at {step.percent}% of its time: it was due {when}."
