"""Reading who looks after a space: moderators of its programme, and hosts, by the name they have there."""

from uuid import UUID

from django.db.models import Exists, QuerySet

from hearten.accounts.models import Account, Programme, Role
from hearten.conduct.queries import held_accounts
from hearten.forum.models import Host, Space


def moderated_by(account_id: UUID) -> QuerySet[Programme]:
    """The programmes in which this person moderates: what is held there they read."""
    return Programme.objects.filter(
        memberships__account=account_id,
        memberships__role=Role.MODERATOR,
        memberships__ended_at__isnull=True,
    )


def hosts_of(space: Space) -> QuerySet[Host]:
    """The hosts of a space with their faces, by name."""
    return Host.objects.filter(face__space=space).select_related("face").order_by("face__name")


def hosted_by(person: Account) -> QuerySet[Space]:
    """The spaces this person looks after now: none while anything holds them."""
    held = held_accounts().filter(account=person.pk)
    mine = Space.objects.filter(faces__account=person, faces__host__isnull=False)
    return mine.filter(~Exists(held))
