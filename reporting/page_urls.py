"""The floor's pages, below a project's address."""

from django.urls import path, re_path

from reporting.alerts.pages import act_on_alert, alert
from reporting.audits.pages import audit, audits, draw_audit, judge_answer
from reporting.digests.pages import digest_now, digest_preview, subscription
from reporting.report.pages import report, report_file, report_json, report_pdf, reports
from reporting.trajectory.pages import business_case, withdraw

urlpatterns = [
    path("digests/", subscription, name="subscription"),
    path("digests/preview/", digest_preview, name="digest-preview"),
    path("digests/now/", digest_now, name="digest-now"),
    path("alerts/<uuid:alert_id>/", alert, name="alert"),
    path("alerts/<uuid:alert_id>/<slug:name>/", act_on_alert, name="alert-act"),
    path("audits/", audits, name="audits"),
    path("audits/draw", draw_audit, name="audits-draw"),
    path("audits/<uuid:audit_id>/", audit, name="audit"),
    path("audits/<uuid:audit_id>/judge", judge_answer, name="audit-judge"),
    path("report/", reports, name="reports"),
    path("report/<slug:name>/", report, name="report"),
    path("report/<slug:name>.json", report_json, name="report_json"),
    path("report/<slug:name>.pdf", report_pdf, name="report_pdf"),
    re_path(
        r"^report/(?P<name>[\w-]+)/(?P<block>[\w-]+)\.(?P<kind>csv|svg|png)$",
        report_file,
        name="report_file",
    ),
    path("business-case/", business_case, name="business-case"),
    path("business-case/withdraw/", withdraw, name="business-case-withdraw"),
]
