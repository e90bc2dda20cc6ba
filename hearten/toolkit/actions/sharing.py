"""The owner decides who may read which step, and reading by another is recorded."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotPossible
from hearten.toolkit import queries
from hearten.toolkit.actions.writing import locked_plan
from hearten.toolkit.models import Share
from hearten.toolkit.queries import Shared
from hearten.toolkit.rules import Step

SAME_LOOK = timedelta(minutes=10)


@transaction.atomic
def share(*, account: Account, choices: Mapping[UUID, Collection[Step]], by: Actor) -> None:
    """Share exactly these steps with the supporter of each pairing named; the others stay as they
    are. Steps of pairings that ended are nobody's to read and cannot be shared again."""
    plan = locked_plan(account, by)
    open_now = set(queries.open_pairings_of(account).values_list("id", flat=True))
    if not set(choices) <= open_now:
        raise NotPossible(_("You are not in a conversation with this person any more."))
    shared = queries.shares_of(plan.id)
    for pairing_id, steps in choices.items():
        wanted = frozenset(steps)
        if wanted == shared.get(pairing_id, frozenset()):
            continue
        ours = Share.objects.filter(plan=plan, pairing_id=pairing_id)
        ours.exclude(step__in=wanted).delete()
        Share.objects.bulk_create(
            Share(plan=plan, pairing_id=pairing_id, step=step)
            for step in sorted(wanted - shared.get(pairing_id, frozenset()))
        )
        audit.record(
            verb=Verb.PLAN_SHARED,
            subject=plan,
            by=by,
            pairing=str(pairing_id),
            steps=sorted(wanted),
        )


@transaction.atomic
def read_shared(*, pairing_id: UUID, by: Actor) -> Shared | None:
    """What the supporter of an open pairing may read; None for everybody else. Reading something
    shared is in the record, where the owner sees it: no record, no reading. Loading the page again
    within ten minutes is the same look."""
    shared = queries.shared_with(by, pairing_id)
    if shared is None or shared.plan is None or not shared.steps:
        return shared
    steps = [one.step for one in shared.steps]
    if not queries.looked_since(shared.plan, by, steps, clock.now() - SAME_LOOK):
        audit.record(
            verb=Verb.PLAN_READ_BY_SUPPORTER,
            subject=shared.plan,
            by=by,
            pairing=str(pairing_id),
            steps=[step.value for step in steps],
        )
    return shared
