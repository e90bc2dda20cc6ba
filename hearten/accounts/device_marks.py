"""A browser somebody signed in with before is known again, so that strangers who fail on purpose do
not keep its owner out (OWASP calls it a device cookie).

A mark is a random word and a keyed hash that binds it to the account. It opens nothing: it only has
a budget of tries of its own. Without the installation's key nobody can make one or read from it whose
it is. The account's `device_epoch` goes into the hash, so that signing devices out voids them all.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from hearten.accounts.models import Account
from hearten.foundation import crypto

_NOBODY = UUID(int=0)


def give(response: HttpResponse, account: Account) -> None:
    """Mark the browser that gets this response as one the person signed in with."""
    word = secrets.token_urlsafe(16)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{word}.{_proof(word, account.pk, account.device_epoch)}",
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def mark_of(request: HttpRequest, account: Account | None) -> str:
    """The word of this browser's mark if it is of this account, else an empty text. The work is the
    same for a name that nobody has."""
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    word, _dot, proof = (cookie if cookie.isascii() else "").partition(".")
    whose, epoch = (account.pk, account.device_epoch) if account else (_NOBODY, 0)
    is_theirs = constant_time_compare(proof, _proof(word, whose, epoch))
    return word if account and is_theirs else ""


def _proof(word: str, account_id: UUID, epoch: int) -> str:
    return crypto.fingerprint(f"{word}:{account_id}:{epoch}", purpose="device")
