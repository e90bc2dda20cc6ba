"""Who may do what with a safety plan."""

from uuid import UUID

from hearten.accounts.policies import is_self
from hearten.conduct.policies import may_write as may_write_to_others
from hearten.foundation.actors import Actor
from hearten.toolkit import queries
from hearten.toolkit.rules import Step


def may_write(by: Actor, account_id: UUID) -> bool:
    """A plan is written by the person whose it is, by no other and by no automation."""
    return by.actor_id == account_id


def may_erase(by: Actor, account_id: UUID) -> bool:
    """Its owner, and the installation when it erases a person."""
    return is_self(by, account_id)


def may_suggest(by: Actor, pairing_id: UUID, step: Step) -> bool:
    """The supporter of an open pairing, for a step they may read, while nothing keeps them from
    writing."""
    if by.actor_id is None or not may_write_to_others(by.actor_id):
        return False
    shared = queries.shared_with(by, pairing_id)
    return shared is not None and step in {one.step for one in shared.steps}
