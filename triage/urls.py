"""The floor's part of the API."""

from django.urls import path

from feedback.widget.cors import open_to_pages
from triage.clustering.api import Backlog
from triage.issues.api import IssueFeedback, Issues, IssueView, Placements
from triage.notices.api import FeedbackFate
from triage.notices.own_word_api import Mine

urlpatterns = [
    path("issues", Issues.as_view(), name="issues"),
    path("issues/<str:short_id>", IssueView.as_view(), name="issue-data"),
    path("issues/<str:short_id>/feedback", IssueFeedback.as_view(), name="issue-feedback"),
    path("feedback/<str:feedback_id>", FeedbackFate.as_view(), name="feedback-fate"),
    path("mine", open_to_pages(Mine.as_view()), name="mine"),
    path("placements", Placements.as_view(), name="placements"),
    path("backlog", Backlog.as_view(), name="backlog"),
]
