"""Addresses of conduct."""

from django.urls import path

from hearten.conduct.views import own, reviewing

app_name = "conduct"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("letters/<uuid:letter_id>/", own.letter, name="letter"),
    path("waiting/", reviewing.reviews, name="reviews"),
    path("waiting/<uuid:measure_id>/", reviewing.proposal, name="proposal"),
    path("waiting/<uuid:measure_id>/agree/", reviewing.confirm, name="confirm"),
    path("waiting/<uuid:measure_id>/decline/", reviewing.decline, name="decline"),
    path("waiting/<uuid:measure_id>/lift/", reviewing.lift, name="lift"),
    path("appeals/<uuid:appeal_id>/", reviewing.appealed, name="appealed"),
    path("promise/", reviewing.promise, name="promise"),
    path("<uuid:measure_id>/", own.decision, name="decision"),
    path("<uuid:measure_id>/read/", own.acknowledge, name="acknowledge"),
    path("<uuid:measure_id>/appeal/", own.appeal, name="appeal"),
]
