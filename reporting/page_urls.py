"""The floor's pages, below a project's address."""

from django.urls import path, re_path

from reporting.report.pages import report, report_file, report_json, reports

urlpatterns = [
    path("report/", reports, name="reports"),
    path("report/<slug:name>/", report, name="report"),
    path("report/<slug:name>.json", report_json, name="report_json"),
    re_path(
        r"^report/(?P<name>[\w-]+)/(?P<block>[\w-]+)\.(?P<kind>csv|svg|png)$",
        report_file,
        name="report_file",
    ),
]
