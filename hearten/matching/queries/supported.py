"""Whom a supporter is with, in a number: for the programme's managers."""

from uuid import UUID

from hearten.matching.models import Pairing


def supported_by(*, account_id: UUID, programme_id: UUID) -> int:
    """How many members somebody supports now in a programme. For accounts.ports."""
    return Pairing.objects.filter(
        supporter=account_id, programme=programme_id, ended_at__isnull=True
    ).count()
