"""Waiting honestly, and choosing for oneself."""

from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import NotPossible
from hearten.matching import actions, queries
from hearten.matching.models import SupportRequest


@signed_in
def waiting(request: PersonRequest) -> HttpResponse:
    """Place, honest estimate, and what to do meanwhile. The first part refreshes by itself."""
    words = _words(request)
    digest = sha256(words.encode()).hexdigest()[:16]
    context = {"words": words, "digest": digest}
    if not request.headers.get("HX-Request"):
        return render(request, "matching/waiting.html", context)
    if request.GET.get("seen") == digest:
        # Nothing new: nothing is swapped, so nobody loses their place and nothing is read out.
        return HttpResponse(status=204)
    return render(request, "matching/waiting_words.html", context)


def _words(request: PersonRequest) -> str:
    """The part that changes."""
    present = queries.open_request(request.user, request.programme.id)
    shown = queries.waiting_of(present) if present is not None else None
    current = queries.current_for(request.user, request.programme)
    context = {"waiting": shown, "current": current, "with_others": len(current.pairings)}
    return render_to_string("matching/waiting_part.html", context, request=request)


@signed_in
def choose(request: PersonRequest) -> HttpResponse:
    """Up to three supporters who fit, to choose from."""
    present = queries.open_request(request.user, request.programme.id)
    if present is None:
        return redirect("matching:waiting")
    if request.method == "POST":
        return _chosen(request, present)
    suggestions = queries.suggestions_for(present)
    return render(request, "matching/choose.html", {"waiting": present, "suggestions": suggestions})


def _chosen(request: PersonRequest, present: SupportRequest) -> HttpResponse:
    """Asks the one who was chosen, if they still fit."""
    given = request.POST.get("supporter", "")
    offered = {str(one.supporter.id): one.supporter for one in queries.suggestions_for(present)}
    try:
        if given not in offered:
            raise NotPossible(_("This person cannot be asked any more. Look at who fits now."))
        actions.choose_supporter(request=present, supporter=offered[given], by=request.user)
    except NotPossible as error:
        messages.warning(request, error.message)
        return redirect("matching:choose")
    messages.success(request, _("We are asking them. You hear of it here."))
    return redirect("matching:waiting")
