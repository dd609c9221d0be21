"""`manage.py bootstrap --project SLUG --json`: a project ready to be driven from outside."""

import json
import os
import secrets
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone

from feedback.directory.keys import hash_of, issue_key
from feedback.directory.operations import (
    add_member,
    create_project,
    set_password,
)
from feedback.models import ApiKey, Member, Project
from triage.models import Owner
from triage.routing.operations import add_owner

ACTOR = "system:bootstrap"
OWNERS = (("knowledge", "Knowledge"), ("model", "Model"))


class Command(BaseCommand):
    help = (
        "Make or find a project with owner teams, a member for each role and a key of each kind, "
        "and print them. What can be printed only once is kept in var/bootstrap/SLUG.json."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--name", help="the project's name, when it is made")
        parser.add_argument("--language", default="en", help="in which people ask, such as de")
        parser.add_argument("--origin", action="append", default=[], help="of the public key")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *, project: str, name: str | None, origin: list[str], **options: Any) -> None:
        try:
            validate_slug(project)
        except ValidationError as error:
            raise CommandError(f"{project!r} is not a slug: letters, digits, - and _.") from error
        if len(project) > 50:
            raise CommandError("A slug has at most 50 letters.")
        if len(options["language"]) > 8:
            raise CommandError("A language is a tag such as de or zh-TW.")
        known = _Kept(settings.VAR / "bootstrap" / f"{project}.json")
        with transaction.atomic():
            found = bootstrap(
                slug=project,
                name=name,
                language=options["language"],
                origins=origin,
                kept=known.read(),
                now=timezone.now(),
            )
        known.write(found)
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self._describe(found)

    def _describe(self, found: dict[str, Any]) -> None:
        self.stdout.write(f"{found['project']['name']}: {found['url']}")
        for role, member in found["members"].items():
            self.stdout.write(f"  {role:8} {member['email']}  {member['password']}")
        for kind in ("secret", "public"):
            self.stdout.write(f"  {kind:8} {found['keys'][kind]}")


class _Kept:
    """The file that holds what the database keeps only as a hash. Its owner's eyes only."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return {}
        return kept

    def write(self, found: dict[str, Any]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
            json.dump(found, handle, indent=2)
        draft.replace(self.file)


def bootstrap(
    *,
    slug: str,
    name: str | None,
    origins: list[str],
    kept: dict[str, Any],
    now: datetime,
    language: str = "en",
) -> dict[str, Any]:
    """The project with all that it needs. Kept secrets are used again while they still open."""
    project = Project.objects.filter(slug=slug).first() or create_project(
        slug=slug,
        name=name or slug.replace("-", " ").title(),
        prefix="".join(filter(str.isalnum, slug)).upper()[:4] or "E",
        language=language,
        actor=ACTOR,
        now=now,
    )
    for owner_slug, owner_name in OWNERS:
        if not Owner.objects.of(project).filter(slug=owner_slug).exists():
            add_owner(project=project, slug=owner_slug, name=owner_name, actor=ACTOR, now=now)
    keys = _keys(project, kept.get("keys", {}), origins, now)
    return {
        "project": {"id": str(project.id), "slug": slug, "name": project.name},
        "url": f"http://localhost:{settings.PORT}/p/{slug}/queue/",
        "api": f"http://localhost:{settings.PORT}/api/v1/",
        "keys": keys,
        "members": {
            role: _member(project, role, kept.get("members", {}).get(role, {}), now)
            for role in Member.Role.values
        },
        "owners": [{"slug": o.slug, "name": o.name} for o in Owner.objects.of(project)],
    }


def _keys(
    project: Project, kept: dict[str, Any], origins: list[str], now: datetime
) -> dict[str, Any]:
    """A living key of each kind: strings, but for the signing key its id and private half."""
    living = ApiKey.objects.of(project).filter(revoked_at=None)
    keys = {}
    for kind in ("secret", "public"):
        secret = kept.get(kind, "")
        key = living.filter(kind=kind, secret_hash=hash_of(secret)).first()
        if key is None:
            new = issue_key(project=project, kind=kind, name="bootstrap", actor=ACTOR, now=now)
            key, secret = new.key, new.secret
        if kind == "public" and set(origins) - set(key.origins):
            key.origins = sorted({*key.origins, *origins})
            key.save(update_fields=["origins"])
        keys[kind] = secret
    signing = kept.get("signing", {})
    if not living.filter(kind="signing", prefix=signing.get("id", "")).exists():
        new = issue_key(project=project, kind="signing", name="bootstrap", actor=ACTOR, now=now)
        signing = {"id": new.key.prefix, "private_key": new.secret}
    return {**keys, "signing": signing}


def _member(project: Project, role: str, kept: dict[str, str], now: datetime) -> dict[str, str]:
    """A member with a password that works: the kept one, or a new one."""
    email = f"{role}@{project.slug}.example"
    seat = Member.objects.of(project).filter(user__email=email, role=role, left_at=None).first()
    if seat is None:
        seat = add_member(project=project, email=email, role=role, actor=ACTOR, now=now)
    password = kept.get("password", "")
    if not (password and seat.user.check_password(password)):
        password = secrets.token_urlsafe(15)
        set_password(user=seat.user, password=password)
    return {"email": email, "password": password}
