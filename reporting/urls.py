"""The floor's part of the API."""

from django.urls import path

from reporting.report.api import Metrics, MetricView
from reporting.report.reports_api import Reports, ReportView

urlpatterns = [
    path("metrics", Metrics.as_view(), name="metrics"),
    path("metrics/<str:name>", MetricView.as_view(), name="metric"),
    path("reports", Reports.as_view(), name="api_reports"),
    path("reports/<str:name>", ReportView.as_view(), name="api_report"),
]
