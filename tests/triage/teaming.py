"""Owner teams and who is in them, for the tests of it."""

from feedback.models import Member, Project
from tests.builders import NOW, make_member, say, send_answer
from tests.triage.placing import place_all
from triage.models import Issue, Owner
from triage.routing.operations import add_owner, save_rules
from triage.routing.teams import choose_assigning, place_member

ADMIN = "member:admin@alpha.example"
# Questions that share no words, so that each opens an issue of its own.
QUESTIONS = (
    "How many days of annual leave do I have?",
    "Where is the printer on the second floor?",
    "Who approves travel expenses above 500 euros?",
    "Why does the VPN refuse my password?",
    "Which badge opens the laboratory at night?",
    "May contractors eat in the canteen?",
)


def make_team(
    project: Project, *names: str, assigns: str = "rotation", capacity: int = 10
) -> Owner:
    """An owner team "Ops" that gets everything, with triagers of these names."""
    owner = add_owner(project=project, slug="ops", name="Ops", actor=ADMIN, now=NOW)
    for name in names:
        join(owner, make_member(project, "triager", email=f"{name}@alpha.example"), capacity)
    choose_assigning(owner=owner, assigns=assigns, actor=ADMIN, now=NOW)
    save_rules(project=project, text="* -> ops", actor=ADMIN, now=NOW)
    owner.refresh_from_db()
    return owner


def join(owner: Owner, member: Member, capacity: int = 10) -> None:
    place_member(owner=owner, member=member, capacity=capacity, actor=ADMIN, now=NOW)


def named(project: Project, name: str) -> Member:
    return Member.objects.of(project).get(user__email=f"{name}@alpha.example")


def open_some(project: Project, count: int) -> list[Issue]:
    """So many issues, oldest first, opened by as many complaints."""
    before = set(Issue.objects.of(project).values_list("id", flat=True))
    for question in QUESTIONS[len(before) : len(before) + count]:
        say(project, send_answer(project, question=question), "down")
    place_all(project)
    return list(Issue.objects.of(project).exclude(pk__in=before).order_by("number"))


def who_is_on(*issues: Issue) -> list[str]:
    """The first part of each assignee's address, "" for nobody, as it is now."""
    found = []
    for issue in issues:
        issue.refresh_from_db()
        found.append(issue.assignee.user.email.partition("@")[0] if issue.assignee else "")
    return found
