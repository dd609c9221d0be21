"""Loading the demonstration project, through the same operations as real input.

Everything in the story has a deterministic id, and its last day is kept with the project: a load
that was killed is taken up by sending it all again, and only what is missing is stored.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from demo import private_files
from demo.auditing import audit_story
from demo.furnishing import ADMIN, furnish
from demo.story.telling import Story, Turn
from demo.working import Workforce
from feedback.audit.operations import record
from feedback.capture.operations import record_answers, record_feedback, tell_of_growth
from feedback.directory.keys import issue_key
from feedback.directory.operations import (
    create_project,
    set_password,
)
from feedback.directory.people import Registration, register_people
from feedback.directory.queries import project_by_slug
from feedback.errors import ConflictError, RefusedError
from feedback.models import ApiKey, AuditEvent, Project
from reporting.topics.operations import TooFewQuestionsError, learn

SLUG = "demo"
ACTOR = "system:demo"
SUBJECT = f"project:{SLUG}"
# By then the complaints are in their issues.
EVENING = time(23)

Progress = Callable[[int, int], None]


class StoryRefusedError(RefusedError):
    """A message of the story that capture does not take: a mistake in the story."""

    code = "story_refused"


@dataclass(frozen=True)
class SignIn:
    """How to sign in as the demonstration's admin."""

    email: str
    password: str


class HostKey(NamedTuple):
    """A key as its holder needs it: the prefix that names it, and the secret (for a signing key,
    the private half as PEM)."""

    prefix: str
    secret: str


def is_loaded() -> bool:
    """Whether the whole story is in the database."""
    return _events("demo.loaded").exists()


def is_welcome() -> bool:
    """Whether there is nothing yet, or a demonstration that was begun."""
    return _events("demo.begun").exists() or not Project.objects.exists()


def load_demo(*, now: datetime, progress: Progress, scale: float = 1.0) -> SignIn:
    """Make the demonstration project, or finish one that was begun, and say how to sign in.

    The story ends on the day before `now`; `scale` is the share of its 30,000 answers.
    `progress` is called with (answers done, answers in all) after each batch. Doing it again
    changes nothing. ConflictError where the slug is somebody else's.
    """
    project, story = _begin(now=now, scale=scale)
    signing_key(project=project, now=now)
    public_key(project=project, now=now)
    sign_in = _sign_in(project)
    _register(project, story, now)
    done, wrong = 0, set[str]()
    workforce = Workforce(project, story.calendar, story.seed)
    for batch in _batches(story.turns()):
        _send(project, batch, workforce, now)
        tell_of_growth()
        wrong |= {turn.given.message.id for turn in batch if turn.given.flaw}
        done += len(batch)
        progress(done, story.answers)
    audit_story(project=project, calendar=story.calendar, wrong=wrong)
    if not is_loaded():
        workforce.clear_desks(now)
        with suppress(TooFewQuestionsError):  # of a small scale's
            learn(project=project, actor=ACTOR, now=now)
        _leave_event(project, "demo.loaded", now, {"answers": done})
    return sign_in


def signing_key(*, project: Project, now: datetime) -> HostKey:
    """The key with which the demonstration's host vouches for its users.

    Kept in the var folder; a new one is issued when the file or the key is gone.
    """
    return _kept_key(project, ApiKey.Kind.SIGNING, now)


def public_key(*, project: Project, now: datetime) -> HostKey:
    """The key that the demonstration's page carries, kept in the same way."""
    return _kept_key(project, ApiKey.Kind.PUBLIC, now)


@transaction.atomic
def _begin(*, now: datetime, scale: float) -> tuple[Project, Story]:
    """The project with its furniture, and the story as it was first begun."""
    if not Project.objects.filter(slug=SLUG).exists():
        end = now.date() - timedelta(days=1)
        project = create_project(
            slug=SLUG, name="Nerwick Assist", prefix="NW", actor=ACTOR, now=now
        )
        story = Story(end, scale=scale)
        furnish(project=project, calendar=story.calendar, actor=ACTOR, now=now)
        _leave_event(project, "demo.begun", now, {"end": end.isoformat(), "scale": scale})
        return project, story
    project = project_by_slug(SLUG)
    begun = _events("demo.begun").first()
    if begun is None:
        raise ConflictError(f"The project {SLUG} is not the demonstration.", code="slug_taken")
    return project, Story(date.fromisoformat(begun.data["end"]), scale=begun.data["scale"])


def _events(verb: str) -> QuerySet[AuditEvent]:
    """The traces that the loading itself left."""
    return AuditEvent.objects.filter(project__slug=SLUG, subject=SUBJECT, verb=verb)


def _leave_event(project: Project, verb: str, now: datetime, data: dict[str, object]) -> None:
    record(project=project, actor=ACTOR, verb=verb, subject=SUBJECT, now=now, data=data)


def _register(project: Project, story: Story, now: datetime) -> None:
    """Everybody who has an account, whether they ever used it or not."""
    people = [
        Registration(
            external_id=person.id,
            team=person.team,
            cohort=person.cohort,
            onboarding=person.onboarding,
            registered_at=story.calendar.instant(person.registered),
        )
        for person in story.people
    ]
    register_people(project=project, people=people, actor=ACTOR, now=now)


def _batches(turns: Iterator[Turn]) -> Iterator[list[Turn]]:
    """Two days of the story at a time."""
    for _, days in groupby(turns, key=lambda turn: turn.given.asked_at.toordinal() // 2):
        yield list(days)


@transaction.atomic
def _send(project: Project, batch: list[Turn], workforce: Workforce, now: datetime) -> None:
    """Answers first, then what was said of them, then what was done about it in the evening.

    In one transaction, so that no worker places today what was complained of then. Raises
    StoryRefusedError.
    """
    answers = [turn.given.message for turn in batch]
    record_answers(project=project, messages=answers, actor=ACTOR, now=now)
    words = [event for turn in batch if turn.vote for event in turn.vote.events]
    results = record_feedback(
        project=project, messages=words, channel="import", actor=ACTOR, now=now
    )
    for message, result in zip(words, results, strict=True):
        if isinstance(result, RefusedError):
            raise StoryRefusedError(f"{message.id}: {result.detail}", path=result.path)
    evening = min(datetime.combine(batch[-1].given.asked_at, EVENING, UTC), now)
    workforce.place(batch, evening)
    workforce.go_on(evening)


def _sign_in(project: Project) -> SignIn:
    """The admin's random password: noted in the var folder first, so that none is ever lost."""
    kept = private_files.read("sign-in")
    if kept.get("email") != ADMIN:
        kept = {"email": ADMIN, "password": secrets.token_urlsafe(12)}
        private_files.write("sign-in", kept)
    user = project.members.get(user__email=ADMIN).user
    if not user.check_password(kept["password"]):
        set_password(user=user, password=kept["password"])
    return SignIn(**kept)


def _kept_key(project: Project, kind: ApiKey.Kind, now: datetime) -> HostKey:
    name = f"{kind.value}-key"
    kept = private_files.read(name)
    living = ApiKey.objects.of(project).filter(
        kind=kind, prefix=kept.get("prefix", ""), revoked_at=None
    )
    if living.exists():
        return HostKey(kept["prefix"], kept["secret"])
    new = issue_key(
        project=project, kind=kind.value, name="Demonstration chat", actor=ACTOR, now=now
    )
    private_files.write(name, {"prefix": new.key.prefix, "secret": new.secret})
    return HostKey(new.key.prefix, new.secret)
