"""The form of a project's priority policy."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from feedback.models import Team
from triage.models import PriorityPolicy
from triage.priority.scoring import HEAVIEST, PARTS
from triage.priority.wording import ABOUT, NAMES

IMPORTANCE = ((1, "Low"), (2, "Normal"), (3, "High"))
THRESHOLDS = (
    ("medium_from", "Medium from"),
    ("high_from", "High from"),
    ("urgent_from", "Urgent from"),
)


class PolicyForm(forms.Form):
    """Weights, thresholds, and a choice for each team."""

    def __init__(
        self, teams: Sequence[Team], data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self._teams = teams
        for part in PARTS:
            self.fields[part] = forms.IntegerField(
                label=NAMES[part], help_text=ABOUT[part], min_value=0, max_value=HEAVIEST
            )
        for name, label in THRESHOLDS:
            self.fields[name] = forms.IntegerField(label=label, min_value=1, max_value=100)
        for team in teams:
            self.fields[_name(team)] = forms.TypedChoiceField(
                label=team.name, choices=IMPORTANCE, coerce=int
            )

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[part] for part in PARTS]

    @property
    def thresholds(self) -> list[forms.BoundField]:
        return [self[name] for name, _ in THRESHOLDS]

    @property
    def importance(self) -> list[forms.BoundField]:
        return [self[_name(team)] for team in self._teams]

    def policy(self) -> dict[str, Any]:
        """What `save_policy` and `draft_policy` take, of a valid form."""
        data = self.cleaned_data
        return {
            "weights": {part: data[part] for part in PARTS},
            "thresholds": tuple(data[name] for name, _ in THRESHOLDS),
            "importance": {str(team.pk): data[_name(team)] for team in self._teams},
        }


def as_initial(policy: PriorityPolicy, teams: Sequence[Team]) -> dict[str, int]:
    """The fields of the form as a policy has them."""
    thresholds = {name: getattr(policy, name) for name, _ in THRESHOLDS}
    importance = {_name(team): policy.importance.get(str(team.pk), 2) for team in teams}
    return {**policy.weights, **thresholds, **importance}


def _name(team: Team) -> str:
    return f"team-{team.pk}"
