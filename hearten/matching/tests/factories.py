"""People who ask and people who support, made by the actions people use."""

from datetime import UTC, datetime
from typing import Any

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.foundation.actors import SystemActor
from hearten.matching import actions
from hearten.matching.models import Pairing, Proposal, RequestKind, Stage, SupportRequest

KEEPER = SystemActor("tests")
WEDNESDAY = datetime(2025, 3, 5, 19, 0, tzinfo=UTC)

__all__ = ["make_account", "make_programme"]


def member_of(programme: Programme, pseudonym: str = "", **said: Any) -> Account:
    """Somebody who looks for support."""
    return make_account(pseudonym, programme=programme, **said)


def supporter_of(
    programme: Programme, pseudonym: str = "", *, capacity: int = 3, **said: Any
) -> Account:
    """Somebody who supports, with room."""
    account = make_account(pseudonym, programme=programme, roles=[Role.SUPPORTER], **said)
    actions.save_supporter_settings(
        supporter=account, programme=programme, capacity=capacity, by=account
    )
    return account


def manager_of(programme: Programme, pseudonym: str = "") -> Account:
    """Somebody who runs the programme."""
    return make_account(pseudonym, programme=programme, roles=[Role.MANAGER])


def ask(
    member: Account,
    programme: Programme,
    kind: RequestKind = RequestKind.WEEKS,
    words: str = "",
    *,
    choose: bool = False,
) -> SupportRequest:
    """A member asks."""
    return actions.ask(
        member=member, programme=programme, kind=kind, words=words, choose=choose, by=member
    )


def sweep(programme: Programme) -> list[Proposal]:
    """Look at the queue."""
    return actions.match_waiting(programme=programme, by=KEEPER)


def answer(proposal: Proposal, by: Account, yes: bool = True) -> Proposal:
    """Somebody answers."""
    return actions.answer_proposal(proposal=proposal, yes=yes, by=by)


def propose(
    member: Account,
    programme: Programme,
    kind: RequestKind = RequestKind.WEEKS,
    words: str = "",
) -> Proposal:
    """A member asks and somebody is found: the only one made in this sweep."""
    ask(member, programme, kind, words)
    [proposal] = sweep(programme)
    return proposal


def pair(member: Account, supporter: Account, programme: Programme, words: str = "") -> Pairing:
    """Both say yes; the supporter must be the one who is found."""
    proposal = propose(member, programme, words=words)
    assert proposal.supporter_id == supporter.id
    answer(proposal, supporter)
    done = answer(proposal, member)
    assert done.stage == Stage.ACCEPTED
    return Pairing.objects.get(proposal=done)
