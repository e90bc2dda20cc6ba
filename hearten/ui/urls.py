from django.urls import path

from hearten.ui import views

app_name = "ui"
urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("leaving/", views.leaving, name="leaving"),
    path("languages/", views.languages, name="languages"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
