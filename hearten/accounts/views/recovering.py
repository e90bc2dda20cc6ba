"""Coming back with a printed recovery code."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
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
            account, mark = _proved(request, **form.cleaned_data)
            # A new key: whoever may have set this browser's session before does not share what
            # the code opened.
            request.session.cycle_key()
            request.session[RECOVERING] = [str(account.id), clock.now().timestamp(), mark]
            return redirect("accounts:recover_passphrase")
        except (Invalid, NotPossible) as error:
            form.add_error(None, error.message)
    status = 422 if form.errors else 200
    return render(request, "accounts/recover.html", {"form": form}, status=status)


def new_passphrase(request: HttpRequest) -> HttpResponse:
    """Set a new passphrase; sessions elsewhere end, and the person is signed in here."""
    account, mark = _recovering(request)
    if account is None:
        return redirect("accounts:recover")
    has_totp = queries.totp_of(account) is not None
    form = AfterRecoveryForm(given(request), account=account, has_totp=has_totp)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.recover(
                account=account,
                mark=mark,
                passphrase=data["passphrase"],
                drop_totp=data.get("drop_totp", False),
                by=account,
            )
        except NotPossible:
            return redirect("accounts:recover")
        del request.session[RECOVERING]
        account.refresh_from_db()
        return signing_in.start(request, account, after=reverse("accounts:codes"))
    status = 422 if form.errors else 200
    page = {"form": form, "account": account}
    return render(request, "accounts/recover_passphrase.html", page, status=status)


def _proved(request: HttpRequest, pseudonym: str, code: str) -> tuple[Account, str]:
    account = queries.by_pseudonym(pseudonym)
    whose = pseudonyms.key(pseudonym)
    tried = throttle.count_for(request, throttle.Trying.RECOVER, account=account, whose=whose)
    if account is None:
        actions.try_recovery_code_of_nobody(code=code)
    # Before the code is used: what changes from here on was not opened by it.
    mark = queries.recovery_mark(account) if account else ""
    if account is None or not actions.use_recovery_code(account=account, code=code, by=account):
        raise Invalid(_("This name and code do not belong together, or the code was used already."))
    tried.succeeded()
    return account, mark


def _recovering(request: HttpRequest) -> tuple[Account | None, str]:
    """Who is recovering here, and the mark it was begun with; nobody once the person has taken the
    account back: whoever had their code must not go on with it."""
    account_id, since, mark = request.session.get(RECOVERING, ("", 0.0, ""))
    if clock.now().timestamp() - since > GOOD_FOR.total_seconds():
        return None, mark
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account and not constant_time_compare(mark, queries.recovery_mark(account)):
        return None, mark
    return account, mark
