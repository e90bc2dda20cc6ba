"""Who may have ways, and who may send."""

from uuid import UUID

from hearten.accounts.models import Membership, Role
from hearten.foundation.actors import Actor


def may_have_ways(account_id: UUID | None) -> bool:
    """Moderators, who are called, and managers, who try out whether calling works. An address nobody
    needs is not kept."""
    return Membership.objects.filter(
        account=account_id,
        account__is_active=True,
        role__in=[Role.MODERATOR, Role.MANAGER],
        ended_at__isnull=True,
    ).exists()


def may_carry(by: Actor) -> bool:
    """Leasing and marking deliveries is the system's own."""
    return by.actor_id is None
