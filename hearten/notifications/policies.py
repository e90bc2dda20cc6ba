"""Who may have ways, and who may send."""

from uuid import UUID

from hearten.accounts.models import Membership, Role
from hearten.foundation.actors import Actor


def may_have_ways(account_id: UUID | None) -> bool:
    """Whoever has a place in a programme: to be called, or to be told what is new."""
    return _holds(account_id)


def may_be_called(account_id: UUID | None) -> bool:
    """Moderators, who are called, and managers, who try out whether calling works. Only they leave a
    phone number: an address nobody needs is not kept."""
    return _holds(account_id, Role.MODERATOR, Role.MANAGER)


def may_be_paged(account_id: UUID | None) -> bool:
    """Whoever is told that something needs them: those who are called, and supervisors, who are told
    where a promise was not kept. Whoever does not work here any more is not."""
    return _holds(account_id, Role.MODERATOR, Role.MANAGER, Role.SUPERVISOR)


def _holds(account_id: UUID | None, *roles: Role) -> bool:
    held = Membership.objects.filter(
        account=account_id, account__is_active=True, ended_at__isnull=True
    )
    return (held.filter(role__in=roles) if roles else held).exists()


def may_carry(by: Actor) -> bool:
    """Leasing and marking deliveries is the system's own."""
    return by.actor_id is None
