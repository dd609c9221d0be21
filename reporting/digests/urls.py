"""Where the links in reports' mail lead: to a page that nobody signs in for."""

from django.urls import path

from reporting.digests import pages

urlpatterns = [path("reports/stop/<str:token>", pages.stop, name="report-mail-stop")]
