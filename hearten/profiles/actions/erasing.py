"""What a person said about themselves goes."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.profiles.models import Profile


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Delete a person's profiles with what they live with. For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    taken.delete(Profile.objects.filter(account=account))
    return taken
