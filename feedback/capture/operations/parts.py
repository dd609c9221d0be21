"""What messages refer to: people, teams, cohorts, releases; made where missing, once a batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.directory.operations import KnownPerson, PersonEntry, groups_by_name, sync_people
from feedback.errors import RefusedError
from feedback.models import Cohort, Project, Release, Team

# A sender's clock may be wrong by this much; what is further ahead is refused, not guessed at.
CLOCK_SLACK = timedelta(minutes=10)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class ClockRefusedError(RefusedError):
    code = "time_out_of_range"


@dataclass(frozen=True)
class Parts:
    """The rows that a batch of messages refers to, by the names the messages use."""

    people: dict[str, KnownPerson]
    teams: dict[str, Team]
    cohorts: dict[str, Cohort]
    releases: dict[str, Release]

    def groups_of(
        self, message: AnswerMessage | FeedbackMessage
    ) -> tuple[UUID | None, UUID | None]:
        """Team and cohort at the time: those that the message states, else the person's own."""
        person = self.people.get(message.person)
        team_id = person.team_id if person else None
        cohort_id = person.cohort_id if person else None
        if message.team:
            team_id = self.teams[message.team].id
        if message.cohort:
            cohort_id = self.cohorts[message.cohort].id
        return team_id, cohort_id


def gather_parts(
    *,
    project: Project,
    messages: Sequence[AnswerMessage] | Sequence[FeedbackMessage],
    now: datetime,
) -> Parts:
    """Find or make everything that the messages name. One query a table, whatever their number."""
    people = sync_people(
        project=project,
        entries=[
            PersonEntry(m.person, m.team, m.cohort, _used_at(m, now)) for m in messages if m.person
        ],
        now=now,
    )
    releases = {m.release for m in messages if isinstance(m, AnswerMessage) and m.release}
    return Parts(
        people=people,
        teams=groups_by_name(Team, project, {m.team for m in messages}),
        cohorts=groups_by_name(Cohort, project, {m.cohort for m in messages}),
        releases=_releases(project, releases, messages, now) if releases else {},
    )


def default_paths(number: int) -> Iterator[str]:
    """Where each of so many messages stands in a sender's document that is all of them."""
    return (f"$[{place}]" if number > 1 else "$" for place in range(number))


def within_clock(time: datetime, now: datetime, *, path: str) -> datetime:
    """The sender's time, never later than ours. ClockRefusedError when it can't be true."""
    if not EARLIEST <= time <= now + CLOCK_SLACK:
        raise ClockRefusedError(
            f"{time.isoformat()} is not between 1990 and now ({now.isoformat()}).", path=path
        )
    return min(time, now)


def _used_at(message: AnswerMessage | FeedbackMessage, now: datetime) -> datetime | None:
    time = message.asked_at if isinstance(message, AnswerMessage) else message.given_at
    return min(time, now) if time else None


def _releases(
    project: Project,
    names: set[str],
    messages: Sequence[AnswerMessage] | Sequence[FeedbackMessage],
    now: datetime,
) -> dict[str, Release]:
    found = {r.name: r for r in Release.objects.of(project).filter(name__any=names)}
    missing = names - found.keys()
    if missing:
        first: dict[str, datetime] = {}
        for m in messages:
            if isinstance(m, AnswerMessage) and m.release in missing:
                first[m.release] = min(first.get(m.release, now), m.asked_at or now)
        Release.objects.bulk_create(
            [Release(project=project, name=n, first_seen=t) for n, t in sorted(first.items())],
            ignore_conflicts=True,
        )
        made = Release.objects.of(project).filter(name__any=missing)
        found |= {release.name: release for release in made}
    return found
