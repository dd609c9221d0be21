"""The floor's pages, below a project's address."""

from django.urls import path

from triage.issues import pages

urlpatterns = [
    path("queue/", pages.queue, name="queue"),
    path("queue/acts/", pages.bulk_act, name="queue-acts"),
    path("queue/undo/", pages.undo_acts, name="queue-undo"),
    path("issues/<str:short_id>/", pages.issue, name="issue"),
    path("issues/<str:short_id>/<slug:name>/", pages.act, name="issue-act"),
    path("bursts/", pages.bursts, name="bursts"),
    path("bursts/count/", pages.count_bursts, name="bursts-count"),
    path("bursts/undo/", pages.undo_bursts, name="bursts-undo"),
    path("rules/", pages.rules, name="rules"),
]
