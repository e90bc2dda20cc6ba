"""Giving and ending roles."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import policies, ports
from hearten.accounts.actions.sessions import end_sessions_of
from hearten.accounts.models import Account, Membership, Programme, Role
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


@transaction.atomic
def give_role(*, account: Account, programme: Programme, role: Role, by: Actor) -> Membership:
    """Give a person a role in a programme."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_change_programme(by, programme):
        raise NotAllowed(_("Only a manager of this programme can give roles."))
    held, new = Membership.objects.get_or_create(
        programme=programme, account=account, role=role, ended_at=None
    )
    if new:
        audit.record(
            verb=Verb.ROLE_GIVEN,
            subject=account,
            by=by,
            role=str(role),
            programme=str(programme.id),
        )
        live.nudge_on_commit(account.id)
    return held


@transaction.atomic
def end_role(*, account: Account, programme: Programme, role: Role, by: Actor) -> None:
    """End a person's role. A programme keeps at least one active manager. When it is a supporter's,
    the domains above end what they did as one, so that nobody they were with is left stranded; when
    they neither are a member nor support anywhere any more, all they had open ends the same way.
    Somebody without any role is signed out."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not policies.may_change_programme(by, programme):
        raise NotAllowed(_("Only a manager of this programme can end roles."))
    held = Membership.objects.filter(
        programme=programme, account=account, role=role, ended_at__isnull=True
    )
    if not held.exists():
        return
    if role == Role.MANAGER:
        refuse_last_manager(account=account, programme=programme)
    held.update(ended_at=clock.now())
    audit.record(
        verb=Verb.ROLE_ENDED, subject=account, by=by, role=str(role), programme=str(programme.id)
    )
    if role == Role.SUPPORTER:
        ports.tell_supporter_ended(account_id=account.id, programme_id=programme.id, by=by)
    _end_what_is_left(account, role, by=by)
    live.nudge_on_commit(account.id)


def _end_what_is_left(account: Account, ended: Role, *, by: Actor) -> None:
    held = Membership.objects.filter(account=account, ended_at__isnull=True)
    roles = set(held.values_list("role", flat=True))
    talking = {Role.MEMBER, Role.SUPPORTER}
    if ended in talking and not roles & talking:
        ports.tell_suspended(account_id=account.id, by=by)
    if not roles:
        end_sessions_of(account, by=by)


def refuse_last_manager(*, account: Account, programme: Programme) -> None:
    """NotPossible when nobody else could manage the programme. Call it under the programme's lock."""
    others = Membership.objects.filter(
        programme=programme, role=Role.MANAGER, ended_at__isnull=True, account__is_active=True
    ).exclude(account=account)
    if not others.exists():
        raise NotPossible(
            _("This is the only manager. Make somebody else a manager first."), code="last_manager"
        )
