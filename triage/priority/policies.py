"""What counts how much in a project, changed. Every write of policies."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Project, Team
from triage.models import PriorityPolicy
from triage.priority.queries import policy_as_begun, policy_of
from triage.priority.scoring import HEAVIEST, PARTS


class PolicyRefusedError(RefusedError):
    """Weights, thresholds or an importance that can't be meant; `path` names it."""

    code = "policy_refused"


def draft_policy(
    *,
    project: Project,
    weights: Mapping[str, int],
    thresholds: tuple[int, int, int],
    importance: Mapping[str, int],
) -> PriorityPolicy:
    """A policy that can be tried out, not saved.

    `weights`: 0 to 10 for each of PARTS, not all 0. `thresholds` rise, from 1 to 100.
    `importance`: 1 or 3 by the ids of teams; all others are as important as any (2).
    PolicyRefusedError.
    """
    _check(weights, thresholds)
    medium, high, urgent = thresholds
    return PriorityPolicy(
        project=project,
        version=policy_of(project).version + 1,
        weights={name: weights[name] for name in PARTS},
        medium_from=medium,
        high_from=high,
        urgent_from=urgent,
        importance=_known_teams(project, importance),
    )


@transaction.atomic
def save_policy(
    *,
    project: Project,
    weights: Mapping[str, int],
    thresholds: tuple[int, int, int],
    importance: Mapping[str, int],
    actor: str,
    now: datetime,
) -> PriorityPolicy:
    """Make this the policy in force, as a new version; the same again makes none. Open issues
    are scored by it from then on, within minutes. Refused as `draft_policy` does."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # versions one at a time
    last = policy_of(project)
    new = draft_policy(
        project=project, weights=weights, thresholds=thresholds, importance=importance
    )
    before, after = _told(last), _told(new)
    if before == after:
        return last
    new.saved_by, new.saved_at = actor, now
    new.save()
    record(
        project=project,
        actor=actor,
        verb="priority.policy_saved",
        subject=f"priority_policy:{new.version}",
        now=now,
        data={"before": before, "after": after},
    )
    return new


@transaction.atomic
def restore_policy(*, project: Project, version: int, actor: str, now: datetime) -> PriorityPolicy:
    """An earlier version in force again, as a new one; 0 is as a project begins.

    PolicyRefusedError where there is none. Teams that are gone since are passed over.
    """
    chosen = PriorityPolicy.objects.of(project).filter(version=version).first()
    if chosen is None and version:
        raise PolicyRefusedError("There is no such version.", path="version")
    chosen = chosen or policy_as_begun(project)
    here = _ids_of_teams(project)
    return save_policy(
        project=project,
        weights=chosen.weights,
        thresholds=chosen.thresholds,
        importance={pk: grade for pk, grade in chosen.importance.items() if pk in here},
        actor=actor,
        now=now,
    )


def _told(policy: PriorityPolicy) -> dict[str, object]:
    return {
        "weights": dict(policy.weights),
        "thresholds": list(policy.thresholds),
        "importance": policy.importance,
    }


def _check(weights: Mapping[str, int], thresholds: tuple[int, int, int]) -> None:
    for name in PARTS:
        if not 0 <= weights[name] <= HEAVIEST:
            raise PolicyRefusedError(f"A weight is 0 to {HEAVIEST}.", path=name)
    if not any(weights[name] for name in PARTS):
        raise PolicyRefusedError("Something has to count: give a weight above 0.", path=PARTS[0])
    medium, high, urgent = thresholds
    if not 1 <= medium < high < urgent <= 100:
        raise PolicyRefusedError(
            "They rise from 1 to 100: medium below high, high below urgent.", path="high_from"
        )


def _known_teams(project: Project, importance: Mapping[str, int]) -> dict[str, int]:
    """What says something, of teams that are there."""
    if not importance.keys() <= _ids_of_teams(project):
        raise PolicyRefusedError("There is no such team here.", path="importance")
    if not set(importance.values()) <= {1, 2, 3}:
        raise PolicyRefusedError("A team's importance is low, normal or high.", path="importance")
    return {pk: grade for pk, grade in sorted(importance.items()) if grade != 2}


def _ids_of_teams(project: Project) -> set[str]:
    return {str(pk) for pk in Team.objects.of(project).values_list("pk", flat=True)}
