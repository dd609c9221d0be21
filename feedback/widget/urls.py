"""Where pages of other origins find the widget."""

from django.urls import path

from feedback.widget.pages import script

urlpatterns = [path("errata.js", script, name="widget")]
