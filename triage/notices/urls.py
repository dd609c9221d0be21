"""Where the links in mail lead: to pages that nobody signs in for."""

from django.urls import path

from triage.notices import mail_pages

urlpatterns = [
    path("follow-up/<str:token>", mail_pages.follow_up, name="mail-follow-up"),
    path("stop/<str:token>", mail_pages.stop, name="mail-stop"),
]
