"""The floor's pages, below a project's address."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
