"""A manager looks at a person's page: the person may know."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import policies
from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit import queries as recorded
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed

SAME_LOOK = timedelta(hours=1)


@transaction.atomic
def note_person_read(*, account: Account, by: Actor) -> None:
    """Record that somebody else looked at this person's page; again within an hour it is the same
    look."""
    if not policies.may_look_at(by, account):
        raise NotAllowed(_("Only a manager of this programme can see this."))
    if by.actor_id == account.pk:
        return
    looks = recorded.events_about(account).filter(verb=Verb.PERSON_READ, actor_id=by.actor_id)
    if not looks.filter(at__gte=clock.now() - SAME_LOOK).exists():
        audit.record(verb=Verb.PERSON_READ, subject=account, by=by)
