"""Who may change profiles and the taxonomy."""

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.policies import may_change_programme
from hearten.accounts.queries import has_role
from hearten.foundation.actors import Actor


def may_save_profile(actor: Actor, account: Account, programme: Programme) -> bool:
    """People describe themselves; nobody, and no automation, describes them."""
    return actor.actor_id == account.id and has_role(account.id, programme.id, *Role)


def may_edit_taxonomy(actor: Actor, programme: Programme) -> bool:
    """The programme's managers, and the installation when it sets a programme up."""
    return may_change_programme(actor, programme)
