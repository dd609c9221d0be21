"""Learning from decisions in the background. A task may run twice: it reads all anew."""

from celery import shared_task
from django.utils import timezone

from feedback.models import Project
from triage.routing.learning import learn_again
from triage.routing.suggestions import projects_to_learn

SWEEP_S = 30.0


@shared_task(name="triage.routing.learn")
def learn_project(project_id: str) -> None:
    """Learn from all that people decided in a project; about a second."""
    project = Project.objects.filter(pk=project_id).first()
    if project:
        learn_again(project=project, now=timezone.now())


@shared_task(name="triage.routing.sweep")
def sweep() -> None:
    """Learn wherever people decided something since. Many acts within a sweep make one job."""
    for project_id in projects_to_learn(timezone.now()):
        learn_project.apply_async((str(project_id),), expires=SWEEP_S)
