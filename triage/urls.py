"""The floor's part of the API."""

from django.urls import path

from triage.clustering.api import Backlog
from triage.issues.api import IssueFeedback, Issues, IssueView, Placements
from triage.notices.api import FeedbackFate

urlpatterns = [
    path("issues", Issues.as_view(), name="issues"),
    path("issues/<str:short_id>", IssueView.as_view(), name="issue-data"),
    path("issues/<str:short_id>/feedback", IssueFeedback.as_view(), name="issue-feedback"),
    path("feedback/<str:feedback_id>", FeedbackFate.as_view(), name="feedback-fate"),
    path("placements", Placements.as_view(), name="placements"),
    path("backlog", Backlog.as_view(), name="backlog"),
]
