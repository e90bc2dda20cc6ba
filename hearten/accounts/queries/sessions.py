"""Reading sessions."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account, Session
from hearten.foundation import clock
from hearten.foundation.live import Listener


def listener_for(session_key: str) -> Listener | None:
    """Who is behind a session cookie: None unless it is running and the account is active."""
    return listeners_for([session_key]).get(session_key)


def listeners_for(session_keys: Collection[str]) -> dict[str, Listener]:
    """Who is behind each of these session cookies; in one query."""
    running = _running_sessions().filter(session_key__in=session_keys)
    rows = running.values_list("session_key", "account_id", "public_id", "account__pseudonym")
    return {
        key: Listener(account_id=account_id, session_id=session_id, pseudonym=pseudonym)
        for key, account_id, session_id, pseudonym in rows
        if account_id is not None
    }


def sessions_valid(session_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these sessions (public ids) that still run, of active accounts."""
    running = _running_sessions().filter(public_id__in=list(session_ids))
    return set(running.values_list("public_id", flat=True))


def sessions_of(account: Account) -> QuerySet[Session]:
    """Where a person is signed in now, last used first."""
    return _running_sessions().filter(account=account).order_by("-seen_at", "-started_at")


def _running_sessions() -> QuerySet[Session]:
    return Session.objects.filter(
        expire_date__gt=clock.now(), account__isnull=False, account__is_active=True
    )
