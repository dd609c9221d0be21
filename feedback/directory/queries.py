"""Who is who: every read of the directory."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from feedback.directory.access import ROLES, Act, narrowed
from feedback.directory.identity import Identity, IdentityRefusedError, key_id_of, verify
from feedback.directory.keys import hash_of
from feedback.errors import NotFoundError
from feedback.models import ApiKey, Member, Project, Reason, Release, User
from feedback.texts import is_storable


class Signer(NamedTuple):
    """A signing key's public half (PEM), and until when what it signs is believed."""

    public_half: str
    expires_at: datetime | None


def project_by_slug(slug: str) -> Project:
    """The project of that slug. For commands: pages and API go through a member or a key."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise NotFoundError(f"There is no project {slug}.", code="project_unknown")
    return project


def reasons_of(project: Project) -> list[Reason]:
    """The project's living reasons, in the order in which people should see them."""
    return list(Reason.objects.living().of(project))


def living_codes(project: Project) -> frozenset[str]:
    """The codes that a new word may give."""
    return frozenset(Reason.objects.living().of(project).values_list("code", flat=True))


def codes_ever(project: Project) -> frozenset[str]:
    """The codes that some word may have given: those of retired reasons too."""
    return frozenset(Reason.objects.of(project).values_list("code", flat=True))


def releases_of(project: Project) -> list[Release]:
    """The project's releases, the newest first."""
    return list(Release.objects.of(project).order_by("-first_seen", "-name"))


def projects_of(user: User) -> list[Project]:
    """The projects that a user has a seat in."""
    seats = user.memberships.filter(left_at=None).select_related("project")
    return sorted((seat.project for seat in seats), key=lambda project: project.name)


def member_of(*, user: User, slug: str) -> Member:
    """The user's seat in the project. NotFoundError for strangers and for no project alike."""
    member = (
        None
        if not is_storable(slug)
        else (
            Member.objects.filter(user=user, project__slug=slug, left_at=None)
            .select_related("project", "user")
            .first()
        )
    )
    if member is None:
        raise NotFoundError("There is no such project, or you are not a member of it.")
    return member


def acts_of_member(member: Member) -> frozenset[Act]:
    return ROLES[member.role]


def key_for(*, secret: str) -> ApiKey | None:
    """The key with that secret, unless it was revoked. It may have expired."""
    keys = ApiKey.objects.filter(secret_hash=hash_of(secret), revoked_at=None)
    return keys.select_related("project").first()


def acts_of_key(key: ApiKey) -> frozenset[Act]:
    return narrowed(key.kind, key.scopes)


def signers_of(project: Project) -> dict[str, Signer]:
    """The project's signing keys that were not revoked, by the ids in tokens."""
    keys = ApiKey.objects.of(project).filter(kind=ApiKey.Kind.SIGNING, revoked_at=None)
    return {key.prefix: Signer(key.public_half, key.expires_at) for key in keys}


def identity_in(*, signers: Mapping[str, Signer], token: str, now: datetime) -> Identity:
    """Who the host says is voting. IdentityRefusedError unless one of `signers` signed."""
    signer = signers.get(key_id_of(token))
    if signer is None:
        raise IdentityRefusedError("The person's token names no signing key of this project.")
    if signer.expires_at and signer.expires_at <= now:
        raise IdentityRefusedError("The key that signed the person's token has expired.")
    return verify(token=token, public_key=signer.public_half, now=now)
