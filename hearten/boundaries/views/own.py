"""What concerns oneself: a supporter's cards and week, and the member's "you do not have to"."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.boundaries import actions, queries
from hearten.boundaries.models import Answer

_who_carry = with_role(Role.SUPPORTER, Role.MODERATOR)
_THANKS = {
    Answer.FINE: gettext_lazy("All right. Thank you for looking at it."),
    Answer.CHANGED: gettext_lazy("Good. Thank you for looking after yourself and them."),
    Answer.HELP: gettext_lazy(
        "A supervisor will talk with you. They see what kind it was and how often, never what was written."
    ),
}
_NOBODY = gettext_lazy(
    "There is no supervisor in this programme at the moment. Please tell a manager: you should have somebody."
)


@_who_carry
def mine(request: PersonRequest) -> HttpResponse:
    """All cards that wait, and the week so far."""
    own = queries.own_of(request.user, request.programme)
    return render(request, "boundaries/mine.html", {"own": own})


@_who_carry
def rest(request: PersonRequest) -> HttpResponse:
    """How much crisis work the week held, and until when there is a break."""
    exposure = queries.exposure_now(request.user, request.programme)
    settings = queries.settings_of(request.programme)
    context = {"exposure": exposure, "settings": settings}
    return render(request, "boundaries/rest.html", context)


@require_POST
@signed_in
def answer(request: PersonRequest, concern_id: UUID) -> HttpResponse:
    """One press on a card: back to the talk it was pressed in, or to the list."""
    concern = get_object_or_404(queries.concerns_of(request.user), pk=concern_id)
    said = request.POST.get("answer", "")
    if said in Answer:
        chosen = Answer(said)
        actions.answer_card(concern=concern, answer=chosen, by=request.user)
        if chosen == Answer.HELP and not queries.has_supervisor(request.user, request.programme):
            messages.warning(request, _NOBODY)
        else:
            messages.success(request, _THANKS[chosen])
    else:
        messages.error(request, _("Please choose one of the answers."))
    return redirect(_back(request) or "boundaries:mine")


@require_POST
@signed_in
def put_away(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """The member closes their card."""
    actions.put_member_card_away(pairing_id=pairing_id, by=request.user)
    return redirect(queries.talk_of(request.user, pairing_id) or "pages:home")


def _back(request: PersonRequest) -> str | None:
    try:
        pairing_id = UUID(request.POST.get("pairing", ""))
    except ValueError:
        return None
    return queries.talk_of(request.user, pairing_id)
