"""What people fill in for an endpoint."""

from django import forms

from triage.integrations.addresses import LONGEST
from triage.integrations.events import EVENTS
from triage.models import Endpoint


class _Fields(forms.Form):
    name = forms.CharField(max_length=100, help_text="What it is for")
    url = forms.CharField(
        max_length=LONGEST,
        label="Address",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://…"}),
    )
    events = forms.MultipleChoiceField(
        choices=EVENTS.items(),
        widget=forms.CheckboxSelectMultiple,
        label="Tell it when an issue is",
    )
    tells_texts = forms.BooleanField(
        required=False,
        label="Send titles and resolutions too",
        help_text="They may quote what people wrote.",
    )


class EndpointForm(_Fields):
    """Of a new one."""

    kind = forms.ChoiceField(
        choices=Endpoint.Kind.choices, widget=forms.RadioSelect, initial=Endpoint.Kind.WEBHOOK
    )
    field_order = ("kind",)


class ChangeForm(_Fields):
    """Of one that is there. An address that is left out stays."""

    url = forms.CharField(
        max_length=LONGEST,
        required=False,
        label="Address",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="Left empty, it stays as it is.",
    )

    def clean_url(self) -> str | None:
        return str(self.cleaned_data["url"]) or None


class OverlapForm(forms.Form):
    """For how many days the former secret signs too."""

    days = forms.IntegerField(min_value=0, max_value=30)
