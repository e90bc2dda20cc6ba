"""A small programme with somebody of every role, and secrets that must not leak."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.conversations import actions as conversations
from hearten.conversations.queries import conversation_of
from hearten.matching import actions
from hearten.matching.queries import pairings_visible_to
from hearten.matching.tests import factories as matching

ASKED_WORDS = "the kettle broke on the day he left"
MESSAGE = "nobody knows about the green suitcase"
CLOSING = "go gently past the blue door"
FEEDBACK = "she never hurried me along the river"


@dataclass(kw_only=True)
class Talk:
    """Two people in an open conversation."""

    member: Account
    supporter: Account
    pairing: Any
    conversation_id: object

    def say(self, by: Account, text: str = MESSAGE) -> None:
        """One more message."""
        conversations.send_message(
            conversation_id=self.conversation_id, client_id=uuid4(), text=text, by=by
        )

    def end(self, by: Account) -> None:
        """A kind ending."""
        conversations.end_conversation(
            conversation_id=self.conversation_id, closing_words=CLOSING, reason="helped", by=by
        )


def talk(programme: Programme, member: Account | None = None) -> Talk:
    """A member asked and chose a supporter, both said yes and wrote once."""
    supporter = matching.supporter_of(programme)
    member = member or make_account(programme=programme)
    request = matching.ask(member, programme, words=ASKED_WORDS)
    proposal = actions.choose_supporter(request=request, supporter=supporter, by=member)
    matching.answer(proposal, supporter)
    pairing = pairings_visible_to(member).get(proposal=proposal)
    conversation = conversation_of(pairing.pk)
    assert conversation is not None
    made = Talk(
        member=member, supporter=supporter, pairing=pairing, conversation_id=conversation.pk
    )
    made.say(member)
    made.say(supporter)
    return made


def somebody(programme: Programme, *roles: Role) -> Account:
    """Somebody who holds exactly these roles."""
    account = make_account(programme=programme, roles=roles)
    if Role.MEMBER not in roles:
        account.memberships.filter(role=Role.MEMBER).delete()
    return account


__all__ = ["make_account", "make_programme", "matching", "somebody", "talk"]
