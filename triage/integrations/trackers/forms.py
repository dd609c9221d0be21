"""What people fill in for a tracker."""

from django import forms

from triage.integrations.addresses import LONGEST
from triage.models import Tracker


class ChangeTrackerForm(forms.Form):
    """Of one that is there."""

    name = forms.CharField(max_length=100, help_text="As it is called in the list")
    url = forms.CharField(
        max_length=LONGEST,
        label="Address of its API",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="https://api.github.com, or …/api/v3 of GitHub Enterprise;"
        " https://example.atlassian.net; https://api.linear.app/graphql",
    )
    token = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Left empty, it stays as it is.",
    )


class TrackerForm(ChangeTrackerForm):
    """Of a new one."""

    kind = forms.ChoiceField(
        choices=Tracker.Kind.choices, widget=forms.RadioSelect, initial=Tracker.Kind.GITHUB
    )
    place = forms.CharField(
        max_length=200,
        help_text="owner/repository; a project's key in Jira, with another type of issue"
        " than Task as HR/Bug; a team's id in Linear",
    )
    login = forms.CharField(
        max_length=254,
        required=False,
        label="Whose token it is",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For Jira Cloud alone: the account's e-mail address",
    )
    token = forms.CharField(
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="It must read and write issues. It is not shown again.",
    )
    field_order = ("kind", "name", "url", "place", "login", "token")
