"""Feeds, and what managers keep for machines."""

from django.urls import path

from hearten.integrations.views import feeds, tokens, webhooks

app_name = "integrations"
urlpatterns = [
    path("feeds/spaces/<uuid:space_id>/", feeds.space_feed, name="space_feed"),
    path("programme/tokens/", tokens.tokens, name="tokens"),
    path("programme/tokens/new/", tokens.make, name="make_token"),
    path("programme/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("programme/webhooks/", webhooks.webhooks, name="webhooks"),
    path("programme/webhooks/new/", webhooks.register, name="register_webhook"),
    path("programme/webhooks/<uuid:webhook_id>/", webhooks.webhook, name="webhook"),
    path("programme/webhooks/<uuid:webhook_id>/test/", webhooks.test, name="test_webhook"),
    path("programme/webhooks/<uuid:webhook_id>/switch/", webhooks.switch, name="switch_webhook"),
    path("programme/webhooks/<uuid:webhook_id>/secret/", webhooks.rotate, name="rotate_secret"),
    path("programme/webhooks/<uuid:webhook_id>/remove/", webhooks.remove, name="remove_webhook"),
    path(
        "programme/webhooks/<uuid:webhook_id>/<uuid:telling_id>/",
        webhooks.again,
        name="send_again",
    ),
    path("feeds/threads/<uuid:thread_id>/", feeds.thread_feed, name="thread_feed"),
]
