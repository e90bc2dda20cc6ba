"""Joining."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from hearten.accounts import actions, passkeys, places, queries, signing_in, throttle
from hearten.accounts.forms import given
from hearten.accounts.forms.fields import take_errors
from hearten.accounts.forms.joining import JoinForm
from hearten.accounts.models import Account, Programme
from hearten.accounts.rules import passphrases
from hearten.accounts.views.codes import TO_SHOW
from hearten.foundation import ids
from hearten.foundation.errors import Invalid

JOINING = "joining"


def choose(request: HttpRequest) -> HttpResponse:
    """Where to join: straight to the programme when there is only one."""
    programme = queries.programme_to_join()
    if programme is not None:
        return join(request, programme.slug)
    programmes = queries.welcomes_in(queries.open_programmes(), places.language_here())
    return render(request, "accounts/join_where.html", {"programmes": programmes})


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The one page of joining."""
    programme = _programme(slug)
    if request.user.is_authenticated:
        return redirect(signing_in.safe_next(request, ""))
    if not programme.open_to_join:
        return render(request, "accounts/join_closed.html", {"programme": programme})
    form = _form(request, programme)
    if request.method == "POST":
        throttle.count(request, throttle.Trying.JOIN)
        if form.is_valid() and (account := _joined(request, form)):
            actions.make_recovery_codes(account=account, by=account)
            request.session[TO_SHOW] = "joined"
            return signing_in.start(request, account, after=reverse("accounts:codes"))
    return render(request, "accounts/join.html", _page(form), status=422 if form.errors else 200)


@require_POST
def passkey(request: HttpRequest, slug: str) -> HttpResponse:
    """What the browser needs to make a passkey, once the rest of the form is right (JSON); 422
    when it is not, and the script sends the form as usual to show why."""
    form = _form(request, _programme(slug))
    throttle.count(request, throttle.Trying.JOIN)
    if not form.is_valid():
        return JsonResponse({}, status=422)
    account = Account(id=ids.new_id(), pseudonym=form.cleaned_data["pseudonym"])
    request.session[JOINING] = str(account.id)
    return JsonResponse(dict(passkeys.to_make(account)))


def _programme(slug: str) -> Programme:
    programme = queries.programme_to_join(slug)
    if programme is None:
        raise Http404
    return programme


def _form(request: HttpRequest, programme: Programme) -> JoinForm:
    texts = queries.texts_in(queries.agreements_to_join(programme), places.language_here())
    return JoinForm(given(request), programme=programme, texts=texts)


def _page(form: JoinForm) -> dict[str, Any]:
    return {
        "form": form,
        "programme": form.programme,
        "welcome": queries.welcome_in(form.programme, places.language_here()),
        "suggestion": passphrases.suggestion(),
    }


def _joined(request: HttpRequest, form: JoinForm) -> Account | None:
    data = form.cleaned_data
    try:
        how = _by_passkey(request, form) if form.by_passkey else {"passphrase": data["passphrase"]}
        return actions.join(
            programme=form.programme,
            pseudonym=data["pseudonym"],
            age_confirmed=form.confirmed_age,
            agreed=form.agreed(),
            language=translation.get_language() or "",
            time_zone=places.zone_or_utc(data["time_zone"]),
            by=actions.VISITOR,
            **how,
        )
    except Invalid as error:
        take_errors(form, error)
        return None


def _by_passkey(request: HttpRequest, form: JoinForm) -> dict[str, Any]:
    credential = passkeys.made(form.cleaned_data["credential"])
    return {"passkey": credential, "account_id": UUID(request.session.pop(JOINING))}
