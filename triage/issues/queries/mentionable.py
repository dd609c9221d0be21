"""Who is in a project, to give issues to and to mention; and who those mentioned are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from feedback.models import Member, Project
from triage.issues.mentions import Mention, Target, targets
from triage.models import Owner


@dataclass(frozen=True)
class Who:
    """What the selects beside an issue offer, each (value, label): the owner teams by slug, the
    other members still here who may work issues by address, and all who can be mentioned by
    handle."""

    owners: list[tuple[str, str]]
    working: list[tuple[str, str]]
    mentionable: list[tuple[str, str]]


def who_is_with(member: Member) -> Who:
    """Who is in the member's project."""
    members, owners = _members(member.project), _owners(member.project)
    found = targets([member[:3] for member in members], owners)
    return Who(
        owners=[(slug, name) for _, slug, name in owners],
        working=[
            (email, name)
            for pk, email, name, role in members
            if role != Member.Role.VIEWER and pk != str(member.pk)
        ],
        mentionable=[(target.handle, target.name) for target in found],
    )


def handles_of(project: Project) -> dict[str, Target]:
    """By handle in lower case. A member's whole address is one too."""
    members = _members(project)
    found = targets([member[:3] for member in members], _owners(project))
    by_id = {target.id: target for target in found}
    return {
        **{email.casefold(): by_id[pk] for pk, email, *_ in members},
        **{target.handle: target for target in found},
    }


def _members(project: Project) -> list[tuple[str, str, str, str]]:
    """(id, e-mail address, name, role) of those who are still here."""
    rows = Member.objects.of(project).filter(left_at=None)
    found = rows.values_list("pk", "user__email", "user__name", "role")
    return [(str(pk), email, name or email, role) for pk, email, name, role in found]


def _owners(project: Project) -> list[tuple[str, str, str]]:
    """(id, slug, name)."""
    rows = Owner.objects.of(project).values_list("pk", "slug", "name")
    return [(str(pk), slug, name) for pk, slug, name in rows]


def members_mentioned(project: Project, mentions: Iterable[Mention]) -> list[Member]:
    """Each member once: those named, and who is still here of the owner teams named."""
    ids: dict[str, set[UUID]] = {"member": set(), "owner": set()}
    for mention in mentions:
        ids[mention.kind].add(UUID(mention.id))
    here = Member.objects.of(project).filter(left_at=None).select_related("user")
    named_or_in = Q(pk__in=ids["member"]) | Q(owner_teams__in=ids["owner"])
    return list(here.filter(named_or_in).distinct().order_by("id"))


def named(project: Project, mentions: Collection[Mention]) -> dict[str, Target]:
    """Those mentioned, by id, as they are called now; who left too. `handle` is an address or a
    slug, for links."""
    ids = {mention.id for mention in mentions}
    if not ids:
        return {}
    members = Member.objects.of(project).filter(pk__in=ids).select_related("user")
    people = [Target("member", str(m.pk), m.user.email, str(m)) for m in members]
    owners = Owner.objects.of(project).filter(pk__in=ids)
    teams = [Target("owner", str(owner.pk), owner.slug, owner.name) for owner in owners]
    return {target.id: target for target in (*people, *teams)}
