"""The ground floor's pages, below a project's address."""

from django.urls import path

from feedback.directory import pages

urlpatterns = [
    path("access/", pages.access, name="access"),
    path("access/members/add", pages.add, name="add_member"),
    path("access/members/end", pages.end, name="end_member"),
    path("access/keys/new", pages.new_key, name="new_key"),
    path("access/keys/revoke", pages.revoke, name="revoke_key"),
]
