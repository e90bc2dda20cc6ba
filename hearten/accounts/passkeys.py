"""Passkeys, by allauth: what the browser is asked, and whether its answer is true."""

import json
from collections.abc import Mapping
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.foundation.errors import Invalid

_UNTRUE = (ValidationError, ValueError, TypeError, AttributeError, KeyError)


def to_make(account: Account) -> Mapping[str, Any]:
    """What the browser needs to make a passkey for this person (who need not be saved yet). The
    challenge is kept in the session."""
    asked: Mapping[str, Any] = auth.begin_registration(account, passwordless=True)
    return asked


def made(answer: str) -> Mapping[str, Any]:
    """The browser's answer (JSON) to `to_make` once it is proved, to be kept; else Invalid."""
    try:
        credential = json.loads(answer)
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except _UNTRUE as error:
        raise Invalid(
            _("The passkey was not made. Please try again, or use a passphrase."), code="passkey"
        ) from error
    return dict(credential)


def to_use(account: Account | None = None) -> Mapping[str, Any]:
    """What the browser needs to show a passkey: of this person, or of whoever has one here."""
    asked: Mapping[str, Any] = auth.begin_authentication(account)
    return asked


def used(answer: str, *, account: Account | None = None) -> tuple[Account, Any]:
    """(whose, which) passkey gave this answer (JSON) to `to_use`; Invalid when it is not true or
    not `account`'s."""
    try:
        credential = json.loads(answer)
        owner = account or auth.extract_user_from_response(credential)
        return owner, auth.complete_authentication(owner, credential)
    except _UNTRUE as error:
        raise Invalid(
            _("This passkey did not work here. Try again, or use your passphrase."), code="passkey"
        ) from error
