"""The recovery codes: shown for a short while, until the person says they have kept them, then never
again."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import actions, confirmation, queries, signing_in
from hearten.accounts.access import PersonRequest, signed_in
from hearten.accounts.views.confirming import confirmed

TO_SHOW = "codes_to_show"


@signed_in
def codes(request: PersonRequest) -> HttpResponse:
    """Right after they were made: the codes. Later: how many are left, and making new ones."""
    left = queries.recovery_codes_left(request.user)
    shown = [_grouped(code) for code in left] if _to_show(request) else []
    return render(request, "accounts/codes.html", {"codes": shown, "left": len(left)})


@signed_in
def codes_file(request: PersonRequest) -> HttpResponse:
    """The codes as a text file with a neutral name, as long as they may be shown."""
    if not _to_show(request):
        return redirect("accounts:codes")
    lines = [_grouped(code) for code in queries.recovery_codes_left(request.user)]
    text = "\n".join([_("Each of these works once."), "", *lines, ""])
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codes.txt"'
    return response


@require_POST
@signed_in
def codes_kept(request: PersonRequest) -> HttpResponse:
    """The person has them: they are not shown again."""
    after = request.session.pop(TO_SHOW, "")
    if after == "joined":
        return redirect(signing_in.safe_next(request, ""))
    return redirect("accounts:settings")


@require_POST
@signed_in
@confirmed
def new_codes(request: PersonRequest) -> HttpResponse:
    """A fresh set; the one before no longer works."""
    actions.make_recovery_codes(account=request.user, by=request.user)
    request.session[TO_SHOW] = "made"
    return redirect("accounts:codes")


def _to_show(request: PersonRequest) -> bool:
    """Only a short while after the person proved who they are: a page nobody closed must not hand
    the codes to whoever finds it."""
    return TO_SHOW in request.session and confirmation.is_confirmed(request)


def _grouped(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
