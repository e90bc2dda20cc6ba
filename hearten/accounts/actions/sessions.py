"""Ending sessions. The rows are deleted, so the cookies open nothing, and live connections close."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hearten.accounts import policies
from hearten.accounts.models import Account, Session
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def end_session(*, account: Account, session_id: UUID, by: Actor) -> None:
    """End one of a person's sessions, by its public id."""
    _require_self(by, account)
    _end(account, by, public_id=session_id)


@transaction.atomic
def end_other_sessions(*, account: Account, keep: UUID | None, by: Actor) -> int:
    """End all of a person's sessions but `keep` (a public id) and say how many there were."""
    _require_self(by, account)
    return end_sessions_of(account, keep=keep, by=by)


def end_sessions_of(account: Account, *, keep: UUID | None = None, by: Actor) -> int:
    """As `end_other_sessions` within another action's transaction, which has asked its own policy.
    No device is known any more; a device that stays is to be marked again."""
    Account.objects.filter(pk=account.pk).update(device_epoch=F("device_epoch") + 1)
    account.refresh_from_db(fields=["device_epoch"])
    running = Session.objects.filter(account=account).values_list("public_id", flat=True)
    others = [public_id for public_id in running if public_id != keep]
    for public_id in others:
        _end(account, by, public_id=public_id)
    return len(others)


def _end(account: Account, by: Actor, *, public_id: UUID) -> None:
    gone, _rows = Session.objects.filter(account=account, public_id=public_id).delete()
    if gone:
        live.end_session_on_commit(session_id=public_id)
        audit.record(verb=Verb.SESSION_ENDED, subject=account, by=by, session=str(public_id))


def _require_self(by: Actor, account: Account) -> None:
    if not policies.is_self(by, account.id):
        raise NotAllowed(_("This is not your session."))


@transaction.atomic
def forget_expired(*, throttle_table: str) -> int:
    """Delete sessions past their end and throttle entries past their window, which hold
    fingerprints of addresses, and say how many. Nobody's act: nothing is recorded."""
    gone, _rows = Session.objects.filter(expire_date__lte=clock.now()).delete()
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(throttle_table)
        cursor.execute(f"DELETE FROM {table} WHERE expires <= %s", [clock.now()])  # noqa: S608
        return int(gone) + int(cursor.rowcount)
