"""Addresses of identity. They say nothing to whoever looks over a shoulder."""

from django.urls import path

from hearten.identity import views

app_name = "identity"
urlpatterns = [
    path("", views.own.details, name="details"),
    path("read/<uuid:notice_id>/", views.own.read, name="read_notice"),
    path("asked/", views.second.asked, name="asked"),
    path("asked/<uuid:opening_id>/", views.second.answer, name="answer"),
    path("case/<uuid:case_id>/", views.opening.case, name="case"),
    path("case/<uuid:case_id>/open/", views.opening.look, name="open"),
    path("case/<uuid:case_id>/told/", views.opening.told, name="told"),
    path("register/", views.register.register, name="register"),
    path("register/left/", views.register.releases, name="releases"),
]
