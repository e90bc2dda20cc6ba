"""Where each domain's pages live. Paths name no condition and no person."""

from django.urls import include, path

from hearten.accounts.views.languages import choose_language

urlpatterns = [
    path("", include("hearten.pages.urls")),
    path("", include("hearten.ui.urls")),
    path("", include("hearten.accounts.urls")),
    path("", include("hearten.profiles.urls")),
    path("support/", include("hearten.matching.urls")),
    path("talk/", include("hearten.conversations.urls")),
    path("community/", include("hearten.forum.urls")),
    path("community/", include("hearten.polls.urls")),
    path("", include("hearten.integrations.urls")),
    path("groups/", include("hearten.groups.urls")),
    path("meetings/", include("hearten.cockpit.urls")),
    path("boundaries/", include("hearten.boundaries.urls")),
    path("plan/", include("hearten.toolkit.urls")),
    path("decisions/", include("hearten.conduct.urls")),
    path("safety/", include("hearten.crisis.urls")),
    path("safety/rota/", include("hearten.rota.urls")),
    path("safety/", include("hearten.safety.urls")),
    path("emergency/", include("hearten.identity.urls")),
    path("reach/", include("hearten.notifications.urls")),
    path("api/v1/", include("config.api")),
    path("language/", choose_language, name="set_language"),
]

handler400 = "hearten.ui.views.bad_request"
handler403 = "hearten.ui.views.forbidden"
handler404 = "hearten.ui.views.not_found"
handler500 = "hearten.ui.views.server_error"
