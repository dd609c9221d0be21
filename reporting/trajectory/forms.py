"""What managers fill in for a line of the ledger. Percentages here, shares below."""

from collections.abc import Callable
from typing import Any

from django import forms

from feedback.models import Cohort, Project
from reporting.models import Promise
from reporting.trajectory.operations import LONGEST, Terms

SHARES = ("claimed", "expected_low", "expected_high", "target")


def _percent(label: str, *, required: bool = False, help_text: str = "") -> forms.FloatField:
    return forms.FloatField(
        min_value=0,
        max_value=100,
        required=required,
        label=f"{label}, in percent",
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def _day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(required=required, label=label, help_text=help_text, widget=widget)


class PromiseForm(forms.Form):
    measure = forms.ChoiceField(
        choices=Promise.Measure.choices,
        label="Of which figure",
        help_text="Audited quality is how many answers are right, as reviewers judge a random"
        " sample; satisfaction is what those think who chose to speak.",
    )
    claimed = _percent("What the pilot was said to have shown")
    claimed_on = _day("When it was claimed")
    claimed_of = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Of whom, and how it was measured",
        help_text="Such as: pilot, 12 people, thumbs of eight weeks",
    )
    expected_low = _percent(
        "At the least expected in production",
        help_text="Production is rarely as good as the pilot: say what would still do.",
    )
    expected_high = _percent("At the most expected in production")
    target = _percent("Target", required=True)
    target_on = _day("By when", required=True)
    pilot = forms.ModelChoiceField(
        queryset=Cohort.objects.none(),
        required=False,
        label="The pilot",
        empty_label="The cohort that began first",
    )

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["pilot"].queryset = Cohort.objects.of(project)  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "measure"}
        return Terms(**_each(said, SHARES, lambda percent: percent / 100))


def as_initial(line: Promise) -> dict[str, Any]:
    """The form's values that say what a line does."""
    said = {name: getattr(line, name) for name in PromiseForm.base_fields}
    return _each(said, SHARES, lambda share: round(share * 100, 6))


def _each(
    said: dict[str, Any], names: tuple[str, ...], change: Callable[[float], float]
) -> dict[str, Any]:
    return said | {name: change(said[name]) for name in names if said[name] is not None}
