"""Addresses of notifications."""

from django.urls import path

from hearten.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.ways, name="ways"),
    path("<uuid:way_id>/verify/", views.verify, name="verify_way"),
    path("<uuid:way_id>/code/", views.send_code, name="send_code"),
    path("<uuid:way_id>/remove/", views.remove, name="remove_way"),
]
