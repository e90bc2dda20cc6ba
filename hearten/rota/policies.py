"""Who plans duties, and who sets how fast calls move on."""

from uuid import UUID

from hearten.accounts.models import Programme
from hearten.accounts.policies import may_change_programme, may_moderate
from hearten.foundation.actors import Actor


def may_plan(by: Actor, account_id: UUID, programme: Programme) -> bool:
    """A moderator their own duties, a manager everybody's; only moderators have any."""
    if not may_moderate(account_id, programme):
        return False
    return by.actor_id == account_id or may_change_programme(by, programme)


def may_set_pace(by: Actor, programme: Programme) -> bool:
    """Managers of the programme."""
    return may_change_programme(by, programme)
