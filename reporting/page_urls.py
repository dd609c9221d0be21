"""The floor's pages, below a project's address."""

from django.urls import path

from reporting.report.pages import report, report_file

urlpatterns = [
    path("report/", report, name="report"),
    path("report/<str:metric>.csv", report_file, name="report_file"),
]
