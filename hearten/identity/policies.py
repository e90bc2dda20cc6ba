"""Who may write, ask, agree, open and read about it."""

from datetime import datetime
from typing import Any

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.policies import may_manage
from hearten.accounts.queries import has_role, people_of
from hearten.foundation.actors import Actor
from hearten.identity.models import Opening
from hearten.safety.policies import is_party, may_work
from hearten.safety.queries import is_welfare_at_work

Case = Any
"""A safety.Case; safety's models are its own."""


def may_write(by: Actor, account_id: object) -> bool:
    """Details are written by the person whose they are and by nobody else, no automation either."""
    return by.actor_id == account_id


def may_ask(by: Actor, case: Case) -> bool:
    """The moderator who has the case, while it is worked, and only where it is about somebody's
    safety: nobody is unmasked for what they did."""
    has_it = by.actor_id is not None and case.assignee_id == by.actor_id
    return has_it and is_welfare_at_work(case) and may_work(by.actor_id, case)


def may_answer(by: Actor, opening: Opening) -> bool:
    """A second person: another moderator or a manager of the programme, who has no part in it."""
    if by.actor_id is None or by.actor_id == opening.asked_by_id:
        return False
    staff = has_role(by.actor_id, opening.case.programme_id, Role.MODERATOR, Role.MANAGER)
    return staff and not is_party(by.actor_id, opening.case)


def may_open(by: Actor, opening: Opening, now: datetime) -> bool:
    """Who asked, and nobody else; after the second person's yes, until the stored time, and while
    they still have the case."""
    return (
        by.actor_id == opening.asked_by_id
        and bool(opening.agreed)
        and opening.opens_until is not None
        and now < opening.opens_until
        and may_ask(by, opening.case)
    )


def may_register(by: Actor, opening: Opening) -> bool:
    """Who opened the details says to whom they were told; so may a manager."""
    asked = by.actor_id == opening.asked_by_id
    return bool(opening.agreed) and (
        may_manage(by.actor_id, opening.case.programme)
        or (asked and has_role(by.actor_id, opening.case.programme_id, Role.MODERATOR))
    )


def may_release(by: Actor, about: Account, programme: Programme) -> bool:
    """Managers of the programme write what left about somebody who is or was in it; not about
    themselves."""
    if by.actor_id == about.pk or not may_manage(by.actor_id, programme):
        return False
    return people_of(programme).filter(pk=about.pk).exists()
