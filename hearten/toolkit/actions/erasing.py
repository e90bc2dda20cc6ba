"""The plan goes, with everything beside it."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Taken
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.toolkit import policies
from hearten.toolkit.models import Plan, Suggestion


@transaction.atomic
def delete_plan(*, account: Account, by: Actor) -> None:
    """Delete a person's plan with its shares and what was suggested for it. Once it is gone, again
    does nothing. Backups still hold it sealed, until the account's key is destroyed."""
    if not policies.may_erase(by, account.id):
        raise NotAllowed(_("Only the person whose plan it is can delete it."))
    plan = Plan.objects.select_for_update().filter(account=account).first()
    if plan is None:
        return
    audit.record(verb=Verb.PLAN_ERASED, subject=plan, by=by)
    plan.delete()


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Everything the toolkit keeps of a person: their plan, and what they suggested to others and
    was not answered yet. The account's own key is for accounts to destroy. For
    accounts.ports.bind_keeper."""
    if not policies.may_erase(by, account.id):
        raise NotAllowed(_("Only the person whose plan it is can delete it."))
    taken = Taken()
    taken.delete(Suggestion.objects.filter(pairing__supporter=account))
    plan = Plan.objects.select_for_update().filter(account=account)
    for one in plan:
        audit.record(verb=Verb.PLAN_ERASED, subject=one, by=by)
    taken.delete(Plan.objects.filter(account=account))
    return taken
