"""What the chat shows: the demonstration project, its people, earlier questions and answers."""

from django.db.models import QuerySet

from demo.chat.matching import closest
from demo.operations import SLUG
from feedback.directory.queries import project_by_slug
from feedback.errors import NotFoundError
from feedback.models import Answer, Person, Project, Release

# Answers that the chat gives itself; they are not asked for advice.
CHAT = "chat-"

_REMEMBERED = 3000
_SUGGESTED = 5
_PLAYERS_EACH = 2


def demonstration() -> Project | None:
    """The demonstration project, if it was loaded."""
    try:
        return project_by_slug(SLUG)
    except NotFoundError:
        return None


def players(project: Project) -> list[Person]:
    """A few people to play: two of each cohort, of different teams."""
    people = Person.objects.of(project).filter(left_at=None, team__isnull=False)
    chosen: dict[object, list[Person]] = {}
    for person in people.select_related("team", "cohort").order_by("external_id"):
        row = chosen.setdefault(person.cohort_id, [])
        if len(row) < _PLAYERS_EACH and person.team not in [other.team for other in row]:
            row.append(person)
    return [person for row in chosen.values() for person in row]


def answer_like(*, project: Project, question: str) -> Answer | None:
    """The answer that was given lately to the most similar question; None if there is none."""
    recent = list(_remembered(project).values_list("id", "question")[:_REMEMBERED])
    place = closest(question, [asked for _, asked in recent])
    if place is None:
        return None
    return _with_sources(Answer.objects.of(project)).get(pk=recent[place][0])


def suggestions(project: Project) -> list[str]:
    """Questions worth asking, each about a document of another owner."""
    found: dict[str, str] = {}
    fit = _remembered(project).filter(abstained=False, language="en", question__endswith="?")
    for answer in _with_sources(fit)[:300]:
        for citation in answer.citations.all()[:1]:
            found.setdefault(citation.source.owner, answer.question)
    return list(found.values())[:_SUGGESTED]


def exchanges(*, project: Project, conversation: str) -> list[Answer]:
    """The conversation's answers, oldest first."""
    if not conversation:
        return []
    answers = Answer.objects.of(project).filter(conversation=conversation)
    return list(answers.select_related("release").order_by("asked_at"))


def exchange(*, project: Project, answer_id: str) -> Answer:
    """One answer of the chat, by the id that it was recorded under."""
    return Answer.objects.of(project).select_related("release").get(external_id=answer_id)


def latest_release(project: Project) -> str:
    """The name of the assistant's newest release, "" if it has none."""
    release = Release.objects.of(project).order_by("-first_seen").first()
    return release.name if release else ""


def _remembered(project: Project) -> QuerySet[Answer]:
    answers = Answer.objects.of(project).filter(stub=False).exclude(question="").exclude(text="")
    return answers.exclude(conversation__startswith=CHAT).order_by("-asked_at")


def _with_sources(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    return answers.prefetch_related("citations__source")
