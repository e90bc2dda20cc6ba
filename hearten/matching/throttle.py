"""How many supporters' introductions one member may see in an hour.

Suggestions follow from what the member says about themselves, so saying something else again and again
would leaf through everybody. As in accounts/throttle.py the count lives in the database cache under keyed
fingerprints: neither who looked nor whom they saw can be read from it.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from django.core.cache import cache

from hearten.accounts.models import Account
from hearten.foundation import clock, crypto

FACES_AN_HOUR = 12
_HOUR_SECONDS = 3600


class _Face(Protocol):
    @property
    def supporter(self) -> Account: ...


_F = TypeVar("_F", bound=_Face)


def within_sight(member: Account, faces: Sequence[_F]) -> list[_F]:
    """Those the member may see now: whom they saw within the hour, and new ones up to the limit."""
    key = crypto.fingerprint(str(member.pk), purpose="throttle:faces")
    now = clock.now().timestamp()
    seen = {who: at for who, at in cache.get(key, {}).items() if at > now - _HOUR_SECONDS}
    shown = []
    for face in faces:
        mark = crypto.fingerprint(f"{member.pk}:{face.supporter.pk}", purpose="throttle:faces")
        if mark in seen or len(seen) < FACES_AN_HOUR:
            seen.setdefault(mark, now)
            shown.append(face)
    cache.set(key, seen, timeout=_HOUR_SECONDS)
    return shown
