"""What placing adds and takes off comes to what counting anew comes to."""

from datetime import timedelta
from random import Random

import pytest

from feedback.models import Project
from tests.builders import NOW, say, send_answer
from tests.triage.placing import LEAVE, VPN, centre_is_exact, place_all
from triage.clustering.tallies import count_again
from triage.models import Issue, IssueCentre

COUNTED = ("complaints", "people", "first_seen", "last_seen", "substatus")


def counted(issue: Issue) -> dict[str, object]:
    row = Issue.objects.get(pk=issue.pk)
    return {name: getattr(row, name) for name in COUNTED}


@pytest.mark.parametrize("seed", range(4))
def test_however_words_come_and_go(project: Project, seed: int) -> None:
    chance = Random(seed)
    answers = [send_answer(project, question=chance.choice((LEAVE, VPN))) for _ in range(5)]
    for _ in range(4):
        for _ in range(chance.randrange(1, 9)):
            say(
                project,
                chance.choice(answers),
                chance.choice(("down", "down", "up")),
                person=chance.choice(("ann", "bob", "cem")),
                comment=chance.choice(("", "n/a", "It is old.", "wrong button", "See page 3.")),
                given_at=NOW - timedelta(days=chance.randrange(9)),
            )
        place_all(project)

    for issue in Issue.objects.of(project):
        before = counted(issue)
        count_again([issue])
        assert counted(issue) == before
        if (
            issue.holds == Issue.Holds.ALIKE
            and IssueCentre.objects.filter(issue=issue, count__gt=0).exists()
        ):
            assert centre_is_exact(issue)
