"""Who is there, and what they are told from."""

from feedback.models import Cohort, Member, Person, Release, Source, Team, User
from tests.benchmarks.triage import lots
from tests.benchmarks.triage.loading import at, load, pk
from tests.benchmarks.triage.world import World
from triage.models import Owner


def directory(world: World) -> None:
    _told_from(world)
    _members(world)
    _people(world)


def _told_from(world: World) -> None:
    mine = {"project_id": world.project}
    load(
        Owner,
        (
            mine | {"id": pk(Owner, n), "slug": f"owner-{n}", "name": f"Owner {n}"}
            for n in range(1, lots.OWNERS)
        ),
    )
    for model, number in ((Team, lots.TEAMS), (Cohort, lots.COHORTS)):
        name = model.__name__.lower()
        load(
            model,
            (
                mine | {"id": pk(model, n), "slug": f"{name}-{n}", "name": f"{name} {n}"}
                for n in range(number)
            ),
        )
    load(
        Release,
        (
            mine | {"id": pk(Release, n), "name": f"release-{n}", "first_seen": at(0)}
            for n in range(lots.RELEASES)
        ),
    )
    load(
        Source,
        (
            mine | {"id": pk(Source, n), "external_id": f"source-{n}", "title": f"Handbook {n}"}
            for n in range(lots.SOURCES)
        ),
    )


def _members(world: World) -> None:
    mine = {"project_id": world.project}
    load(
        User,
        ({"id": pk(User, n), "email": f"member-{n}@bench.example"} for n in range(1, lots.MEMBERS)),
    )
    load(
        Member,
        (
            mine | {"id": pk(Member, n), "user_id": pk(User, n), "role": "triager"}
            for n in range(1, lots.MEMBERS)
        ),
    )


def _people(world: World) -> None:
    mine = {"project_id": world.project}
    load(
        Person,
        (
            mine
            | {
                "id": pk(Person, n),
                "external_id": f"person-{n}",
                "team_id": pk(Team, team),
                "cohort_id": pk(Cohort, cohort),
                "registered_at": at(0),
            }
            for n, (team, cohort) in enumerate(
                zip(world.drawn.team.tolist(), world.drawn.cohort.tolist(), strict=True)
            )
        ),
    )
