"""How often somebody may try, per account and per address.

The counts live in the database cache, shared by all processes, under keyed fingerprints: neither a
pseudonym nor an address can be read from it, and a job deletes entries past their window.
"""

from dataclasses import dataclass
from enum import StrEnum

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hearten.accounts import device_marks
from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.foundation.errors import NotPossible


class Trying(StrEnum):
    """What is tried."""

    SIGN_IN = "sign_in"
    ONE_TIME_CODE = "one_time_code"
    RECOVER = "recover"
    CONFIRM = "confirm"
    JOIN = "join"
    PASSKEY = "passkey"
    SIGN_IN_KNOWN = "sign_in_known"
    ONE_TIME_CODE_KNOWN = "one_time_code_known"
    RECOVER_KNOWN = "recover_known"


# Generous per address, for many people share one; strict per account, where the guessing would be.
RATES: dict[str, str] = {
    Trying.SIGN_IN: "10/10m/key,100/10m/ip",
    Trying.ONE_TIME_CODE: "6/10m/key",
    Trying.RECOVER: "6/1h/key,50/1h/ip",
    Trying.CONFIRM: "10/10m/key",
    Trying.JOIN: "60/1h/ip",
    Trying.PASSKEY: "200/10m/ip",
    # Of one browser that the person signed in with before; not by address, which it may share with
    # whoever fails on purpose.
    Trying.SIGN_IN_KNOWN: "10/10m/key",
    Trying.ONE_TIME_CODE_KNOWN: "6/10m/key",
    Trying.RECOVER_KNOWN: "6/1h/key",
}
_KNOWN = {
    Trying.SIGN_IN: Trying.SIGN_IN_KNOWN,
    Trying.ONE_TIME_CODE: Trying.ONE_TIME_CODE_KNOWN,
    Trying.RECOVER: Trying.RECOVER_KNOWN,
}


@dataclass(frozen=True)
class Try:
    """One try that was counted."""

    usage: ratelimit.RateLimitUsage

    def succeeded(self) -> None:
        """Only failures count: take this one back."""
        self.usage.rollback()


def count_for(request: HttpRequest, trying: Trying, *, account: Account | None, whose: str) -> Try:
    """Count a try to get in as `account` (None: nobody has that name). A browser the person signed in
    with before counts by itself, everybody else together under `whose`: strangers can use up each
    other's tries and not those of the person's own devices."""
    mark = device_marks.mark_of(request, account)
    if account and mark:
        return count(request, _KNOWN[trying], whose=f"{account.pk}:{mark}")
    return count(request, trying, whose=whose)


def count(request: HttpRequest, trying: Trying, *, whose: str = "") -> Try:
    """Count a try, or raise NotPossible when there were too many. `whose` tells accounts apart."""
    usage = ratelimit.consume(
        request,
        app="hearten",
        action=str(trying),
        config=RATES,
        key=crypto.fingerprint(whose, purpose=f"throttle:{trying}"),
        limit_get=True,
    )
    if usage is None:
        raise NotPossible(
            _("Too many tries in a short time. Please wait ten minutes and try again."),
            code="too_many",
        )
    return Try(usage)
