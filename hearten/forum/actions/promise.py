"""Making the promise, and bringing to people what still waits."""

import logging
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies, queries
from hearten.forum.models import ForumSettings
from hearten.forum.rules import PROMISE_HOURS_MOST, Step, cause_of, subject_of_thread
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.notifications import actions as notifications
from hearten.notifications.queries import Kind, Words

_LOG = logging.getLogger(__name__)
_NOT_BY = frozenset({Kind.VOICE})
"""A call is for danger, and has a key to press for "I have it": here is nothing to take."""


@transaction.atomic
def save_promise(*, programme: Programme, promise_hours: int, by: Actor) -> ForumSettings:
    """Within how many hours who asks for support has an answer. What was promised before stays as it
    was promised. Saving what stands changes nothing."""
    if not policies.may_keep_spaces(by, programme):
        raise NotAllowed(_("Only a manager of this programme can change this."))
    if not 1 <= promise_hours <= PROMISE_HOURS_MOST:
        words = _("Please choose from 1 to %(most)s hours.") % {"most": PROMISE_HOURS_MOST}
        raise Invalid(words, fields={"promise_hours": words})
    ForumSettings.objects.get_or_create(programme=programme)
    held = ForumSettings.objects.select_for_update().get(programme=programme)
    if held.promise_hours == promise_hours:
        return held
    held.promise_hours = promise_hours
    held.save(update_fields=["promise_hours"])
    audit.record(verb=Verb.PROMISE_CHANGED, subject=held, by=by, promise_hours=promise_hours)
    return held


def tell_of_waiting(*, by: Actor) -> int:
    """Tell of every thread that waits longer than it should; gives how often somebody was told. Safe
    to repeat, at the same time too.

    Each is a transaction of its own. Whatever kills us in between leaves the rest due, and one that
    fails keeps no other waiting.
    """
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))
    told, failed, now = 0, None, clock.shared_now()
    for step in Step:
        for thread_id in list(queries.due_threads(step, now).values_list("pk", flat=True)):
            try:
                told += _tell(step, thread_id, by=by)
            except Exception as error:
                _LOG.error("nobody can be told of a thread that waits: %s", type(error).__name__)
                failed = error
    if failed is not None:
        raise failed  # the job fails where an operator sees it; the rows stay due
    return told


@transaction.atomic
def _tell(step: Step, thread_id: UUID, *, by: Actor) -> bool:
    """Tell the people of one step; False where it is not due any more, or somebody is at the thread:
    they answer it, or tell of it themselves."""
    now = clock.shared_now()
    due = queries.due_threads(step, now).select_related("space__programme", "opener")
    held = due.select_for_update(skip_locked=True, no_key=True, of=("self",))
    thread = held.filter(pk=thread_id).first()
    if thread is None or thread.due_at is None:
        return False
    told = queries.TOLD[step]
    setattr(thread, told, now)
    thread.save(update_fields=[told])
    people = queries.people_to_tell(step, thread, now)
    if not people:
        _LOG.error("a thread waits and there is nobody to tell")
    notifications.send(
        people=people,
        subject=subject_of_thread(thread.pk),
        cause=cause_of(step, thread.pk, thread.due_at),
        words=Words.PAGE,
        without=_NOT_BY,
        by=by,
    )
    audit.record(verb=Verb.WAIT_TOLD, subject=thread, by=by, audience=str(step), people=len(people))
    return True
