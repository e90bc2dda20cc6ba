"""May this actor do this? Roles are held in a programme; only active accounts hold any."""

from uuid import UUID

from hearten.accounts import queries
from hearten.accounts.models import Account, Programme, Role
from hearten.foundation.actors import Actor


def may_manage(actor_id: UUID | None, programme: Programme) -> bool:
    """People, roles, agreements and settings: managers of this programme."""
    return queries.has_role(actor_id, programme.id, Role.MANAGER)


def may_moderate(actor_id: UUID | None, programme: Programme) -> bool:
    """Reports and cases: moderators of this programme."""
    return queries.has_role(actor_id, programme.id, Role.MODERATOR)


def may_supervise(actor_id: UUID | None, programme: Programme) -> bool:
    """Supporters' caseloads: supervisors of this programme."""
    return queries.has_role(actor_id, programme.id, Role.SUPERVISOR)


def may_change_programme(by: Actor, programme: Programme) -> bool:
    """A manager, or the installation itself (its command line, its demo), which has no account."""
    return by.actor_id is None or may_manage(by.actor_id, programme)


def may_suspend(by: Actor, account: Account) -> bool:
    """Managers of a programme the person belongs to or once did, and its moderators unless the
    person manages it: nobody gets out of reach by the end of a role."""
    if by.actor_id is None:
        return True
    for programme in queries.programmes_ever_of(account):
        if may_manage(by.actor_id, programme):
            return True
        manages = Role.MANAGER in queries.roles_of(account, programme)
        if not manages and may_moderate(by.actor_id, programme):
            return True
    return False


def may_look_at(by: Actor, account: Account) -> bool:
    """A person's page is for managers of a programme the person belongs to or once did."""
    return any(may_manage(by.actor_id, one) for one in queries.programmes_ever_of(account))


def may_erase(by: Actor) -> bool:
    """The erasing itself is the installation's: a person asks for it, for themselves."""
    return by.actor_id is None


def is_self(by: Actor, account_id: UUID) -> bool:
    """What concerns one person alone is done by that person, or by the installation itself."""
    return by.actor_id is None or by.actor_id == account_id
