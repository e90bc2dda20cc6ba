"""Looking after groups: free places, and groups that nobody hosts."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.groups import policies, queries
from hearten.groups.actions.closing import shut
from hearten.groups.actions.helping import staff_of
from hearten.groups.actions.places import KEEPER, move_up, tell
from hearten.groups.models import ClosedFor, Group, Seat, SeatState
from hearten.groups.rules import CLOSES_AFTER

_LOG = logging.getLogger(__name__)
_Step = Callable[[Group], None]


def look_after(*, by: Actor) -> int:
    """Ask in every group that is quiet, close every one that stayed so, give every free place that
    somebody waits for; gives in how many groups something was done. Safe to repeat, at the same time too.

    Each is a transaction of its own. Whatever kills us in between leaves the rest due, and one that
    fails keeps no other waiting.
    """
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))
    now, done, failed = clock.shared_now(), 0, None
    for due, step in (
        (queries.due_to_close, _close),
        (queries.due_to_ask, _ask),
        (queries.due_to_move_up, move_up),
    ):
        for group_id in list(due(now).values_list("pk", flat=True)):
            try:
                done += _take(group_id, due, step)
            except Exception as error:
                _LOG.error("a group cannot be looked after: %s", type(error).__name__)
                failed = error
    if failed is not None:
        raise failed  # the job fails where an operator sees it; the rows stay due
    return done


@transaction.atomic
def _take(group_id: UUID, due: Callable[..., "queries.Groups"], step: _Step) -> bool:
    """One step for one group; False where it is not due any more, or somebody is at the group."""
    rows = due(clock.shared_now()).select_for_update(skip_locked=True, no_key=True, of=("self",))
    group = rows.select_related("programme").filter(pk=group_id).first()
    if group is None:
        return False
    step(group)
    return True


def _ask(group: Group) -> None:
    now = clock.shared_now()
    group.asked_members_at, group.closes_at = now, now + CLOSES_AFTER
    group.save(update_fields=["asked_members_at", "closes_at"])
    here = Seat.objects.filter(group=group, state=SeatState.HERE)
    people = [*here.values_list("account_id", flat=True), *staff_of(group)]
    tell(list(dict.fromkeys(people)), group, "quiet", now)
    audit.record(verb=Verb.GROUP_ASKED, subject=group, by=KEEPER, people=len(people))


def _close(group: Group) -> None:
    shut(group, ClosedFor.NO_HOST, by=KEEPER)
