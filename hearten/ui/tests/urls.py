"""Every page there is, for the frame links to them, and views that fail in each way."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import include, path

from hearten.foundation.errors import Invalid, NotAllowed, NotPossible


def fails(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("", include("config.urls")),
    path("fine/", lambda request: HttpResponse("fine")),
    path("broken/", fails(RuntimeError("secret detail"))),
    path("denied/", fails(PermissionDenied("secret detail"))),
    path("not-allowed/", fails(NotAllowed("Only supporters may do this."))),
    path("not-possible/", fails(NotPossible("It has ended."))),
    path("invalid/", fails(Invalid("Please write something first."))),
]

handler400 = "hearten.ui.views.bad_request"
handler403 = "hearten.ui.views.forbidden"
handler404 = "hearten.ui.views.not_found"
handler500 = "hearten.ui.views.server_error"
