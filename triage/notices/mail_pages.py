"""Pages that links in mail lead to. The link says who comes: nobody signs in, and no cookie counts.

A look changes nothing: whoever checks links in mail follows them.
"""

from collections.abc import Mapping
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.errors import ConflictError
from feedback.models import Feedback, Project
from triage.models import MailRefusal
from triage.notices.follow_ups import follow_up as say_whether_right
from triage.notices.follow_ups import is_asked, said_of
from triage.notices.letters import question_of
from triage.notices.links import asked_in, person_of
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


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """Is it right now? A press of a button answers, and of the other one changes the answer."""
    asked = asked_in(token)
    words = Feedback.objects.filter(pk=asked.word, withdrawn=False) if asked else None
    word = words.select_related("project", "answer").first() if words is not None else None
    if asked is None or word is None:
        raise Http404
    if request.POST.get("right") in _RIGHT:
        with suppress(ConflictError):  # the page says that there is nothing to answer any more
            say_whether_right(
                word=word,
                right=_RIGHT[request.POST["right"]],
                fix_id=asked.fix,
                actor=f"reporter:{word.pk}",
                now=timezone.now(),
            )
    context = {
        "good": is_asked(asked, now=timezone.now()),
        "right": said_of(asked),
        "question": question_of(word.answer, word.person_id),
    }
    return _page(request, "triage/mail/follow_up.html", word.project, context)


_RIGHT = {"yes": True, "no": False}


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
