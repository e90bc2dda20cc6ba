"""May this actor do this? The system acts by rule, for whoever a rule names."""

from uuid import UUID

from hearten.accounts import queries as accounts
from hearten.accounts.models import Programme, Role
from hearten.accounts.policies import is_self, may_change_programme
from hearten.foundation.actors import Actor
from hearten.matching.models import SupportRequest
from hearten.matching.wording import Side


def may_ask(by: Actor, *, member_id: UUID, programme_id: UUID) -> bool:
    """A member of the programme asks, for themselves."""
    return is_self(by, member_id) and accounts.has_role(member_id, programme_id, Role.MEMBER)


def may_change_request(by: Actor, request: SupportRequest) -> bool:
    """Cancelling, choosing from suggestions: the member whose request it is."""
    return is_self(by, request.member_id)


def side_of(by: Actor, *, member_id: UUID, supporter_id: UUID) -> Side | None:
    """Which of the two this is; None for everybody else, the system too: a yes is a person's."""
    if by.actor_id is None:
        return None
    return {member_id: Side.MEMBER, supporter_id: Side.SUPPORTER}.get(by.actor_id)


def may_set_up_support(by: Actor, *, supporter_id: UUID, programme_id: UUID) -> bool:
    """Room, pause and boundaries: the supporter's own."""
    return is_self(by, supporter_id) and accounts.has_role(
        supporter_id, programme_id, Role.SUPPORTER
    )


def may_run_matching(by: Actor, programme: Programme) -> bool:
    """Looking at the queue and changing its times: the system and the programme's managers."""
    return may_change_programme(by, programme)


def may_end_support(by: Actor, *, programme_id: UUID) -> bool:
    """What follows when a supporter's role ends: the system and the programme's managers."""
    return by.actor_id is None or accounts.has_role(by.actor_id, programme_id, Role.MANAGER)


def may_end_all(by: Actor, *, account_id: UUID, programme_id: UUID) -> bool:
    """What follows from a suspension: the person (leaving), the system, managers, moderators."""
    return is_self(by, account_id) or accounts.has_role(
        by.actor_id, programme_id, Role.MANAGER, Role.MODERATOR
    )
