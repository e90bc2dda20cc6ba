"""Taking one's data along is recorded; what was taken is kept nowhere."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import policies
from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def record_export(*, account: Account, by: Actor) -> None:
    """Say in the record that the person takes a copy now; whoever makes it calls this first."""
    if not policies.is_self(by, account.pk):
        raise NotAllowed(_("Only the person whose account it is can do this."))
    audit.record(verb=Verb.DATA_EXPORTED, subject=account, by=by)
