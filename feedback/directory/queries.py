"""Who is who: every read of the directory."""

from collections.abc import Mapping
from datetime import datetime

from feedback.directory.access import KEYS, ROLES, Act
from feedback.directory.identity import Identity, IdentityRefusedError, key_id_of, verify
from feedback.directory.operations import hash_of
from feedback.errors import NotFoundError
from feedback.models import ApiKey, Member, Project, Reason, User


def project_by_slug(slug: str) -> Project:
    """The project of that slug. For commands: pages and API go through a member or a key."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise NotFoundError(f"There is no project {slug}.", code="project_unknown")
    return project


def reasons_of(project: Project) -> list[Reason]:
    """The project's reasons, in the order in which people should see them."""
    return list(Reason.objects.of(project))


def projects_of(user: User) -> list[Project]:
    """The projects that a user has a seat in."""
    seats = user.memberships.filter(left_at=None).select_related("project")
    return sorted((seat.project for seat in seats), key=lambda project: project.name)


def member_of(*, user: User, slug: str) -> Member:
    """The user's seat in the project. NotFoundError for strangers and for no project alike."""
    member = (
        Member.objects.filter(user=user, project__slug=slug, left_at=None)
        .select_related("project", "user")
        .first()
    )
    if member is None:
        raise NotFoundError("There is no such project, or you are not a member of it.")
    return member


def acts_of_member(member: Member) -> frozenset[Act]:
    return ROLES[member.role]


def key_for(*, secret: str) -> ApiKey | None:
    """The living key with that secret."""
    keys = ApiKey.objects.filter(secret_hash=hash_of(secret), revoked_at=None)
    return keys.select_related("project").first()


def acts_of_key(key: ApiKey) -> frozenset[Act]:
    return KEYS[key.kind]


def signers_of(project: Project) -> dict[str, str]:
    """The public halves (PEM) of the project's living signing keys, by the ids in tokens."""
    keys = ApiKey.objects.of(project).filter(kind=ApiKey.Kind.SIGNING, revoked_at=None)
    return dict(keys.values_list("prefix", "public_half"))


def identity_in(*, signers: Mapping[str, str], token: str, now: datetime) -> Identity:
    """Who the host says is voting. IdentityRefusedError unless one of `signers` signed."""
    public_half = signers.get(key_id_of(token))
    if public_half is None:
        raise IdentityRefusedError("The person's token names no signing key of this project.")
    return verify(token=token, public_key=public_half, now=now)
