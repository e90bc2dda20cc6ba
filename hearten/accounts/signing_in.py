"""From a proof to a session, by allauth's flow."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, perform_password_login
from allauth.account.models import Login
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hearten.accounts import passkeys, ports, queries, throttle
from hearten.accounts.models import Account
from hearten.accounts.rules import passphrases, pseudonyms
from hearten.accounts.stages import OneTimeCodeStage
from hearten.foundation.errors import Invalid, NotPossible


def wrong() -> Invalid:
    """The one answer to a wrong pseudonym, a wrong passphrase and an unknown person."""
    return Invalid(
        _("This name and passphrase do not belong together. Please check both."), code="wrong"
    )


def by_passphrase(request: HttpRequest, pseudonym: str, passphrase: str) -> Account:
    """The person behind a pseudonym and passphrase. Known and unknown names cost the same work."""
    account = queries.by_pseudonym(pseudonym)
    whose = pseudonyms.key(pseudonym)
    tried = throttle.count_for(request, throttle.Trying.SIGN_IN, account=account, whose=whose)
    passphrase = passphrases.normal(passphrase)
    if account is None:
        Account().set_password(passphrase)
        raise wrong()
    if not account.check_password(passphrase):
        raise wrong()
    tried.succeeded()
    return _active(account)


def by_passkey(request: HttpRequest, credential: str) -> tuple[Account, Any]:
    """The person behind a passkey's answer (JSON), and the passkey."""
    throttle.count(request, throttle.Trying.PASSKEY)
    account, passkey = passkeys.used(credential)
    return _active(account), passkey


def _active(account: Account) -> Account:
    """Said only to somebody who proved who they are, so it tells nobody else that the name exists.
    Somebody suspended goes on to what was decided about them and to what is theirs, and to nothing
    else; without a programme there is nobody whose pages these would be."""
    if account.is_active:
        return account
    page = ports.page_at_the_door(account_id=account.pk)
    account.refresh_from_db(fields=["is_active"])  # what kept them out may just have run out
    if page is None and not account.is_active and queries.programme_of(account) is None:
        raise NotPossible(
            _(
                "Your account is paused, so you cannot sign in. Please ask the people who run your "
                "programme. Crisis help works without signing in."
            ),
            code="paused",
        )
    return account


def start(request: HttpRequest, account: Account, *, after: str = "") -> HttpResponse:
    """Sign in somebody who has just joined, or proved who they are with a recovery code: no one-time
    code is asked, for its device may be what was lost."""
    state = {"stages": {OneTimeCodeStage.key: {"handled": True}}}
    login = Login(user=account, redirect_url=safe_next(request, after), state=state)
    response: HttpResponse = perform_login(request, login)
    return response


def start_with_passphrase(request: HttpRequest, account: Account, *, after: str) -> HttpResponse:
    """Go on after the right passphrase: to a one-time code if they use them, or in."""
    response: HttpResponse = perform_password_login(
        request, {}, Login(user=account, redirect_url=safe_next(request, after))
    )
    return response


def start_with_passkey(
    request: HttpRequest, account: Account, passkey: Any, *, after: str
) -> HttpResponse:
    """Go in after a passkey."""
    response: HttpResponse = perform_passwordless_login(
        request, passkey, Login(user=account, redirect_url=safe_next(request, after))
    )
    return response


def safe_next(request: HttpRequest, address: str) -> str:
    """`address` if it is a page of this site, else the first page."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return resolve_url(settings.LOGIN_REDIRECT_URL)
