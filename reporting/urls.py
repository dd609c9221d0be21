"""The floor's part of the API."""

from django.urls import path

from reporting.audits.api import AuditItems, AuditItemView, Audits
from reporting.report.api import Metrics, MetricView
from reporting.report.reports_api import Reports, ReportView
from reporting.trajectory.api import BusinessCase, BusinessCaseWithdrawal

urlpatterns = [
    path("metrics", Metrics.as_view(), name="metrics"),
    path("metrics/<str:name>", MetricView.as_view(), name="metric"),
    path("audits", Audits.as_view(), name="audits-data"),
    path("audits/<uuid:audit_id>/items", AuditItems.as_view(), name="audit-items-data"),
    path(
        "audits/<uuid:audit_id>/items/<uuid:item_id>",
        AuditItemView.as_view(),
        name="audit-item-data",
    ),
    path("business-case", BusinessCase.as_view(), name="business-case-data"),
    path(
        "business-case/withdraw",
        BusinessCaseWithdrawal.as_view(),
        name="business-case-withdraw-data",
    ),
    path("reports", Reports.as_view(), name="api_reports"),
    path("reports/<str:name>", ReportView.as_view(), name="api_report"),
]
