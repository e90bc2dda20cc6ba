"""Waiting honestly, and choosing for oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible
from hearten.matching import actions, queries
from hearten.matching.models import SupportRequest
from hearten.matching.rules import is_choosing
from hearten.matching.throttle import within_sight
from hearten.matching.views.fresh import fresh


@signed_in
def waiting(request: PersonRequest) -> HttpResponse:
    """Place, honest estimate, and what to do meanwhile."""
    present = queries.open_request(request.user, request.programme.id)
    context = {
        "waiting": queries.waiting_of(present) if present is not None else None,
        "current": (
            queries.current_for(request.user, request.programme) if present is None else None
        ),
    }
    return fresh(request, "matching/waiting.html", "matching/waiting_part.html", context)


@signed_in
def choose(request: PersonRequest) -> HttpResponse:
    """Up to three supporters who fit, to choose from."""
    present = queries.open_request(request.user, request.programme.id)
    if present is None:
        return redirect("matching:waiting")
    if request.method == "POST" and "queue" in request.POST:
        return _left_to_queue(request, present)
    if request.method == "POST":
        return _chosen(request, present)
    fitting = queries.suggestions_for(present)
    shown = within_sight(request.user, fitting)
    context = {
        "waiting": present,
        "choosing": is_choosing(present.choose_until, clock.now()),
        "suggestions": shown,
        "seen_enough": bool(fitting) and not shown,
    }
    return render(request, "matching/choose.html", context)


def _left_to_queue(request: PersonRequest, present: SupportRequest) -> HttpResponse:
    actions.stop_choosing(request=present, by=request.user)
    messages.success(request, _("We ask whoever fits best. You hear of it here."))
    return redirect("matching:waiting")


def _chosen(request: PersonRequest, present: SupportRequest) -> HttpResponse:
    """Asks the one who was chosen, if they still fit."""
    given = request.POST.get("supporter", "")
    fitting = within_sight(request.user, queries.suggestions_for(present))
    offered = {str(one.supporter.id): one.supporter for one in fitting}
    try:
        if given not in offered:
            raise NotPossible(_("This person cannot be asked any more. Look at who fits now."))
        actions.choose_supporter(request=present, supporter=offered[given], by=request.user)
    except NotPossible as error:
        messages.warning(request, error.message)
        return redirect("matching:choose")
    messages.success(request, _("We are asking them. You hear of it here."))
    return redirect("matching:waiting")
