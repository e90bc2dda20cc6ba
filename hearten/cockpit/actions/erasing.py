"""A person's places in meetings and what they wrote there go; counts stay."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.cockpit.actions.stepping_out import on_gone
from hearten.cockpit.models import Attendance, HostWords, Note
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.groups import actions as groups


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Forget that they were at a meeting and what they wrote beside the room. For
    accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    mine = Attendance.objects.filter(seat__account=account)
    going_on = mine.filter(run__closed_at__isnull=True).select_related("run__group")
    for one in going_on.order_by("run__group"):
        # The group's row before the run's, as everywhere.
        groups.hold_group(group=one.run.group, by=by)
        on_gone(seat_id=one.seat_id, by=by)
    taken.delete(mine)
    taken.delete(HostWords.objects.filter(seat__account=account))
    taken.change(Note.objects.filter(words_by__account=account), sealed_words=b"", words_by=None)
    return taken
