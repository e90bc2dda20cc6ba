"""Addresses of boundaries."""

from django.urls import path

from hearten.boundaries.views import managing, own, supervising

app_name = "boundaries"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("rest/", own.rest, name="rest"),
    path("cards/<uuid:concern_id>/", own.answer, name="answer"),
    path("away/<uuid:pairing_id>/", own.put_away, name="put_away"),
    path("supporters/", supervising.supporters, name="supporters"),
    path("supporters/<uuid:concern_id>/", supervising.concern, name="concern"),
    path("supporters/<uuid:concern_id>/close/", supervising.close, name="close"),
    path("settings/", managing.settings, name="settings"),
]
