"""Votes that came in a burst are in no figure, until somebody says that they count."""

from datetime import timedelta

from feedback.capture.messages import FeedbackMessage
from feedback.capture.operations import record_feedback
from feedback.capture.operations.suspicion import clear_suspicion, restore_suspicion
from feedback.models import AuditEvent, Feedback, Project
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import tallies
from reporting.rollups.tally import Tally, Window
from tests.builders import NOW, say, send_answer


def counted(project: Project) -> Tally:
    day = NOW.date()
    [found] = tallies(project=project, windows=[Window(day, day)])
    return found[None, None]


def test_figures_leave_a_burst_out_until_it_is_counted(project: Project) -> None:
    send_answer(project, "a-1", person="ann")
    send_answer(project, "a-2", person="ben")
    say(project, "a-2", "up", person="ben")
    record_feedback(
        project=project,
        messages=[FeedbackMessage(answer="a-1", rating="down", visitor=f"v-{n}") for n in range(3)],
        channel="widget",
        actor="system:test",
        now=NOW,
        suspect=True,
    )
    fold(project=project, now=NOW)
    before = counted(project)
    assert (before.words, before.up, before.down, before.complaints) == (1, 1, 0, 0)
    assert (before.rated_answers, before.complained_answers) == (1, 0)
    assert (before.speakers, before.voters, before.users) == (1, 1, 2)

    later = NOW + timedelta(hours=1)
    ids = list(Feedback.objects.filter(suspect=True).values_list("id", flat=True))
    clear_suspicion(project=project, ids=ids, actor="system:test", now=later)
    fold(project=project, now=later)
    after = counted(project)
    assert (after.words, after.down, after.complaints, after.complained_answers) == (4, 3, 3, 1)
    assert (after.voters, after.users) == (4, 5)
    rebuild(project=project, now=later)
    assert counted(project) == after

    event = AuditEvent.objects.get(verb="suspicion.cleared")
    much_later = later + timedelta(hours=1)
    restore_suspicion(project=project, event_id=event.pk, actor="system:test", now=much_later)
    fold(project=project, now=much_later)
    assert counted(project) == before
