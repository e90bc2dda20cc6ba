"""Feeds, and what managers keep for machines."""

from django.urls import path

from hearten.integrations.views import feeds, tokens

app_name = "integrations"
urlpatterns = [
    path("feeds/spaces/<uuid:space_id>/", feeds.space_feed, name="space_feed"),
    path("programme/tokens/", tokens.tokens, name="tokens"),
    path("programme/tokens/new/", tokens.make, name="make_token"),
    path("programme/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("feeds/threads/<uuid:thread_id>/", feeds.thread_feed, name="thread_feed"),
]
