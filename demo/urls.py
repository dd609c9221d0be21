"""The demonstration chat."""

from django.urls import path

from demo.chat import pages

urlpatterns = [
    path("", pages.chat, name="chat"),
    path("ask", pages.ask, name="chat_ask"),
    path("person", pages.play, name="chat_person"),
    path("afresh", pages.afresh, name="chat_afresh"),
]
