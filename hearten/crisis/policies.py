"""Who may change the numbers."""

from hearten.accounts.models import Programme
from hearten.accounts.policies import may_change_programme
from hearten.foundation.actors import Actor


def may_edit_lines(actor: Actor, programme: Programme) -> bool:
    """The programme's managers, and the installation when it loads a list."""
    return may_change_programme(actor, programme)
