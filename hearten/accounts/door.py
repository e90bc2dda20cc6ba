"""A suspended person proved who they are: they may read what was decided about them, and no more.

What they get is no sign-in: the session has no person, so every page but those that ask for the door
treats them as a visitor, and the live gateway does too. It lasts half an hour, and is void the moment
the person is let back in.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from hearten.accounts.models import Account
from hearten.foundation import clock

OPEN_FOR = timedelta(minutes=30)
_KEY = "door"


def open_for(request: HttpRequest, account: Account) -> None:
    """Remember who stands there, under a new session key."""
    request.session.flush()
    request.session[_KEY] = {"account": str(account.pk), "at": clock.now().isoformat()}
    request.session.set_expiry(OPEN_FOR)


def who_stands_there(request: HttpRequest) -> Account | None:
    """The suspended person who proved who they are, not long ago."""
    kept = request.session.get(_KEY)
    if kept is None or clock.now() - datetime.fromisoformat(kept["at"]) > OPEN_FOR:
        return None
    return Account.objects.filter(pk=kept["account"], is_active=False).first()
