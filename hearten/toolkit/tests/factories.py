"""Plans for tests, written by the actions people use."""

from typing import Any
from uuid import UUID, uuid4

from hearten.accounts.models import Account
from hearten.matching.tests import factories as matching
from hearten.toolkit import actions
from hearten.toolkit.actions import Written
from hearten.toolkit.models import Plan
from hearten.toolkit.rules import PARTS, Part, Step, step_of

Pairing = Any
"""A matching.Pairing; matching's models are its own."""
SIGNS = ("The kettle stays cold", "I hear the sea in my ears")
SAFER = "Rosa keeps the blue box"


def line(text: str, phone: str = "", named: UUID | None = None) -> Written:
    """One line of a page."""
    return Written(line=named or uuid4(), text=text, phone=phone)


def write(owner: Account, part: Part, *lines: Written | str) -> Plan:
    """Save a step in which one list holds these lines and nothing else was on the page."""
    given = [line(one) if isinstance(one, str) else one for one in lines]
    step = step_of(part)
    parts = {other: given if other == part else [] for other in PARTS[step]}
    return actions.save_step(account=owner, step=step, parts=parts, by=owner)


def plan_for(owner: Account) -> Plan:
    """Something in three steps."""
    write(owner, Part.SIGNS, *SIGNS)
    write(owner, Part.ASK, line("My aunt Inés", "+34 600 100 200"))
    return write(owner, Part.SAFER, SAFER)


def paired() -> Pairing:
    """A member and a supporter who are together."""
    programme = matching.make_programme()
    member, supporter = matching.member_of(programme), matching.supporter_of(programme)
    return matching.pair(member, supporter, programme)


def share(pairing: Pairing, *steps: Step) -> None:
    """The member lets this supporter read these steps."""
    actions.share(account=pairing.member, choices={pairing.pk: steps}, by=pairing.member)
