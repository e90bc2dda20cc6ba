"""Emergency details go at once; why they were opened goes when the case is closed."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.identity.models import Details, Opening, Release
from hearten.safety.queries import is_closed

UNDER_REVIEW = "case_under_review"


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Destroy the key of the person's details with them, and the keys of what was written about
    opening them as far as their cases are closed. That it happened, on whose agreement and what was
    told to whom stays as codes: it answers for itself. For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    for details in Details.objects.select_for_update().filter(account=account):
        taken.keys.append(crypto.key_print(details.wrapped_key))
    taken.delete(Details.objects.filter(account=account))
    left = Release.objects.select_for_update().filter(about=account, wrapped_key__isnull=False)
    for release in left:
        if release.wrapped_key is not None:
            taken.keys.append(crypto.key_print(release.wrapped_key))
            taken.change(Release.objects.filter(pk=release.pk), wrapped_key=None)
    about = Opening.objects.filter(about=account, wrapped_key__isnull=False)
    for opening in about.select_for_update(of=("self",)).select_related("case"):
        if not is_closed(opening.case):
            taken.held.add(UNDER_REVIEW)
        elif opening.wrapped_key is not None:
            taken.keys.append(crypto.key_print(opening.wrapped_key))
            taken.change(Opening.objects.filter(pk=opening.pk), wrapped_key=None)
    return taken
