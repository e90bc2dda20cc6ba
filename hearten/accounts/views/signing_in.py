"""Signing in and out."""

from allauth.account.stages import LoginStageController
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import passkeys, queries, signing_in, throttle
from hearten.accounts.forms import given
from hearten.accounts.forms.fields import take_errors
from hearten.accounts.forms.joining import CodeForm, SignInForm
from hearten.accounts.stages import OneTimeCodeStage
from hearten.foundation.errors import HeartenError, Invalid, NotPossible


def sign_in(request: HttpRequest) -> HttpResponse:
    """Pseudonym and passphrase."""
    after = request.POST.get("next") or request.GET.get("next", "")
    if request.user.is_authenticated:
        return redirect(signing_in.safe_next(request, after))
    form = SignInForm(given(request), initial={"next": after})
    if form.is_valid():
        data = form.cleaned_data
        try:
            account = signing_in.by_passphrase(request, data["pseudonym"], data["passphrase"])
            return signing_in.start_with_passphrase(request, account, after=after)
        except (Invalid, NotPossible) as error:
            form.add_error(None, error.message)
    return render(request, "accounts/sign_in.html", {"form": form}, status=_status(form))


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to show any passkey of this site (JSON)."""
    throttle.count(request, throttle.Trying.PASSKEY)
    return JsonResponse(dict(passkeys.to_use()))


@require_POST
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey's answer instead of name and passphrase."""
    after = request.POST.get("next", "")
    try:
        account, passkey = signing_in.by_passkey(request, request.POST.get("credential", ""))
        return signing_in.start_with_passkey(request, account, passkey, after=after)
    except HeartenError as error:
        form = SignInForm(initial={"next": after})
        page = {"form": form, "trouble": error.message}
        return render(request, "accounts/sign_in.html", page, status=422)


def one_time_code(request: HttpRequest) -> HttpResponse:
    """After the right passphrase: the code from the person's app."""
    stage = LoginStageController.enter(request, OneTimeCodeStage.key)
    if stage is None:
        return redirect("accounts:sign_in")
    form = CodeForm(given(request))
    if form.is_valid():
        try:
            _check_code(request, stage, form.cleaned_data["code"])
            response: HttpResponse = stage.exit()
            return response
        except (Invalid, NotPossible) as error:
            take_errors(form, Invalid(error.message, fields={"code": error.message}))
    return render(request, "accounts/one_time_code.html", {"form": form}, status=_status(form))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, and have the browser forget what it kept."""
    logout(request)
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _check_code(request: HttpRequest, stage: OneTimeCodeStage, code: str) -> None:
    account = stage.login.user
    trying = throttle.Trying.ONE_TIME_CODE
    tried = throttle.count_for(request, trying, account=account, whose=str(account.pk))
    totp = queries.totp_of(account)
    if totp is None or not TOTP(totp).validate_code(code):
        raise Invalid(_("This code did not work. Please type the one your app shows now."))
    tried.succeeded()


def _status(form: SignInForm | CodeForm) -> int:
    return 422 if form.errors else 200
