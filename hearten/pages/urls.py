"""Addresses of pages. The supporters' inbox is matching's own page, so there is one inbox only."""

from django.urls import path

from hearten.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("programme/", views.programme, name="programme"),
]
