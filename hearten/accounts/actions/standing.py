"""Suspending and restoring accounts."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import policies, ports
from hearten.accounts.actions.roles import refuse_last_manager
from hearten.accounts.actions.sessions import end_sessions_of
from hearten.accounts.models import Account, Programme, RestoreReason, Role, SuspendReason
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


@transaction.atomic
def suspend(*, account: Account, reason: SuspendReason, by: Actor) -> Account:
    """Stop a person's access at once: sessions and live connections end, and the domains above end
    what was open so that nobody is left stranded."""
    row, programmes = lock_standing(account)
    if not policies.may_suspend(by, row):
        raise NotAllowed(_("You cannot suspend this person."))
    if row.pk == by.actor_id:
        raise NotPossible(_("You cannot suspend yourself. Ask another manager."), code="self")
    if not row.is_active:
        return row
    for programme in programmes:
        refuse_last_manager(account=row, programme=programme)
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions_of(row, by=by)
    audit.record(verb=Verb.ACCOUNT_SUSPENDED, subject=row, by=by, reason=str(SuspendReason(reason)))
    ports.tell_suspended(account_id=row.id, by=by)
    return row


@transaction.atomic
def restore(*, account: Account, reason: RestoreReason, by: Actor) -> Account:
    """Let a suspended person back in. What was ended stays ended."""
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not policies.may_suspend(by, row):
        raise NotAllowed(_("You cannot restore this person."))
    if row.is_active:
        return row
    row.is_active = True
    row.save(update_fields=["is_active"])
    audit.record(verb=Verb.ACCOUNT_RESTORED, subject=row, by=by, reason=str(RestoreReason(reason)))
    ports.tell_restored(account_id=row.id, by=by)
    return row


def lock_standing(account: Account) -> tuple[Account, list[Programme]]:
    """Hold what a suspension holds, in its order: the programmes the person manages, then the person.
    For an action above that may suspend or restore and locks rows of its own after it."""
    managed = Programme.objects.filter(
        memberships__account=account,
        memberships__role=Role.MANAGER,
        memberships__ended_at__isnull=True,
    )
    programmes = list(managed.order_by("pk").select_for_update(no_key=True, of=("self",)))
    return Account.objects.select_for_update(no_key=True).get(pk=account.pk), programmes
