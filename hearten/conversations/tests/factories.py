"""People, pairs and rooms for the tests of conversations."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.conversations import actions
from hearten.conversations.actions import Draft
from hearten.conversations.models import Conversation
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.live import CommandKind, Frame, Written

RULE = SystemActor("test")


def pairing(member: Account, supporter: Account, where: Programme) -> Any:
    """A pairing as matching leaves it: an accepted proposal of a paired request."""
    now = clock.now()
    request = apps.get_model("matching.SupportRequest").objects.create(
        programme=where,
        member=member,
        kind="weeks",
        state="paired",
        made_at=now,
        waiting_since=now,
        closed_at=now,
    )
    proposal = apps.get_model("matching.Proposal").objects.create(
        request=request,
        supporter=supporter,
        stage="accepted",
        supporter_said=True,
        member_said=True,
        score=50,
        made_at=now,
        answer_by=now + timedelta(hours=1),
        closed_at=now,
    )
    return apps.get_model("matching.Pairing").objects.create(
        programme=where, proposal=proposal, member=member, supporter=supporter
    )


class Pair:
    """A member and a supporter in their open conversation."""

    def __init__(self, member: Account | None = None) -> None:
        self.programme = make_programme()
        self.member = member or make_account(programme=self.programme)
        self.supporter = make_account(programme=self.programme, roles=[Role.SUPPORTER])
        self.pairing = pairing(self.member, self.supporter, self.programme)
        self.conversation = actions.open_for_pairing(pairing_id=self.pairing.id, by=RULE)

    @property
    def id(self) -> UUID:
        """The conversation's id."""
        return self.conversation.id

    def say(
        self,
        text: str,
        *,
        by: Account | None = None,
        client_id: UUID | None = None,
        about: int | None = None,
    ) -> int:
        """Send one message and give its number."""
        sent = actions.send_message(
            conversation_id=self.id,
            client_id=client_id or uuid4(),
            text=text,
            about=about,
            by=by or self.member,
        )
        return sent.seq


def room(people: list[Account], where: Programme | None = None) -> Conversation:
    """A room for these people."""
    return actions.open_room(
        programme=where or make_programme(), account_ids=[one.id for one in people], by=RULE
    )


def person(where: Programme | None = None) -> Account:
    """Somebody who has nothing to do with it."""
    return make_account(programme=where)


def draft(author: Account, text: str = "Hello", client_id: UUID | None = None) -> Draft:
    """A draft with a fresh client id."""
    return Draft(author.id, client_id or uuid4(), text)


def block(by: Account, of: Account) -> None:
    """One person blocks another."""
    accounts.block(of=of, by=by)


def run(command: CommandKind, conversation_id: object, frames: Sequence[Frame]) -> Written:
    """Hand frames for one conversation to a live command, as the gateway does."""
    key = str(conversation_id)
    return command.run({key: frames}, True)[key]
