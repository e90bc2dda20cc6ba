"""How a person could be reached goes."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.notifications.models import Delivery, News, NewsSettings, Way


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Delete a person's addresses, what was sent to them, and what they chose and waited for.
    For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    taken.delete(Way.objects.filter(account=account))
    taken.delete(Delivery.objects.filter(account=account))
    taken.delete(News.objects.filter(account=account))
    taken.delete(NewsSettings.objects.filter(account=account))
    return taken
