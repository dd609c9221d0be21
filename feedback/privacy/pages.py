"""The page on which a project chooses what is done with personal data."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.models import Masking, Member
from feedback.privacy.masking import mask
from feedback.privacy.operations import change_masking
from feedback.privacy.queries import Kept, kept_out

DAYS = 30


class MaskingForm(forms.Form):
    masking = forms.ChoiceField(
        choices=Masking.choices,
        widget=forms.RadioSelect,
        label="Personal data in what people and the assistant write",
    )


class TrialForm(forms.Form):
    text = forms.CharField(
        max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}), label="Try a text"
    )


@member_page(Act.ADMINISTER)
@require_http_methods(["GET", "POST"])
def privacy(request: HttpRequest, member: Member) -> HttpResponse:
    """The choice, the counts, and a text to try; a tried text is not stored."""
    kept = kept_out(project=member.project, days=DAYS, now=timezone.now())
    if request.GET.get("format") == "csv":
        return as_file(f"{member.project.slug}-kept-out", Kept._fields, kept)
    trial = TrialForm(request.POST if request.method == "POST" else None)
    tried = mask(trial.cleaned_data["text"]) if trial.is_bound and trial.is_valid() else None
    context = {
        "form": MaskingForm(initial={"masking": member.project.masking}),
        "trial": trial,
        "tried": tried,
        "found": sorted(tried.found.items()) if tried else [],
        "kept": kept,
        "days": DAYS,
    }
    status = 422 if trial.is_bound and not tried else 200
    return render(request, "feedback/privacy.html", context, status=status)


@member_page(Act.ADMINISTER)
@require_POST
def choose_masking(request: HttpRequest, member: Member) -> HttpResponse:
    form = MaskingForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the three.")
    else:
        change_masking(
            project=member.project,
            masking=form.cleaned_data["masking"],
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
        messages.success(request, "Chosen: it holds from now on.")
    return redirect("privacy", project=member.project.slug)
