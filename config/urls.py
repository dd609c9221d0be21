"""Every address of the project. The API of each floor comes under /api/v1/."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("config.account_urls")),
    path(
        "api/schema",
        SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]),
        name="schema",
    ),
    path(
        "api/docs",
        SpectacularSwaggerSplitView.as_view(
            url_name="schema", authentication_classes=[], permission_classes=[]
        ),
        name="docs",
    ),
    path("api/v1/", include("feedback.urls")),
    path("api/v1/", include("triage.urls")),
    path("api/v1/", include("reporting.urls")),
    path("p/<slug:project>/", include("feedback.page_urls")),
    path("p/<slug:project>/", include("triage.page_urls")),
    path("p/<slug:project>/", include("reporting.page_urls")),
    path("told/", include("triage.notices.urls")),
    path("told/", include("reporting.digests.urls")),
    path("widget/", include("feedback.widget.urls")),
    path("demo/", include("demo.urls")),
]

handler400 = "config.failures.bad_request"
handler404 = "config.failures.page_not_found"
handler500 = "config.failures.server_error"
