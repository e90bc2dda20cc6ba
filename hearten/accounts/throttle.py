"""How often somebody may try, per account and per address.

The counts live in the database cache, shared by all processes, under keyed fingerprints: neither a
pseudonym nor an address can be read from it, and a job deletes entries past their window.
"""

from dataclasses import dataclass
from enum import StrEnum

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

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


# Generous per address, for many people share one; strict per account, where the guessing would be.
RATES: dict[str, str] = {
    Trying.SIGN_IN: "10/10m/key,100/10m/ip",
    Trying.ONE_TIME_CODE: "6/10m/key",
    Trying.RECOVER: "6/1h/key,50/1h/ip",
    Trying.CONFIRM: "10/10m/key",
    Trying.JOIN: "60/1h/ip",
    Trying.PASSKEY: "200/10m/ip",
}


@dataclass(frozen=True)
class Try:
    """One try that was counted."""

    usage: ratelimit.RateLimitUsage

    def succeeded(self) -> None:
        """Only failures count: take this one back."""
        self.usage.rollback()


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
