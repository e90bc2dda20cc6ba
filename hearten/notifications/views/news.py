"""Of what one is told, when and where; and ending it from a mail."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions, forms, queries
from hearten.notifications.views.ways import own, page

FROM_A_MAIL = SystemActor("from a mail")


@require_POST
@signed_in
def choose(request: PersonRequest) -> HttpResponse:
    """What and when."""
    form = forms.NewsForm(request.POST, chosen=queries.news_settings_of(request.user))
    if not form.is_valid():
        return page(request, filled={"news_form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.save_news_settings(account=request.user, by=request.user, **form.choice())
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("notifications:ways")


@require_POST
@signed_in
def bring(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """By this way too, or not any more."""
    actions.set_brings_news(way=own(request, way_id), on="on" in request.POST, by=request.user)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("notifications:ways")


# Whoever reads mail may be signed in nowhere: the signed address is the proof, also for the one request
# a mail program sends by itself. A GET changes nothing, for scanners open every address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, way_id: UUID, signature: str) -> HttpResponse:
    """End news by this address."""
    if not queries.may_stop(way_id, signature):
        raise Http404
    stopped = request.method == "POST"
    if stopped:
        actions.stop_news(way_id=way_id, by=FROM_A_MAIL)
    return render(request, "notifications/stop.html", {"stopped": stopped})
