"""Who may have ways, and who may send."""

from uuid import UUID

from hearten.accounts.models import Membership, Role
from hearten.foundation.actors import Actor


def may_have_ways(account_id: UUID | None) -> bool:
    """Moderators only: nobody else is called, and an address that is not needed is not kept."""
    return Membership.objects.filter(
        account=account_id,
        account__is_active=True,
        role=Role.MODERATOR,
        ended_at__isnull=True,
    ).exists()


def may_carry(by: Actor) -> bool:
    """Leasing and marking deliveries is the system's own."""
    return by.actor_id is None
