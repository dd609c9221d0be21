"""What people and programs name: owners, members, releases, sources and verified answers.
IssueRefusedError where there is none."""

from feedback.models import Member, Project, Release, Source
from triage.issues.operations import IssueRefusedError
from triage.models import Issue, Owner, VerifiedAnswer
from triage.routing.rota import TeamsWay


def owner_named(project: Project, slug: str) -> Owner:
    owner = Owner.objects.of(project).filter(slug=slug).first()
    if owner is None:
        raise IssueRefusedError("There is no such owner.", path="owner")
    return owner


def member_named(project: Project, email: str) -> Member:
    """Somebody who is still there."""
    members = Member.objects.of(project).filter(left_at=None).select_related("user", "project")
    member = members.filter(user__email__iexact=email).first()
    if member is None:
        raise IssueRefusedError("There is no such member.", path="assignee")
    return member


def nobody_named(issue: Issue, owner: Owner) -> Member | TeamsWay | None:
    """Who is on an issue that goes to a team, or stays there, where nobody was named: who is on it
    now; but another team gives it to one of its own, where no person chose."""
    kept = owner == issue.owner or issue.assignee_chosen
    return issue.assignee if kept else TeamsWay.NEXT


def release_named(project: Project, name: str) -> Release:
    release = Release.objects.of(project).filter(name=name).first()
    if release is None:
        raise IssueRefusedError(
            "There is no such release yet: announce it, or name none for whichever comes next.",
            path="fix.release",
        )
    return release


def source_named(project: Project, external_id: str) -> Source:
    source = Source.objects.of(project).filter(external_id=external_id).first()
    if source is None:
        raise IssueRefusedError("There is no such source.", path="fix.source")
    return source


def verified_named(project: Project, short_id: str) -> VerifiedAnswer:
    row = VerifiedAnswer.objects.of(project).named(short_id).exclude(state="retired").first()
    if row is None:
        raise IssueRefusedError(
            "There is no such verified answer, or it is retired.", path="fix.verified_answer"
        )
    return row
