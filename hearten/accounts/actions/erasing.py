"""Erasing a whole account: asked for, thought over, done by rule, and done again after a restore."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import clients, policies, ports, queries
from hearten.accounts.actions.roles import refuse_last_manager
from hearten.accounts.actions.sessions import end_sessions_of
from hearten.accounts.models import Account, Erasure, Membership, Programme, Role
from hearten.accounts.ports import Taken
from hearten.accounts.rules.erasing import COOLING_OFF, Tombstone
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto, ids, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible

_LOG = logging.getLogger(__name__)
TOMBSTONE_FILE = "tombstone_file"
"""The code of an erasure that waits because its tombstone could not be written."""


@transaction.atomic
def ask_erasure(*, account: Account, by: Actor) -> Erasure:
    """The person wants to be erased: it is done after COOLING_OFF unless they stop it. Asked again,
    it is the same erasure."""
    programmes = _lock_managed(account)
    row = _own(account, by)
    if known := queries.open_erasure(row):
        return known
    for programme in programmes:
        refuse_last_manager(account=row, programme=programme)
    now = clock.shared_now()
    made = Erasure.objects.create(account=row, asked_at=now, due_at=now + COOLING_OFF)
    audit.record(verb=Verb.ERASURE_ASKED, subject=row, by=by, erasure=str(made.pk))
    live.nudge_on_commit(row.pk)
    return made


@transaction.atomic
def cancel_erasure(*, account: Account, by: Actor) -> None:
    """The person stays. Nothing was taken away yet; stopped already is fine."""
    row = _own(account, by)
    open_one = queries.open_erasure(row)
    if open_one is None:
        return
    open_one.cancelled_at, open_one.stuck = clock.shared_now(), ""
    open_one.save(update_fields=["cancelled_at", "stuck"])
    audit.record(verb=Verb.ERASURE_CANCELLED, subject=row, by=by, erasure=str(open_one.pk))
    live.nudge_on_commit(row.pk)


def _own(account: Account, by: Actor) -> Account:
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not policies.is_self(by, row.pk):
        raise NotAllowed(_("Only the person whose account it is can do this."))
    if row.erased_at is not None:
        raise NotPossible(_("This account is erased."))
    return row


def erase_due(*, by: Actor) -> int:
    """Erase everybody whose time to think again is over; gives how many. One that cannot be erased
    now says why and is tried again; it holds up no other."""
    _require_rule(by)
    done = 0
    for erasure in queries.due_erasures(clock.shared_now()):
        try:
            done += _erase_asked(erasure, by)
        except NotPossible as error:
            _stuck(erasure, error.code)
        except OSError:
            _LOG.exception("no tombstone can be kept, so nobody is erased")
            _stuck(erasure, TOMBSTONE_FILE)
    return done


def _stuck(erasure: Erasure, code: str) -> None:
    open_ones = Erasure.objects.filter(done_at__isnull=True, cancelled_at__isnull=True)
    open_ones.filter(pk=erasure.pk).update(stuck=code)


@transaction.atomic
def _erase_asked(erasure: Erasure, by: Actor) -> bool:
    programmes = _lock_managed(erasure.account)
    row = Account.objects.select_for_update(no_key=True).get(pk=erasure.account_id)
    held = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    now = clock.shared_now()
    if held.done_at is not None or held.cancelled_at is not None or held.due_at > now:
        return False
    for programme in programmes:
        refuse_last_manager(account=row, programme=programme)
    # Before anything is taken away: an erasure without its tombstone would come undone by a backup.
    clients.keep_tombstone(_tombstone(row, held))
    _erase(row, held, now, by=by)
    return True


@transaction.atomic
def erase_again(*, stone: Tombstone, by: Actor) -> bool:
    """Erase somebody whom a restored backup brought back; False where nobody is there to be erased.
    A backup from before they joined does not know them."""
    _require_rule(by)
    row = Account.objects.select_for_update(no_key=True).filter(pk=stone.account_id).first()
    if row is None or row.erased_at is not None:
        return False
    held = queries.open_erasure(row) or Erasure(account=row)
    held.asked_at, held.due_at = stone.asked_at, stone.due_at
    _erase(row, held, max(clock.shared_now(), stone.due_at), by=by)
    return True


def finish_erasures(*, by: Actor) -> int:
    """Take away what was kept back and is not needed any more; gives how many erasures had some."""
    _require_rule(by)
    return sum(_finish(one, by) for one in queries.unfinished_erasures())


@transaction.atomic
def _finish(erasure: Erasure, by: Actor) -> bool:
    row = Account.objects.select_for_update(no_key=True).get(pk=erasure.account_id)
    held = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    taken = _ask_keepers(row, by=by)
    if sorted(taken.held) == held.held and not taken.rows:
        return False
    held.held = sorted(taken.held)
    held.save(update_fields=["held"])
    _prove(row, taken, first=False, by=by)
    return True


def _erase(row: Account, held: Erasure, now: datetime, *, by: Actor) -> None:
    """All of it, under the account's lock: first what is open ends kindly, then everybody who keeps
    something of this person takes it away, then the account's own."""
    held.done_at, held.stuck = now, ""
    held.save()
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions_of(row, by=by)
    ports.tell_suspended(account_id=row.pk, by=by)
    taken = _ask_keepers(row, by=by)
    taken.add(_erase_own(row, now))
    held.held = sorted(taken.held)
    held.save(update_fields=["held"])
    _prove(row, taken, first=True, by=by)


def _ask_keepers(row: Account, *, by: Actor) -> Taken:
    taken = Taken()
    for keeper in ports.keepers():
        if keeper.erase is not None:
            taken.add(keeper.erase(account=row, by=by))
    return taken


def _erase_own(row: Account, now: datetime) -> Taken:
    taken = Taken()
    for rows in queries.rows_that_go(row):
        taken.delete(rows)
    if row.wrapped_key is not None:
        taken.keys.append(crypto.key_print(row.wrapped_key))
    blank = Account(id=row.pk)
    blank.set_unusable_password()
    taken.change(
        Account.objects.filter(pk=row.pk),
        pseudonym="",
        # No pseudonym's key has a dash in it.
        pseudonym_key=f"erased-{ids.new_id().hex}",
        password=blank.password,
        language="",
        time_zone="UTC",
        country="",
        pronouns="",
        age_confirmed_at=None,
        joined_at=now,
        wrapped_key=None,
        erased_at=now,
    )
    return taken


_PROOFS = {True: Verb.ACCOUNT_ERASED, False: Verb.ERASURE_FINISHED}


def _prove(row: Account, taken: Taken, *, first: bool, by: Actor) -> None:
    """The proof in the record: how many rows of which table, which keys, and what is kept for now."""
    audit.record(
        verb=_PROOFS[first],
        subject=row,
        by=by,
        tables=[f"{table}:{count}" for table, count in sorted(taken.rows.items())],
        keys=sorted(taken.keys),
        held=sorted(taken.held),
    )


def _tombstone(row: Account, held: Erasure) -> Tombstone:
    key = crypto.key_print(row.wrapped_key) if row.wrapped_key is not None else ""
    return Tombstone(account_id=row.pk, asked_at=held.asked_at, due_at=held.due_at, key=key)


def _lock_managed(account: Account) -> list[Programme]:
    managed = Membership.objects.filter(account=account, role=Role.MANAGER, ended_at__isnull=True)
    rows = Programme.objects.filter(pk__in=managed.values("programme"))
    return list(rows.order_by("pk").select_for_update(no_key=True))


def _require_rule(by: Actor) -> None:
    if not policies.may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
