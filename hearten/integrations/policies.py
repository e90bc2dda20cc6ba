"""Who may keep what machines use."""

from hearten.accounts.models import Programme
from hearten.accounts.policies import may_change_programme
from hearten.foundation.actors import Actor


def may_keep(by: Actor, programme: Programme) -> bool:
    """The programme's managers, and the installation itself."""
    return may_change_programme(by, programme)


def is_the_programme(by: Actor) -> bool:
    """The programme's own work: counting, carrying."""
    return by.actor_id is None
