"""The ground floor's pages, below a project's address."""

from django.urls import path

from feedback.directory import key_pages, pages, reason_pages
from feedback.privacy import pages as privacy_pages

urlpatterns = [
    path("access/", pages.access, name="access"),
    path("access/members/add", pages.add, name="add_member"),
    path("access/members/end", pages.end, name="end_member"),
    path("access/keys/new", key_pages.new_key, name="new_key"),
    path("access/capture", pages.choose_capture, name="choose_capture"),
    path("access/keys/rotate", key_pages.rotate, name="rotate_key"),
    path("privacy/", privacy_pages.privacy, name="privacy"),
    path("privacy/choose", privacy_pages.choose_masking, name="choose_masking"),
    path("reasons/", reason_pages.reasons, name="project_reasons"),
    path("reasons/add", reason_pages.add, name="add_reason"),
    path("reasons/change", reason_pages.change, name="change_reason"),
    path("reasons/move", reason_pages.move, name="move_reason"),
    path("reasons/retire", reason_pages.retire, name="retire_reason"),
    path("reasons/bring-back", reason_pages.bring_back, name="bring_back_reason"),
    path("access/keys/revoke", key_pages.revoke, name="revoke_key"),
]
