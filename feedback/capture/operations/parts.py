"""What messages refer to: people, teams, cohorts, releases; made where missing, once a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.directory.operations import PersonEntry, groups_by_name, sync_people
from feedback.errors import RefusedError
from feedback.models import Cohort, Person, Project, Release, Team

# A sender's clock may be wrong by this much; what is further ahead is refused, not guessed at.
CLOCK_SLACK = timedelta(minutes=10)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class ClockRefusedError(RefusedError):
    code = "time_out_of_range"


@dataclass(frozen=True)
class Parts:
    """The rows that a batch of messages refers to, by the names the messages use."""

    people: dict[str, Person]
    teams: dict[str, Team]
    cohorts: dict[str, Cohort]
    releases: dict[str, Release]

    def groups_named(self, team: str, cohort: str) -> dict[str, Team | Cohort]:
        """The named groups, under the columns' names; a group not named is left out."""
        groups: dict[str, Team | Cohort] = {}
        if team:
            groups["team"] = self.teams[team]
        if cohort:
            groups["cohort"] = self.cohorts[cohort]
        return groups


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
            PersonEntry(m.person, m.team, m.cohort, _used_at(m)) for m in messages if m.person
        ],
        now=now,
    )
    nameless = [m for m in messages if not m.person]
    releases = {m.release for m in messages if isinstance(m, AnswerMessage) and m.release}
    return Parts(
        people=people,
        teams=groups_by_name(Team, project, {m.team for m in nameless}),
        cohorts=groups_by_name(Cohort, project, {m.cohort for m in nameless}),
        releases=_releases(project, releases, messages, now),
    )


def within_clock(time: datetime, now: datetime, *, path: str) -> datetime:
    """The sender's time, never later than ours. ClockRefusedError when it can't be true."""
    if not EARLIEST <= time <= now + CLOCK_SLACK:
        raise ClockRefusedError(
            f"{time.isoformat()} is not between 1990 and now ({now.isoformat()}).", path=path
        )
    return min(time, now)


def _used_at(message: AnswerMessage | FeedbackMessage) -> datetime | None:
    time = message.asked_at if isinstance(message, AnswerMessage) else message.given_at
    return time if time and time >= EARLIEST else None


def _releases(
    project: Project,
    names: set[str],
    messages: Sequence[AnswerMessage] | Sequence[FeedbackMessage],
    now: datetime,
) -> dict[str, Release]:
    found = {r.name: r for r in Release.objects.of(project).filter(name__in=names)}
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
        made = Release.objects.of(project).filter(name__in=missing)
        found |= {release.name: release for release in made}
    return found
