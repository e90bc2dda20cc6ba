"""Ways in: passphrase, passkeys, one-time codes. Each asks first who it is."""

from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from allauth.mfa.utils import decrypt, encrypt
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import actions, device_marks, passkeys, qr_code, queries, throttle
from hearten.accounts.access import PersonRequest, signed_in
from hearten.accounts.forms import given
from hearten.accounts.forms.fields import take_errors
from hearten.accounts.forms.joining import CodeForm, NewPassphraseForm
from hearten.accounts.forms.settings import PasskeyForm
from hearten.accounts.rules import passphrases
from hearten.accounts.views.confirming import confirmed
from hearten.accounts.views.settings import this_session
from hearten.foundation.errors import Invalid, NotPossible

TOTP_SECRET = "totp_secret"  # noqa: S105 - the name of a session key


@signed_in
@confirmed
def passphrase(request: PersonRequest) -> HttpResponse:
    """Set or change the passphrase; other devices are signed out."""
    form = NewPassphraseForm(given(request), account=request.user)
    if form.is_valid():
        changed = actions.change_passphrase(
            account=request.user,
            passphrase=form.cleaned_data["passphrase"],
            keep_session=this_session(request),
            by=request.user,
        )
        update_session_auth_hash(request, changed)
        messages.success(request, _("Your passphrase is changed. Other devices are signed out."))
        response = redirect("accounts:settings")
        device_marks.give(response, changed)
        return response
    page = {"form": form, "suggestion": passphrases.suggestion()}
    status = 422 if form.errors else 200
    return render(request, "accounts/passphrase.html", page, status=status)


@signed_in
@confirmed
def passkeys_page(request: PersonRequest) -> HttpResponse:
    """The person's passkeys, and a new one."""
    form = PasskeyForm(given(request))
    if form.is_valid():
        try:
            _add_passkey(request, form)
            return redirect("accounts:passkeys")
        except Invalid as error:
            take_errors(form, error)
    page = {"form": form, "passkeys": list(queries.passkeys_of(request.user))}
    status = 422 if form.errors else 200
    return render(request, "accounts/passkeys.html", page, status=status)


@require_POST
@signed_in
@confirmed
def passkey_options(request: PersonRequest) -> HttpResponse:
    """What the browser needs to make another passkey (JSON)."""
    return JsonResponse(dict(passkeys.to_make(request.user)))


@require_POST
@signed_in
@confirmed
def remove_passkey(request: PersonRequest, passkey_id: int) -> HttpResponse:
    """Forget a passkey."""
    try:
        actions.remove_passkey(account=request.user, passkey_id=passkey_id, by=request.user)
        messages.success(request, _("The passkey is removed."))
    except NotPossible as error:
        messages.error(request, error.message)
    return redirect("accounts:passkeys")


@signed_in
@confirmed
def totp(request: PersonRequest) -> HttpResponse:
    """One-time codes from an app: set them up, or see that they are on."""
    if queries.totp_of(request.user) is not None:
        return render(request, "accounts/totp_on.html")
    form = CodeForm(given(request))
    secret = _totp_secret(request)
    if form.is_valid():
        throttle.count(request, throttle.Trying.ONE_TIME_CODE, whose=str(request.user.id))
        if validate_totp_code(secret, form.cleaned_data["code"]):
            actions.add_totp(account=request.user, secret=secret, by=request.user)
            del request.session[TOTP_SECRET]
            messages.success(request, _("From now on you are asked for a code when you sign in."))
            return redirect(_after_totp(request))
        form.add_error("code", _("This code did not work. Please type the one your app shows now."))
    page = {"form": form, "secret": _grouped(secret), "qr": qr_code.totp_svg(request.user, secret)}
    return render(request, "accounts/totp.html", page, status=422 if form.errors else 200)


@require_POST
@signed_in
@confirmed
def remove_totp(request: PersonRequest) -> HttpResponse:
    """Ask for no code any more."""
    actions.remove_totp(account=request.user, by=request.user)
    messages.success(request, _("You are no longer asked for a code."))
    return redirect("accounts:settings")


def _add_passkey(request: PersonRequest, form: PasskeyForm) -> None:
    credential = passkeys.made(form.cleaned_data["credential"])
    actions.add_passkey(
        account=request.user,
        credential=credential,
        name=form.cleaned_data["name"],
        by=request.user,
    )
    messages.success(request, _("The passkey is added."))


def _totp_secret(request: PersonRequest) -> str:
    # Sealed: a session row must not hold in the clear what will guard the account.
    if TOTP_SECRET not in request.session:
        request.session[TOTP_SECRET] = encrypt(generate_totp_secret())
    return str(decrypt(request.session[TOTP_SECRET]))


def _after_totp(request: PersonRequest) -> str:
    """Whoever has no recovery codes should make some now: a lost phone would lock them out."""
    made = queries.has_recovery_codes(request.user)
    return reverse("accounts:settings" if made else "accounts:codes")


def _grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
