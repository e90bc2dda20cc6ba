"""Being on duty: who is, what calls, and "I have it"."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.notifications.queries import has_ended_way, kinds_here, people_with_ways
from hearten.rota.queries import duty_now
from hearten.safety import actions, queries

_moderators = with_role(Role.MODERATOR)


@_moderators
def duty(request: PersonRequest) -> HttpResponse:
    """Am I on duty, who else is, and what is open."""
    now = clock.shared_now()
    shown = duty_now(request.programme, now)
    alerts = queries.open_alerts(request.user, request.programme)
    context = {
        "duty": shown,
        "mine": request.user in shown.on,
        "alerts": [{"alert": one, "age": now - one.raised_at} for one in alerts],
        "reachable": bool(people_with_ways([request.user.pk])),
        "kinds": kinds_here(),
        "ended": has_ended_way(request.user),
    }
    return render(request, "safety/duty.html", context)


@signed_in
def calling(request: PersonRequest) -> HttpResponse:
    """The part of a page that says "you are being called"; empty for whoever is not."""
    now = clock.shared_now()
    alert = queries.calling(request.user, request.programme, now)
    return render(request, "safety/calling.html", {"calling": alert})


@require_POST
@_moderators
def have_it(request: PersonRequest, alert_id: UUID) -> HttpResponse:
    """ "I have it"."""
    seen = queries.alerts_visible_to(request.user, request.programme)
    alert = get_object_or_404(seen, pk=alert_id)
    try:
        actions.claim_alert(alert=alert, by=request.user)
    except HeartenError as error:
        messages.error(request, error.message)
        return redirect("safety:duty")
    if alert.case_id is None:
        messages.success(request, _("Thank you. This was a practice, and it reached you."))
        return redirect("safety:duty")
    messages.success(request, _("It is yours."))
    return redirect("safety:case", case_id=alert.case_id)
