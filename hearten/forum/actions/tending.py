"""Looking after a thread: locking, pinning and slowing it, each to be taken back.

Locks: the space, where a place of it is given out, then the thread.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.models import LockedFor, SlowedFor, Space, Thread
from hearten.forum.rules import PINNED_MOST, SLOW_MOST
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible


@transaction.atomic
def lock_thread(*, thread: Thread, why: str, by: Actor) -> Thread:
    """Nobody writes or changes anything in it any more; it is read, reacted to and reported as before,
    and one's own words can be taken away. `why` (a code of LockedFor) everybody reads there. Not while
    it waits for an answer: nobody could give one."""
    held = to_tend(thread, by)
    _require_known(why, LockedFor.values)
    if held.is_waiting:
        raise NotPossible(
            _("Somebody waits for an answer here. Please answer first: nobody could after it."),
            code="waits",
        )
    if held.locked_for != why:
        _change(held, locked_at=held.locked_at or clock.now(), locked_for=why)
        audit.record(verb=Verb.THREAD_LOCKED, subject=held, by=by, why=why)
    return held


@transaction.atomic
def unlock_thread(*, thread: Thread, by: Actor) -> Thread:
    """People write there again."""
    held = to_tend(thread, by)
    if held.locked_at is not None:
        _change(held, locked_at=None, locked_for="")
        audit.record(verb=Verb.THREAD_UNLOCKED, subject=held, by=by)
    return held


@transaction.atomic
def pin_thread(*, thread: Thread, by: Actor) -> Thread:
    """It stands above the others of its space, below those who wait. NotPossible where as many as may
    be are pinned."""
    Space.objects.select_for_update(no_key=True).get(pk=thread.listed_in_id)
    held = to_tend(thread, by)
    if held.pinned_place is None:
        _change(held, pinned_place=_free_place(held))
        audit.record(verb=Verb.THREAD_PINNED, subject=held, by=by)
    return held


def _free_place(thread: Thread) -> int:
    pinned = Thread.objects.filter(listed_in=thread.listed_in_id, pinned_place__isnull=False)
    taken = set(pinned.values_list("pinned_place", flat=True))
    free = [place for place in range(1, PINNED_MOST + 1) if place not in taken]
    if free:
        return free[0]
    words = ngettext(
        "%(most)s thread is pinned here already. Please unpin it first.",
        "%(most)s threads are pinned here already. Please unpin one first.",
        PINNED_MOST,
    )
    raise NotPossible(words % {"most": PINNED_MOST}, code="full")


@transaction.atomic
def unpin_thread(*, thread: Thread, by: Actor) -> Thread:
    """It stands where its last post puts it."""
    held = to_tend(thread, by)
    if held.pinned_place is not None:
        _change(held, pinned_place=None)
        audit.record(verb=Verb.THREAD_UNPINNED, subject=held, by=by)
    return held


@transaction.atomic
def slow_thread(*, thread: Thread, minutes: int, why: str, by: Actor) -> Thread:
    """So many minutes lie between two posts of one person there, from now on; whom that spares:
    queries.may_write_from. `why` (a code of SlowedFor) everybody reads there."""
    held = to_tend(thread, by)
    _require_known(why, SlowedFor.values)
    if not 1 <= minutes <= SLOW_MOST:
        message = _("Please choose from the list.")
        raise Invalid(message, code="unknown", fields={"minutes": message})
    if (held.slow_minutes, held.slowed_for) != (minutes, why):
        _change(held, slow_minutes=minutes, slowed_for=why)
        audit.record(verb=Verb.THREAD_SLOWED, subject=held, by=by, minutes=minutes, why=why)
    return held


@transaction.atomic
def unslow_thread(*, thread: Thread, by: Actor) -> Thread:
    """Everybody writes there at their own pace again."""
    held = to_tend(thread, by)
    if held.slow_minutes is not None:
        _change(held, slow_minutes=None, slowed_for="")
        audit.record(verb=Verb.THREAD_UNSLOWED, subject=held, by=by)
    return held


def _change(thread: Thread, **said: Any) -> None:
    for field, value in said.items():
        setattr(thread, field, value)
    thread.save(update_fields=[*said])


def to_tend(thread: Thread, by: Actor) -> Thread:
    """The thread as it is now, its row held, for who may look after it."""
    rows = Thread.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("space__programme", "listed_in", "opener").get(pk=thread.pk)
    if not policies.may_tend(by, held):
        raise NotAllowed(_("Only moderators and hosts look after threads."))
    return held


def _require_known(why: str, known: list[str]) -> None:
    if why not in known:
        message = _("Please choose from the list.")
        raise Invalid(message, code="unknown", fields={"why": message})
