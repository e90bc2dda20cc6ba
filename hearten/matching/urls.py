"""Addresses of matching. Paths name no condition and no person."""

from django.urls import path

from hearten.matching.views import answering, asking, ending, managing, supporting, waiting

app_name = "matching"
urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/cancel/", asking.cancel, name="cancel"),
    path("waiting/choose/", waiting.choose, name="choose"),
    path("question/<uuid:proposal_id>/", answering.proposal, name="proposal"),
    path("pair/<uuid:pairing_id>/", answering.talk, name="talk"),
    path("pair/<uuid:pairing_id>/again/", asking.ask_again, name="ask_again"),
    path("pair/<uuid:pairing_id>/feedback/", ending.feedback, name="feedback"),
    path("pair/<uuid:pairing_id>/handover/", ending.handover, name="handover"),
    path("pair/<uuid:pairing_id>/handover/write/", ending.hand_over, name="hand_over"),
    path("inbox/", supporting.inbox, name="inbox"),
    path("inbox/pause/", supporting.pause, name="pause"),
    path("inbox/settings/", supporting.supporter_settings, name="supporter_settings"),
    path("waits/", managing.waits, name="waits"),
    path("waits/settings/", managing.times, name="settings"),
]
