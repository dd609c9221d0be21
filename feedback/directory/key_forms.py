"""What people fill in for a key, and how its state is told."""

from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone

from feedback.directory.access import KEYS
from feedback.models import ApiKey, Project

KEY_COLUMNS = ("key", "name", "kind", "scopes", "origins", "state", "created", "last used")
_SCOPES = sorted({act.value for acts in KEYS.values() for act in acts})


class KeyForm(forms.Form):
    kind = forms.ChoiceField(choices=ApiKey.Kind.choices)
    name = forms.CharField(max_length=100, help_text="What uses it")
    origins = forms.CharField(
        required=False, label="Origins", help_text="For a public key: https://intranet.example …"
    )
    scopes = forms.MultipleChoiceField(
        required=False,
        choices=[(scope, scope) for scope in _SCOPES],
        widget=forms.CheckboxSelectMultiple,
        label="Only for",
        help_text="Nothing ticked: all that a key of its kind opens, but configure",
    )
    expires_on = forms.DateField(
        required=False,
        label="Expires after",
        help_text="The last day (UTC) on which it opens anything",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_origins(self) -> list[str]:
        origins = str(self.cleaned_data["origins"]).split()
        return [_origin(text) for text in origins]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, scopes = cleaned.get("kind"), cleaned.get("scopes", [])
        if kind and not {act.value for act in KEYS[kind]}.issuperset(scopes):
            self.add_error("scopes", f"A {kind} key can't open all of that.")
        last = cleaned.pop("expires_on", None)
        cleaned["expires_at"] = datetime.combine(last, time.max, UTC) if last else None
        if last and cleaned["expires_at"] <= timezone.now():
            self.add_error("expires_on", "That day is over.")
        return cleaned


class RotateForm(forms.Form):
    """How many days the old key goes on."""

    days = forms.IntegerField(min_value=0, max_value=90)


def _origin(text: str) -> str:
    """The origin alone. forms.ValidationError for what is none."""
    wrong = forms.ValidationError(f"{text[:60]} is not an origin such as https://a.b")
    if text == "*":
        return text
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError as error:
        raise wrong from error
    plain = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if len(text) > 200 or parts.scheme not in {"https", "http"} or not parts.netloc or not plain:
        raise wrong
    return f"{parts.scheme}://{parts.netloc.lower()}"


def told_apart(project: Project, now: datetime) -> tuple[list[ApiKey], list[ApiKey]]:
    """The keys that open something, and those that no longer do."""
    keys = list(ApiKey.objects.of(project).select_related("replaces"))
    ended = [k for k in keys if k.revoked_at or (k.expires_at and k.expires_at <= now)]
    return [key for key in keys if key not in ended], ended


def state_of(key: ApiKey, now: datetime) -> str:
    if key.revoked_at:
        return f"revoked on {key.revoked_at:%Y-%m-%d}"
    if key.expires_at:
        word = "expired" if key.expires_at <= now else "expires"
        return f"{word} on {key.expires_at:%Y-%m-%d}"
    return "active"


def key_rows(project: Project) -> list[tuple[object, ...]]:
    """The keys as KEY_COLUMNS has them."""
    now = timezone.now()
    return [
        (
            key.prefix,
            key.name,
            key.kind,
            " ".join(key.scopes),
            " ".join(key.origins),
            state_of(key, now),
            key.created_at.isoformat(),
            key.last_used_at.isoformat() if key.last_used_at else "",
        )
        for key in ApiKey.objects.of(project)
    ]
