"""The project's rows by COPY, as text: some two million a minute."""

from collections.abc import Iterable, Iterator

import numpy as np
from django.db import connection, models

from feedback.models import (
    Answer,
    Citation,
    Cohort,
    Correction,
    Exposure,
    Feedback,
    Person,
    Project,
    Release,
    Source,
    Team,
)
from tests.benchmarks.reporting import world as lots
from tests.benchmarks.reporting.world import BEGAN, LANGUAGES, MODELS, Floats, World
from tests.benchmarks.triage.loading import without_indexes

STEP = 100_000
NULL = "\\N"
LOADED = (Answer, Citation, Correction, Exposure, Feedback)
REASONS = ("{}", "{wrong}", "{couldnt_verify}")

Lines = Iterable[tuple[object, ...]]


def seed(project: Project, world: World) -> None:
    """All of it, vacuumed and analysed; nothing is folded."""
    of = Rows(str(project.pk), world)
    _copy(Team, "id project_id slug name", of.named(Team, "team", lots.TEAMS))
    _copy(Cohort, "id project_id slug name onboarding", of.cohorts())
    _copy(Release, "id project_id name first_seen owner", of.releases())
    _copy(Source, "id project_id external_id uri title version owner status", of.sources())
    _copy(Person, "id project_id external_id team_id cohort_id registered_at", of.people())
    with without_indexes(*LOADED):
        _copy(Answer, ANSWER, of.answers())
        _copy(Feedback, WORD, of.words())
        _copy(Correction, "id feedback_id text proposed_at", of.corrections())
        _copy(Exposure, SEEN, of.seen())
        _copy(Citation, "id answer_id source_id position passage", of.citations())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


ANSWER = (
    "id project_id external_id stub question text language model release_id prompt_version "
    "conversation confidence abstained person_id team_id cohort_id asked_at recorded_at"
)
WORD = (
    "id project_id answer_id person_id voter team_id cohort_id release_id channel rating reasons "
    "comment withdrawn complains revision given_at recorded_at"
)
SEEN = "id project_id answer_id person_id viewer team_id cohort_id seen_at recorded_at"


class Rows:
    """The project's rows, as COPY takes them."""

    def __init__(self, project: str, world: World) -> None:
        self.project, self.world = project, world
        self.chance = np.random.default_rng(world.number + 50)
        self.teams = [self.pk(Team, n) for n in range(lots.TEAMS)]
        self.cohorts_ = [self.pk(Cohort, n) for n in range(lots.COHORTS)]
        self.releases_ = [self.pk(Release, n) for n in range(lots.RELEASES)]
        self.groups = [
            (self.pk(Person, n), self.teams[team], self.cohorts_[cohort])
            for n, (team, cohort) in enumerate(
                zip(world.team.tolist(), world.cohort.tolist(), strict=True)
            )
        ]
        self.groups.append((NULL, NULL, NULL))  # of nobody known, at -1

    def pk(self, model: type[models.Model], n: int) -> str:
        """The id of a model's nth row; as UUIDv7, they are in the order of n."""
        mark = sum(model.__name__.encode()) % 4096
        return (
            f"{n >> 28:08x}-{(n >> 12) & 0xFFFF:04x}-7{n & 0xFFF:03x}-8{mark:03x}-"
            f"{self.world.number:012x}"
        )

    def named(self, model: type[models.Model], name: str, number: int) -> Lines:
        return (
            (self.pk(model, n), self.project, f"{name}-{n}", f"{name} {n}") for n in range(number)
        )

    def cohorts(self) -> Lines:
        return ((*row, "guide") for row in self.named(Cohort, "cohort", lots.COHORTS))

    def releases(self) -> Lines:
        for n, pk in enumerate(self.releases_):
            [day] = _times(np.array([lots.DAYS * n / lots.RELEASES]))
            yield pk, self.project, f"release-{n}", day, ""

    def sources(self) -> Lines:
        for n in range(lots.SOURCES):
            title = f"Handbook {n}"
            yield self.pk(Source, n), self.project, f"s-{n}", "x", title, "1", "", "approved"

    def people(self) -> Lines:
        times = _times(self.world.registered)
        for n, ((pk, team, cohort), at) in enumerate(zip(self.groups, times, strict=False)):
            yield pk, self.project, f"p-{n}", team, cohort, at

    def answers(self) -> Lines:
        world, project = self.world, self.project
        said = ("f", "How many days of leave do I have?", "You have 28 days of leave. " * 3)
        for first in range(0, world.asked.size, STEP):
            part = slice(first, first + STEP)
            stated = self.chance.random(world.asked[part].size)
            columns = zip(
                _times(world.asked[part]),
                world.person[part].tolist(),
                world.release[part].tolist(),
                world.model[part].tolist(),
                world.language[part].tolist(),
                stated.round(3).tolist(),
                strict=True,
            )
            for n, (at, person, release, model, language, confidence) in enumerate(columns, first):
                yield (
                    *(self.pk(Answer, n), project, f"a-{n}", *said),
                    *(LANGUAGES[language], MODELS[model], self.releases_[release], "", ""),
                    NULL if n % 3 == 0 else confidence,
                    "t" if n % 33 == 0 else "f",
                    *self.groups[person],
                    *(at, at),
                )

    def words(self) -> Lines:
        world = self.world
        some = world.spoken
        late = self.chance.exponential(0.1, some.size)
        times = _times(np.minimum(world.asked[some] + late, lots.DAYS - 0.001))
        drawn = zip(some.tolist(), world.person[some].tolist(), times, self._up(), strict=True)
        for n, (answer, person, at, up) in enumerate(drawn):
            who, *groups = self.groups[person]
            voter = f"visitor:{n % 9_973}/{n}" if person < 0 else f"person:{who}"
            release = self.releases_[int(world.release[answer])]
            yield (
                *(self.pk(Feedback, n), self.project, self.pk(Answer, answer), who, voter),
                *(*groups, release, "widget", 1 if up else -1),
                *(REASONS[0 if up else 1 + n % 2], "", "f", "f" if up else "t", 1, at, at),
            )

    def _up(self) -> list[bool]:
        """Nine of ten in the pilot; fewer in the middle, and more again."""
        at = self.world.asked[self.world.spoken]
        share = np.interp(
            at, [0, lots.PILOT_DAYS, 200, 300, lots.DAYS], [0.92, 0.9, 0.6, 0.65, 0.8]
        )
        up: list[bool] = (self.chance.random(at.size) < share).tolist()
        return up

    def corrections(self) -> Lines:
        for n in range(0, self.world.spoken.size, 20):
            [at] = _times(self.world.asked[self.world.spoken[n : n + 1]])
            yield self.pk(Correction, n), self.pk(Feedback, n), "You have 30 days.", at

    def seen(self) -> Lines:
        some = np.arange(0, self.world.asked.size, 10)
        some = some[self.world.person[some] >= 0]
        rows = zip(some.tolist(), _times(self.world.asked[some]), strict=True)
        for n, (answer, at) in enumerate(rows):
            who, *groups = self.groups[int(self.world.person[answer])]
            row = (self.pk(Exposure, n), self.project, self.pk(Answer, answer), who)
            yield (*row, f"person:{who}", *groups, at, at)

    def citations(self) -> Lines:
        for n in range(0, self.world.asked.size, 25):
            for position in (1, 2):
                source = self.pk(Source, (n * position) % lots.SOURCES)
                yield self.pk(Citation, 2 * n + position), self.pk(Answer, n), source, position, "…"


def _times(days: Floats) -> list[str]:
    """Days from BEGAN, as PostgreSQL reads a time in UTC."""
    began = np.datetime64(BEGAN.replace(tzinfo=None), "ms")
    moments = began + (days * 86_400_000).astype("timedelta64[ms]")
    return [f"{moment}Z" for moment in np.datetime_as_string(moments).tolist()]


def _copy(model: type[models.Model], columns: str, rows: Lines) -> None:
    table, names = model._meta.db_table, ", ".join(columns.split())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for block in _blocks(rows):
            copy.write(block)


def _blocks(rows: Lines) -> Iterator[str]:
    lines: list[str] = []
    for row in rows:
        lines.append("\t".join(map(str, row)))
        if len(lines) == STEP // 10:
            yield "\n".join(lines) + "\n"
            lines = []
    if lines:
        yield "\n".join(lines) + "\n"
