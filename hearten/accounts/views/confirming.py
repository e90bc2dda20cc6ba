"""Asking again who it is before a way in changes."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import confirmation, passkeys, queries, signing_in, throttle
from hearten.accounts.access import PersonRequest, PersonView, ReaderRequest, ReaderView, signed_in
from hearten.accounts.forms.joining import ConfirmForm
from hearten.accounts.rules import passphrases
from hearten.foundation.errors import Invalid, NotPossible

_P = ParamSpec("_P")
_View = Callable[Concatenate[PersonRequest, _P], HttpResponseBase]


def confirmed(view: _View[_P]) -> PersonView[_P]:
    """Under `signed_in`: ask who it is unless they proved it a short while ago."""

    def checked(request: PersonRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if confirmation.is_confirmed(request):
            return view(request, *args, **kwargs)
        after = request.path if request.method == "GET" else reverse("accounts:settings")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': after})}")

    update_wrapper(checked, view)
    return checked


def confirmed_reader(view: ReaderView[_P]) -> ReaderView[_P]:
    """Under `signed_in_or_suspended`, as `confirmed`. Who is suspended proved it at the door, which
    shuts by itself."""

    def checked(request: ReaderRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if request.suspended or confirmation.is_confirmed(request):
            return view(request, *args, **kwargs)
        after = request.path if request.method == "GET" else reverse("accounts:settings")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': after})}")

    update_wrapper(checked, view)
    return checked


@signed_in
def confirm(request: PersonRequest) -> HttpResponse:
    """Passphrase or passkey once more, then back to where the person was going."""
    after = request.POST.get("next") or request.GET.get("next", "")
    credential = request.POST.get("credential", "")
    form = ConfirmForm(request.POST if request.method == "POST" and not credential else None)
    trouble = ""
    if credential or form.is_valid():
        try:
            _check(request, credential, form)
            return redirect(signing_in.safe_next(request, after))
        except (Invalid, NotPossible) as error:
            trouble = error.message
    page = {
        "form": form,
        "after": after,
        "trouble": trouble,
        "has_passphrase": request.user.has_usable_password(),
        "has_passkey": queries.passkeys_of(request.user).exists(),
    }
    status = 422 if trouble or form.errors else 200
    return render(request, "accounts/confirm.html", page, status=status)


@require_POST
@signed_in
def confirm_passkey(request: PersonRequest) -> HttpResponse:
    """What the browser needs to show one of the person's passkeys (JSON)."""
    return JsonResponse(dict(passkeys.to_use(request.user)))


def _check(request: PersonRequest, credential: str, form: ConfirmForm) -> None:
    tried = throttle.count(request, throttle.Trying.CONFIRM, whose=str(request.user.id))
    if credential:
        passkeys.used(credential, account=request.user)
    elif not request.user.check_password(passphrases.normal(form.cleaned_data["passphrase"])):
        raise Invalid(_("This is not your passphrase. Please try again."), code="wrong")
    tried.succeeded()
    confirmation.mark_confirmed(request)
