"""What was decided about a person and written between them and the team goes."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.conduct.models import Appeal, Letter, Measure, MeasureState
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed

UNDER_REVIEW = "case_under_review"
"""What is kept: a decision that waits for a second person, or an appeal for its answer."""


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Delete the letters and destroy the keys of what was decided, with the reasons and appeals sealed
    in them; what still waits for somebody keeps its own until then. For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    taken.delete(Letter.objects.filter(account=account))
    mine = Measure.objects.select_for_update().filter(account=account)
    unanswered = Appeal.objects.filter(outcome="").values("measure")
    waits = Q(state=MeasureState.PROPOSED) | Q(pk__in=unanswered)
    if mine.filter(waits).exists():
        taken.held.add(UNDER_REVIEW)
    for measure in mine.exclude(waits).exclude(wrapped_key=None).order_by("pk"):
        if measure.wrapped_key is not None:
            taken.keys.append(crypto.key_print(measure.wrapped_key))
            taken.change(Measure.objects.filter(pk=measure.pk), wrapped_key=None)
    return taken
