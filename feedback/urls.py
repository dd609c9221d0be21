"""The ground floor's part of the API."""

from django.urls import path

from feedback.capture.api import Answers, FeedbackView

urlpatterns = [
    path("answers", Answers.as_view(), name="answers"),
    path("feedback", FeedbackView.as_view(), name="feedback"),
]
