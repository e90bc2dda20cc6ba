"""Coming back with a printed recovery code."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hearten.accounts import actions, queries, signing_in, throttle
from hearten.accounts.forms import given
from hearten.accounts.forms.joining import AfterRecoveryForm, RecoverForm
from hearten.accounts.models import Account
from hearten.accounts.rules import pseudonyms
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotPossible

RECOVERING = "recovering"
GOOD_FOR = timedelta(minutes=30)


def recover(request: HttpRequest) -> HttpResponse:
    """Pseudonym and code. One answer for a wrong code and an unknown name."""
    form = RecoverForm(given(request))
    if form.is_valid():
        try:
            account = _proved(request, **form.cleaned_data)
            # A new key: whoever may have set this browser's session before does not share what
            # the code opened.
            request.session.cycle_key()
            request.session[RECOVERING] = [str(account.id), clock.now().timestamp()]
            return redirect("accounts:recover_passphrase")
        except (Invalid, NotPossible) as error:
            form.add_error(None, error.message)
    status = 422 if form.errors else 200
    return render(request, "accounts/recover.html", {"form": form}, status=status)


def new_passphrase(request: HttpRequest) -> HttpResponse:
    """Set a new passphrase; sessions elsewhere end, and the person is signed in here."""
    account = _recovering(request)
    if account is None:
        return redirect("accounts:recover")
    has_totp = queries.totp_of(account) is not None
    form = AfterRecoveryForm(given(request), account=account, has_totp=has_totp)
    if form.is_valid():
        data = form.cleaned_data
        actions.recover(
            account=account,
            passphrase=data["passphrase"],
            drop_totp=data.get("drop_totp", False),
            by=account,
        )
        del request.session[RECOVERING]
        account.refresh_from_db()
        return signing_in.start(request, account, after=reverse("accounts:codes"))
    status = 422 if form.errors else 200
    page = {"form": form, "account": account}
    return render(request, "accounts/recover_passphrase.html", page, status=status)


def _proved(request: HttpRequest, pseudonym: str, code: str) -> Account:
    tried = throttle.count(request, throttle.Trying.RECOVER, whose=pseudonyms.key(pseudonym))
    account = queries.by_pseudonym(pseudonym)
    if account is None:
        actions.try_recovery_code_of_nobody(code=code)
    if account is None or not actions.use_recovery_code(account=account, code=code, by=account):
        raise Invalid(_("This name and code do not belong together, or the code was used already."))
    tried.succeeded()
    return account


def _recovering(request: HttpRequest) -> Account | None:
    account_id, since = request.session.get(RECOVERING, ("", 0.0))
    if clock.now().timestamp() - since > GOOD_FOR.total_seconds():
        return None
    return Account.objects.filter(pk=account_id, is_active=True).first()
