"""`/demo/`: open to anybody, so what one visitor can write is short and counted."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from demo.chat import queries
from demo.chat.operations import give_answer, token_for
from demo.operations import public_key
from feedback.models import Answer, Person, Project
from feedback.models.base import uuid7

ASKS_AN_HOUR = 40
_HOUR_S = 3600


class QuestionForm(forms.Form):
    question = forms.CharField(
        max_length=500,
        label="Your question",
        widget=forms.TextInput(
            attrs={"placeholder": "Your question", "autocomplete": "off", "enterkeyhint": "send"}
        ),
    )


@require_safe
@never_cache
def chat(request: HttpRequest) -> HttpResponse:
    project = queries.demonstration()
    if project is None:
        return render(request, "demo/empty.html")
    now = timezone.now()
    people = queries.players(project)
    person = _played(request, people)
    conversation = request.session.get("chat", "")
    answers = queries.exchanges(project=project, conversation=conversation)
    context = {
        "project": project,
        "people": people,
        "person": person,
        "token": token_for(project=project, person=person, now=now) if person else "",
        "key": public_key(project=project, now=now).secret,
        "form": QuestionForm(),
        "suggestions": queries.suggestions(project),
        "exchanges": answers,
    }
    return render(request, "demo/chat.html", context)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    project = queries.demonstration()
    if project is None:
        return redirect("chat")
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _refusal(request, " ".join(map(str, form.errors["question"])), status=422)
    now = timezone.now()
    if not _may_ask(request, now):
        words = f"That's {ASKS_AN_HOUR} questions within an hour, the most that this page takes."
        return _refusal(request, words, status=429)
    answer = _answer(request, project, form.cleaned_data["question"], now)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("chat")
    return render(request, "demo/exchange.html", {"answer": answer})


@require_POST
def play(request: HttpRequest) -> HttpResponse:
    """Go on as another person: with a conversation of their own."""
    request.session["chat_person"] = request.POST.get("person", "")[:200]
    request.session.pop("chat", None)
    return redirect("chat")


@require_POST
def afresh(request: HttpRequest) -> HttpResponse:
    request.session.pop("chat", None)
    return redirect("chat")


def _answer(request: HttpRequest, project: Project, question: str, now: datetime) -> Answer:
    conversation = request.session.setdefault("chat", f"{queries.CHAT}{uuid7()}")
    answer_id = give_answer(
        project=project,
        question=question,
        person=_played(request, queries.players(project)),
        conversation=conversation,
        now=now,
    )
    return queries.exchange(project=project, answer_id=answer_id)


def _played(request: HttpRequest, people: list[Person]) -> Person | None:
    """Whom the reader plays: the first to begin with, None for somebody unknown."""
    chosen = request.session.get("chat_person")
    if chosen is None:
        return people[0] if people else None
    return next((person for person in people if person.external_id == chosen), None)


def _may_ask(request: HttpRequest, now: datetime) -> bool:
    """Whether this session has asked little enough in the last hour; counts this time."""
    times: list[float] = request.session.get("chat_asked", [])
    recent = [at for at in times if at > now.timestamp() - _HOUR_S]
    if len(recent) >= ASKS_AN_HOUR:
        return False
    request.session["chat_asked"] = [*recent, now.timestamp()]
    return True


def _refusal(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    return render(request, "demo/refusal.html", {"words": words}, status=status)
