"""Addresses of safety."""

from django.urls import path

from hearten.safety.views import crisis

app_name = "safety"
urlpatterns = [
    path("crisis/", crisis.crisis, name="crisis"),
]
