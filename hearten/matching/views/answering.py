"""A proposal as each of the two sees it, and their answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import NotPossible
from hearten.matching import actions, ports, queries
from hearten.matching.models import Proposal, Stage


@signed_in
def proposal(request: PersonRequest, proposal_id: UUID) -> HttpResponse:
    """Why these two might fit; yes or no."""
    found = queries.proposals_visible_to(request.user).filter(pk=proposal_id).first()
    if found is None and request.method == "POST":
        return _taken_back(request, proposal_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _answered(request, found)
    card = queries.card_of(found, request.user)
    return render(request, "matching/proposal.html", {"card": card})


def _taken_back(request: PersonRequest, proposal_id: UUID) -> HttpResponse:
    """The member answers a supporter's yes that was taken back since: they are told, and still wait.
    To everybody else, and to a look, there is nothing here."""
    if not queries.requests_visible_to(request.user).filter(proposals=proposal_id).exists():
        raise Http404
    messages.warning(
        request, _("This does not stand any more. You keep your place, and we look further.")
    )
    return redirect("matching:waiting")


def _answered(request: PersonRequest, found: Proposal) -> HttpResponse:
    yes = request.POST.get("answer") == "yes"
    if not yes and request.POST.get("answer") != "no":
        return redirect("matching:proposal", found.pk)
    try:
        answered = actions.answer_proposal(proposal=found, yes=yes, by=request.user)
    except NotPossible as error:
        messages.warning(request, error.message)
        return redirect("matching:proposal", found.pk)
    if answered.stage == Stage.ACCEPTED:
        messages.success(request, _("You both said yes."))
        return redirect("matching:talk", answered.pairing.pk)
    messages.success(request, _thanks(yes))
    is_supporter = found.supporter_id == request.user.id
    return redirect("matching:inbox" if is_supporter else "matching:waiting")


def _thanks(yes: bool) -> str:
    if yes:
        return _("Thank you. Now the other person is asked, and you hear of it here.")
    return _("Thank you for saying so. The other person is not told your reason.")


@signed_in
def talk(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """Leads to where the two of a pairing talk."""
    if queries.pairing_visible_to(request.user, pairing_id) is None:
        raise Http404
    return redirect(ports.talk_address(pairing_id) or "pages:home")
