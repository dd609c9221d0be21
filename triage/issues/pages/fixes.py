"""The fix that a form says."""

from django.http import QueryDict

from triage.issues.operations import NewFix
from triage.issues.pages.forms import line, midnight
from triage.issues.queries.named import release_named, source_named, verified_named
from triage.models import Fix, Owner


def fix_in(form: QueryDict, *, owner: Owner) -> NewFix:
    """The form's `fix`, its kind, and what such a one names: what it doesn't is not meant. The day
    `since` begins in the owner's time zone. IssueRefusedError."""
    project, kind = owner.project, form.get("fix", "")
    release, source = line(form.get("release", "")), line(form.get("source", ""))
    verified = line(form.get("verified", ""))
    since = form.get("since", "") if kind not in {Fix.Kind.RELEASE, Fix.Kind.WONT_FIX} else ""
    return NewFix(
        kind,
        release=release_named(project, release) if release and kind == Fix.Kind.RELEASE else None,
        source=source_named(project, source) if source and kind == Fix.Kind.SOURCE else None,
        verified_answer=verified_named(project, verified)
        if verified and kind == Fix.Kind.VERIFIED_ANSWER
        else None,
        prompt_version=line(form.get("prompt", "")) if kind == Fix.Kind.PROMPT else "",
        url=line(form.get("link", "")),
        in_force_at=midnight(since, owner=owner, path="since") if since else None,
    )
