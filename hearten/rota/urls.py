"""Addresses of the rota."""

from django.urls import path

from hearten.rota import views

app_name = "rota"
urlpatterns = [
    path("", views.rota, name="rota"),
    path("change/", views.add_change, name="add_duty_change"),
    path("settings/", views.settings, name="escalation"),
    path("shift/<uuid:shift_id>/remove/", views.remove_shift, name="remove_shift"),
    path("change/<uuid:change_id>/remove/", views.remove_change, name="remove_duty_change"),
]
