"""What is asked of the reports: every page that there is, with filters by lot."""

from datetime import timedelta
from random import Random
from urllib.parse import urlencode

from django.urls import reverse

from reporting import page_urls, urls
from reporting.report.catalogue import REPORTS
from reporting.report.definitions import METRICS
from tests.benchmarks.reporting import world
from tests.benchmarks.triage.loading import UNTIL

TIMES = 30


def filters(chance: Random) -> dict[str, str]:
    """A team, a cohort, a window: each of them in some half of all cases."""
    asked: dict[str, str] = {}
    if chance.random() < 0.5:
        asked["team"] = f"team-{chance.randrange(world.TEAMS)}"
    if chance.random() < 0.4:
        asked["cohort"] = f"cohort-{chance.randrange(world.COHORTS)}"
    if chance.random() < 0.6:
        first, last = sorted(chance.sample(range(world.DAYS), 2))
        asked["from"] = str((UNTIL - timedelta(world.DAYS - first)).date())
        asked["to"] = str((UNTIL - timedelta(world.DAYS - last)).date())
    return asked


def _facet(chance: Random) -> dict[str, str]:
    return chance.choice(
        [
            {"release": f"release-{chance.randrange(world.RELEASES)}"},
            {"model": chance.choice(world.MODELS)},
            {"language": chance.choice(world.LANGUAGES)},
        ]
    )


def pages(slug: str) -> dict[str, list[str]]:
    """By what each is: TIMES addresses of each page, of its data, and of single metrics."""
    chance = Random(7)
    found: dict[str, list[str]] = {}
    for name, report in REPORTS.items():
        page, data = reverse("report", args=(slug, name)), reverse("api_report", args=(name,))
        found[f"page {name}"] = [_asked(page, filters(chance)) for _ in range(TIMES)]
        found[f"data {name}"] = [_asked(data, filters(chance)) for _ in range(TIMES)]
        if "facet" in report.filters:
            of = [filters(chance) | _facet(chance) for _ in range(TIMES)]
            found[f"page {name} of a facet"] = [_asked(page, one) for one in of]
    found["metrics"] = [
        _asked(
            reverse("metric", args=(chance.choice([*METRICS]),)),
            filters(chance) | {"by": chance.choice(["week", "team", "cohort"])},
        )
        for _ in range(2 * TIMES)
    ]
    return found


def _asked(path: str, of: dict[str, str]) -> str:
    return f"{path}?{urlencode(of)}"


def not_walked() -> list[str]:
    """URLs of the floor that need more than the name of a report or a metric, and are left out."""
    walked = {"report", "report_json", "api_report", "metric", "metrics", "api_reports", "reports"}
    patterns = (*page_urls.urlpatterns, *urls.urlpatterns)
    return [str(one.name) for one in patterns if one.name not in walked]
