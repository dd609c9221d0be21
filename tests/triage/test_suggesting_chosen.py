"""From which confidence on suggestions give owners: what a project chooses."""

import pytest

from feedback.errors import RefusedError
from feedback.models import AuditEvent, Project
from tests.triage.suggesting import ANN, turn_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("apply_from", [0.49, 1.01, float("nan")])
def test_a_threshold_that_is_no_confidence_is_refused(project: Project, apply_from: float) -> None:
    with pytest.raises(RefusedError, match="between 50% and 100%"):
        turn_on(project, apply_from)


def test_turning_it_on_leaves_a_trace(project: Project) -> None:
    turn_on(project, 0.8)

    event = AuditEvent.objects.get(verb="suggesting.apply_from_chosen")
    assert (event.actor, event.data) == (ANN, {"before": None, "after": 0.8})
