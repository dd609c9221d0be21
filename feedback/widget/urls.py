"""Where pages of other origins find the widget."""

from django.urls import path

from feedback.widget.pages import file

urlpatterns = [
    path("<str:name>", file, name="widget"),
    path("<slug:version>/<str:name>", file, name="widget-version"),
]
