"""Who can be mentioned in a project, and who those mentioned are."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from feedback.models import Member, Project
from triage.issues.mentions import Mention, Target, targets
from triage.models import Owner


def mentionable(project: Project) -> list[Target]:
    """The owner teams, and the members who are still here."""
    members = Member.objects.of(project).filter(left_at=None).select_related("user")
    return targets(
        [(str(member.pk), member.user.email, str(member)) for member in members],
        [(str(owner.pk), owner.slug, owner.name) for owner in Owner.objects.of(project)],
    )


def handles_of(project: Project) -> dict[str, Target]:
    """By handle in lower case. A member's whole address is one too."""
    members = Member.objects.of(project).filter(left_at=None)
    addresses = dict(members.values_list("user__email", "pk"))
    found = mentionable(project)
    by_id = {target.id: target for target in found}
    return {
        **{email.casefold(): by_id[str(pk)] for email, pk in addresses.items()},
        **{target.handle: target for target in found},
    }


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
