"""The floor's part of the API."""

from django.urls import path

from reporting.report.api import Metrics, MetricView

urlpatterns = [
    path("metrics", Metrics.as_view(), name="metrics"),
    path("metrics/<str:name>", MetricView.as_view(), name="metric"),
]
