"""Who may do what about boundaries."""

from uuid import UUID

from hearten.accounts.models import Programme
from hearten.accounts.policies import may_change_programme, may_supervise
from hearten.boundaries.models import Concern
from hearten.boundaries.rules import UNSEEN
from hearten.foundation.actors import Actor


def may_notice(by: Actor) -> bool:
    """Automation alone: nobody notes signs about another by hand. Who is worried reports."""
    return by.actor_id is None


def may_answer(by: Actor, concern: Concern) -> bool:
    """The supporter whose card it is; one they cannot see they cannot answer."""
    return by.actor_id == concern.supporter_id and concern.kind not in UNSEEN


def may_supervise_this(actor_id: UUID | None, concern: Concern) -> bool:
    """Supervisors of the programme, once it is with them; nobody about themselves."""
    return (
        concern.with_supervisor_at is not None
        and concern.supporter_id != actor_id
        and may_supervise(actor_id, concern.programme)
    )


def may_set_boundaries(by: Actor, programme: Programme) -> bool:
    """The caps: managers of the programme and the installation."""
    return may_change_programme(by, programme)
