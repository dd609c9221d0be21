"""The ground floor's part of the API."""

from django.urls import path

from feedback.capture.batch_api import BatchView
from feedback.capture.registers_api import Exposures, People, Releases, Sources
from feedback.reading.api import ReadAnswers, ReadFeedback
from feedback.widget.api import Reasons
from feedback.widget.cors import open_to_pages

urlpatterns = [
    path("answers", ReadAnswers.as_view(), name="answers"),
    path("feedback", open_to_pages(ReadFeedback.as_view()), name="feedback"),
    path("batch", BatchView.as_view(), name="batch"),
    path("people", People.as_view(), name="people"),
    path("sources", Sources.as_view(), name="sources"),
    path("releases", Releases.as_view(), name="releases"),
    path("exposures", open_to_pages(Exposures.as_view()), name="exposures"),
    path("reasons", open_to_pages(Reasons.as_view()), name="reasons"),
]
