"""Pages that links in mail lead to. The link says who comes: nobody signs in, and no cookie counts.

A look changes nothing: whoever checks links in mail follows them.
"""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.models import Project
from triage.models import MailRefusal
from triage.notices.links import person_of
from triage.notices.mailing import refuse_mail
from triage.notices.wording import language_of, words_in


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the mail, or begin it again. A mail program posts `List-Unsubscribe=One-Click`."""
    person = person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        refuse_mail(person=person, refused=request.POST.get("do") != "again", now=timezone.now())
    context = {"stopped": MailRefusal.objects.filter(person=person).exists()}
    return _page(request, "triage/mail/stop.html", person.project, context)


def _page(
    request: HttpRequest, template: str, project: Project, context: Mapping[str, object]
) -> HttpResponse:
    language = language_of(project.language)
    shared = {"words": words_in(language, project=project.name), "language": language}
    response = render(request, template, {**shared, **context})
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    response["X-Robots-Tag"] = "noindex"
    return response
