"""Pages of polls, beside their threads."""

from django.urls import path

from hearten.polls import views

app_name = "polls"
urlpatterns = [
    path("threads/<uuid:thread_id>/poll/", views.poll, name="poll"),
    path("threads/<uuid:thread_id>/poll/new/", views.ask, name="ask"),
    path("threads/<uuid:thread_id>/poll/close/", views.close, name="close"),
]
